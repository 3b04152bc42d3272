"""What is learned from annotated pages: points that tell kinds apart, of features that enough publishers show."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("sklearn", reason="learning needs the extra `training`")

from benchmarks.link_models import boosted, forest
from crawler.pages.body.extract import Body
from crawler.pages.dom.page import Page
from crawler.pages.links.classify import judge
from crawler.pages.links.evidence import Evidence
from training.evaluation import Learner
from training.examples import AnnotatedPage, Example
from training.scorecards import learn, learn_points, samples

NUMBERS = {"cards": 2.0, "own": 1.0, "addressed": 1.0}


def evidence(*flags: str, like: float = 0.0) -> Evidence:
    return Evidence(None, set(flags), {**NUMBERS, "like": like})


def page(number: int, *examples: Example) -> AnnotatedPage:
    host = f"paper-{number}.example"
    url = f"https://{host}/"
    return AnnotatedPage("made", url, host, {}, Page("<p>x</p>", url), Body([], None), list(examples))


def example(kind: str, *flags: str, cards: int = 4, like: float = 0.0) -> Example:
    return Example(evidence(*flags, like=like), Counter({kind: cards}))


PAGES = [
    page(
        n,
        example("related", "heading=related", like=0.5 + n / 100),
        example("more", "heading=more", f"named.any={'latest' if n < 3 else 'popular'}", like=n / 100),
        example("none", "heading=none", like=n / 100),
    )
    for n in range(20)
]


@pytest.mark.parametrize("kind", ["related", "more"])
def test_what_headings_announce_is_learned(kind: str) -> None:
    assert judge(evidence(f"heading={kind}", like=0.6 if kind == "related" else 0.1), learn(PAGES)).kind == kind


def test_a_number_is_learned_in_steps() -> None:
    steps = {name: points for name, points in learn_points(PAGES).items() if name.startswith("like>=")}
    assert len(steps) > 1
    assert sum(points[0] for points in steps.values()) > 0


def test_what_fewer_than_four_publishers_show_is_not_learned() -> None:
    points = learn_points(PAGES)
    assert "named.any=popular" in points
    assert "named.any=latest" not in points


def test_the_same_pages_teach_the_same() -> None:
    assert learn_points(PAGES) == learn_points(PAGES)


def test_kinds_without_an_example_are_never_the_answer() -> None:
    two = [page(n, example("related", "heading=related"), example("none", "heading=none")) for n in range(12)]
    card = learn(two)
    assert judge(evidence("heading=related"), card).kind == "related"
    assert judge(evidence("heading=none"), card).kind is None
    assert judge(evidence("heading=more"), card).kind in ("related", None)


def test_a_page_of_many_lists_weighs_more_than_one_of_few_but_less_than_in_proportion() -> None:
    short, long = [example("more")], [example("more") for _ in range(16)]
    _, _, weights = samples([short, long])
    assert weights[0] < weights[1:].sum() < 4 * weights[0]


def test_a_list_of_many_links_weighs_as_much_as_one_of_few() -> None:
    _, _, weights = samples([[example("more", cards=30), example("related", cards=2)]])
    assert weights[0] == pytest.approx(weights[1])


def test_the_kinds_of_a_mixed_row_share_its_weight() -> None:
    mixed = Example(evidence(), Counter({"related": 3, "none": 1}))
    where, kinds, weights = samples([[mixed, example("more")]])
    assert (list(where), list(kinds)) == ([0, 0, 1], [3, 0, 1])
    assert weights[1] == pytest.approx(3 * weights[0])
    assert weights[:2].sum() == pytest.approx(weights[2])


@pytest.mark.parametrize("learner", [forest, boosted])
def test_models_that_the_scorecard_is_measured_against_judge_the_same_evidence(learner: Learner) -> None:
    pages = [page(n, *PAGES[n % len(PAGES)].examples) for n in range(40)]
    model = learner(pages)
    for kind in ("related", "more"):
        assert judge(evidence(f"heading={kind}", like=0.6 if kind == "related" else 0.1), model).kind == kind
    assert judge(evidence("heading=none", like=0.1), model).kind is None
