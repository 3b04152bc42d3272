"""Every boilerplate rule proves itself, and a rule that does not is refused by name."""

from __future__ import annotations

import re
import time
from typing import Any

import opencc
import pytest

from crawler.rules import linear
from crawler.rules.boilerplate import ANY, boilerplate_languages, boilerplate_pack, read_pack, title_pack
from crawler.rules.folding import WIDTH, fold
from crawler.rules.load import RuleError
from crawler.rules.model import BoilerplatePack, BoilerplateRule
from crawler.text.boilerplate import clean_text, restore

LANGUAGES = {"zh", "en", "de", "fr", "id", "es", "it", "pt", "nl", "pl", "ru", "tr", "ja", "ko", "ar"}
RULES = [(p, r) for p in [*map(boilerplate_pack, boilerplate_languages()), title_pack()] for r in p.rules]
NAMES = [r.id for _, r in RULES]
MARKED = re.compile(r"⟦([^⟧]+)⟧")


def rule(**changes: Any) -> dict[str, Any]:
    """The content of a file with one good rule, changed."""
    good = {
        "id": "xx-ad",
        "where": "end",
        "match": "paragraph",
        "pattern": "advert(?:isement)?",
        "why": "A label.",
        "cuts": ["Advert"],
        "keeps": ["Adverts paid."],
    }
    return {"language": "xx", "script": "latin", "rule": [{k: v for k, v in (good | changes).items() if v is not None}]}


def test_every_language_has_rules() -> None:
    assert set(boilerplate_languages()) == LANGUAGES | {ANY}


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=NAMES)
def test_a_rule_cuts_what_it_says_and_keeps_what_it_says(pack: BoilerplatePack, rule: BoilerplateRule) -> None:
    for sample in rule.cuts:
        marked = MARKED.search(sample)
        text = MARKED.sub(r"\1", sample, count=1)
        found = rule.find(fold(text, pack.folding), 0, len(text))
        assert found
        assert text[found.start() : found.end()].strip() == (marked[1] if marked else sample).strip()
        assert any(n in fold(text, pack.folding).lower() for n in rule.needs)
    for sample in rule.keeps:
        assert not rule.find(fold(sample, pack.folding), 0, len(sample))


@pytest.mark.parametrize(
    ("pack", "rule"), [x for x in RULES if x[0] is not title_pack()], ids=NAMES[: -len(title_pack().rules)]
)
def test_a_story_loses_what_a_rule_cuts(pack: BoilerplatePack, rule: BoilerplateRule) -> None:
    story = "Ŵxyz 12345 ŵxyz."
    language = pack.language if pack.language != ANY else "xx"
    for sample in rule.cuts:
        marked = MARKED.search(sample)
        piece = marked[1] if marked else sample
        text = MARKED.sub(r"\1", sample, count=1)
        body = f"{text}\n\n{story}" if rule.where == "start" else f"{story}\n\n{text}"
        cleaned = clean_text(body, language)
        assert story in cleaned.text
        assert piece.strip() not in cleaned.text
        assert restore(cleaned.text, cleaned.removed) == body


def test_chinese_patterns_are_simplified_and_folded_from_every_variant() -> None:
    everything = "\n".join(chr(c) for c in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)])
    for pack in (boilerplate_pack("zh"), title_pack()):
        used = {c for r in pack.rules for c in r.pattern.pattern if "\u4e00" <= c <= "\u9fff" and c != "鿿"}
        for script in ("t2s", "tw2s", "hk2s"):
            folded = opencc.OpenCC(script).convert(everything)
            pairs = {a + b for a, b in zip(everything, folded, strict=True) if a != b and b in used and a not in used}
            missing = {p for p in pairs if pack.folding.get(p[0]) != p[1]}
            assert not missing, f"add to variants: {' '.join(sorted(missing))}"


def test_folding_keeps_the_length_and_is_done_once() -> None:
    assert not set(WIDTH) & set(WIDTH.values())
    text = "（責編：王震、呂騫）ＡＢＣ　“x”"
    folding = boilerplate_pack("zh").folding
    assert len(fold(text, folding)) == len(text)
    assert fold(fold(text, folding), folding) == fold(text, folding)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"keeps": None}, "missing key keeps"),
        ({"cuts": []}, None),
        ({"flags": "x"}, "unknown key flags"),
        ({"where": "edges"}, "rule xx-ad: where must be one of start, end, edge, anywhere, not 'edges'"),
        ({"match": "line"}, "rule xx-ad: match must be one of paragraph, head, tail, piece, heading, not 'line'"),
        ({"match": ["line"]}, "rule xx-ad: match must be one of"),
        ({"why": " "}, "rule xx-ad: why must be a sentence"),
        ({"why": 1}, "rule xx-ad: why must be a sentence"),
        ({"pattern": "advert("}, "pattern"),
        ({"pattern": "{{label}}"}, "no such part"),
        ({"pattern": "advert.*"}, "endless repeat"),
        ({"pattern": "advert(?:a{1,3}b){1,3}"}, "a repeat inside a repeat"),
        ({"pattern": "advert(?:a|ab){1,9}"}, "one begins another"),
        ({"pattern": "advert.{0,700}.{0,700}.{0,700}"}, "may share characters"),
        ({"pattern": "(?P<name>advert)"}, "groups"),
        ({"pattern": "[a-z]{6}"}, "no word"),
        ({"cuts": ["Reklame"]}, "must cut"),
        ({"cuts": ["An ⟦advert⟧"]}, "must cut"),
        ({"keeps": ["advertisement"]}, "must keep"),
        ({"id": None}, "without id"),
    ],
)
def test_a_rule_without_proof_does_not_load(changes: dict[str, Any], fault: str | None) -> None:
    if fault is None:
        changes, fault = {"cuts": None}, "missing key cuts"
    with pytest.raises(RuleError, match=r"^boilerplate/xx\.toml: .*") as error:
        read_pack("boilerplate/xx.toml", rule(**changes))
    assert fault in str(error.value)
    assert "id" in changes or "xx-ad" in str(error.value)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"script": "runes"}, "script must be one of '', han, kana, hangul, cyrillic, arabic, latin, not 'runes'"),
        ({"script": ["latin"]}, "script must be one of"),
        ({"language": 1}, "language must be given"),
        ({"lang": "xx"}, "unknown key lang; there are language, parts, rule, script, variants"),
    ],
)
def test_a_file_of_rules_says_what_is_wrong_with_its_head(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(RuleError, match=f"^boilerplate/xx\\.toml: {re.escape(fault)}"):
        read_pack("boilerplate/xx.toml", rule() | changes)


def test_a_file_of_rules_says_its_script() -> None:
    data = rule()
    del data["script"]
    with pytest.raises(RuleError, match=r"script must be one of .*latin$"):
        read_pack("boilerplate/xx.toml", data)


def test_an_id_is_there_once() -> None:
    data = rule()
    data["rule"] *= 2
    with pytest.raises(RuleError, match="rule xx-ad: the id is there twice"):
        read_pack("boilerplate/xx.toml", data)


def test_a_good_rule_loads() -> None:
    (loaded,) = read_pack("boilerplate/xx.toml", rule()).rules
    assert loaded.needs == ("advert",)
    assert loaded.longest == len("advertisement")


def test_what_a_pattern_needs_is_in_every_match() -> None:
    assert linear.needs("(?:follow|like) us on .{0,9}") == ("follow us on ", "like us on ")
    assert linear.needs(r"[(\[]?责(?:任编辑|编)[:|]") == ("责任编辑:", "责任编辑|", "责编:", "责编|")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_bait_is_read_in_linear_time(language: str) -> None:
    """200,000 characters made of a language's own samples, in one line and in many."""
    samples = [MARKED.sub(r"\1", s) for r in boilerplate_pack(language).rules for s in r.cuts]
    for bait in (" ".join(samples), samples[0], "\n".join(samples), samples[-1][:12] + "\n"):
        text = bait * (200_000 // len(bait))
        begin = time.process_time()
        clean_text(text, language)
        assert time.process_time() - begin < 8.0


def test_a_pattern_reads_a_megabyte_of_its_own_bait_fast() -> None:
    """Rules are tried on a line's edges or on short lines, so that one endless line costs next to nothing."""
    for pack, rule in RULES:
        text = fold(rule.cuts[0], pack.folding) * (1_000_000 // len(rule.cuts[0]))
        begin = time.process_time()
        rule.find(text, 0, len(text) if rule.match != "piece" else 4000)
        assert time.process_time() - begin < 0.5, rule.id
