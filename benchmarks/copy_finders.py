"""Three ways to find copies behind one interface: ours, and the two that the field knows best.

A finder reads stories in order and says for each which earlier story's cluster it belongs to. MinHash-LSH is
datasketch's, over character 5-grams, and takes its candidates' word; SimHash (Charikar 2002; Manku et al. 2007) is
64 bits wide, and copies differ in 3 bits at most. Neither folds script.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

import numpy as np
from datasketch import MinHash, MinHashLSH

from crawler.store.base import Story
from crawler.store.sqlite import SqliteStore
from crawler.text.fingerprint import sketch, text_hash


class Finder(Protocol):
    name: str

    def cluster(self, page: str, text: str) -> str:
        """The cluster of a story: an earlier one's, or its own id."""


class OurFinder:
    """The store, as a crawl uses it: look up, insert, commit every so often."""

    name = "this store"

    def __init__(self, path: Path, *, checkpoint: int = 1_000) -> None:
        self.store = SqliteStore(path)
        self.memory = self.store.memory("benchmark")
        self._checkpoint, self._since = checkpoint, 0
        self.store.begin()

    def cluster(self, page: str, text: str) -> str:
        digest, signature = text_hash(text), sketch(text)
        match = self.memory.find(page, digest, signature)
        cluster = match.story.cluster if match else page
        self.memory.add(Story(page, digest, cluster), None if match and match.method == "exact" else signature)
        self.tick()
        return cluster

    def tick(self) -> None:
        self._since += 1
        if self._since == self._checkpoint:
            self.store.commit()
            self.store.begin()
            self._since = 0

    def close(self) -> None:
        self.store.commit()
        self.store.close()


class MinHashFinder:
    name = "datasketch MinHash-LSH"

    def __init__(self) -> None:
        self._lsh, self._clusters = MinHashLSH(threshold=0.5, num_perm=128), {}

    def cluster(self, page: str, text: str) -> str:
        signature = MinHash(num_perm=128)
        signature.update_batch([text[i : i + 5].encode("utf-8", "surrogatepass") for i in range(max(len(text) - 4, 1))])
        found = sorted(self._lsh.query(signature))
        self._clusters[page] = self._clusters[found[0]] if found else page
        self._lsh.insert(page, signature)
        return self._clusters[page]


class SimHashFinder:
    name = "SimHash"

    def __init__(self) -> None:
        self._bands: list[dict[int, list[tuple[int, str]]]] = [{} for _ in range(4)]

    def cluster(self, page: str, text: str) -> str:
        value = self._simhash(text)
        parts = [(value >> 16 * band) & 0xFFFF for band in range(4)]
        found = [
            cluster
            for band, part in zip(self._bands, parts, strict=True)
            for other, cluster in band.get(part, ())
            if (other ^ value).bit_count() <= 3
        ]
        cluster = min(found) if found else page
        for band, part in zip(self._bands, parts, strict=True):
            band.setdefault(part, []).append((value, cluster))
        return cluster

    @staticmethod
    def _simhash(text: str) -> int:
        grams = {text[i : i + 5].encode("utf-8", "surrogatepass") for i in range(max(len(text) - 4, 1))}
        digests = b"".join(hashlib.blake2b(gram, digest_size=8).digest() for gram in sorted(grams))
        bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 8), axis=1)
        majority = bits.sum(axis=0) * 2 > len(bits)
        return int.from_bytes(np.packbits(majority).tobytes(), "big")
