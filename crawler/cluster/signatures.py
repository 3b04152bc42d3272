"""MinHash signatures over the shingles that our own index of copies takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.utils.hashing import HashConfig
from datatrove.utils.word_tokenizers import WordTokenizer

from crawler.text.fingerprint import shingles

COPIES = MinhashConfig(num_buckets=20, hashes_per_bucket=7, hash_config=HashConfig(hash_fc="sha1"))
"""Half of the pairs that resemble each other by .62 are taken for copies, 94 in 100 by .75. More buckets of fewer
hashes find more copies, and join stories off one template (`python -m benchmarks.copies`). The hash is of words, which
nobody asks for here."""


class _Unasked(WordTokenizer):  # type: ignore[misc]
    """Stands for the tokenizer of a language that datatrove would load: shingles are taken from the text itself."""

    def word_tokenize(self, text: str) -> list[str]:
        raise NotImplementedError

    def sent_tokenize(self, text: str) -> list[str]:
        raise NotImplementedError

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        raise NotImplementedError


class StorySignatures(MinhashDedupSignature):  # type: ignore[misc]
    """Datatrove's signatures of our shingles: characters of Chinese, Japanese and Korean, words elsewhere; case, width,
    punctuation, and traditional or simplified characters do not count. No tokenizer of a language is needed."""

    name = "related-news: MinHash stage 1"

    def __init__(self, output_folder: str, config: MinhashConfig = COPIES, **options: Any) -> None:
        super().__init__(output_folder, config, language=_Unasked(), **options)

    def get_shingles(self, text: str) -> npt.NDArray[np.uint64]:
        """The distinct hashes of a text's shingles, one a row."""
        return np.unique(shingles(text)).reshape(-1, 1)
