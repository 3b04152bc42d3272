"""Credit lines and datelines."""

import pytest

from crawler.pages.dom.page import Page
from crawler.pages.metadata.credit_lines import read_credits, read_dateline
from crawler.pages.metadata.declared import Metadata
from crawler.pages.metadata.extract import complete


@pytest.mark.parametrize(
    ("text", "source", "place", "authors"),
    [
        ("城市网港湾6月9日电 (记者 张三、李四)市里宣布", "城市网", "港湾", ["张三", "李四"]),
        ("人民網北京6月9日電 (記者王小明)記者獲悉", "人民網", "北京", ["王小明"]),
        ("本报港湾6月9日讯（记者 张三 通讯员 李四）", None, "港湾", ["张三", "李四"]),
        ("【记者王明北京报道】市里宣布", None, "北京", ["王明"]),
        ("BERLIN (Reuters) - The city", "Reuters", "Berlin", []),
        ("LONDON, June 9 (AP) — The city", "AP", "London", []),
        ("Berlin (dpa) - Die Stadt", "dpa", "Berlin", []),
        ("The city has said (again) - twice", None, None, []),
    ],
)
def test_datelines(text: str, source: str | None, place: str | None, authors: list[str]) -> None:
    found = read_dateline(text)
    assert (found.source, found.place, found.authors) == (source, place, authors)


@pytest.mark.parametrize(
    ("text", "authors", "editors", "source"),
    [
        ("（责编：周平、林远）", [], ["周平", "林远"], None),
        ("责任编辑:何清", [], ["何清"], None),
        ("【编辑:高岩】", [], ["高岩"], None),
        ("来源：城市日报 作者：张三 编辑：李四", ["张三"], ["李四"], "城市日报"),
        ("文｜李四　编辑｜王五", ["李四"], ["王五"], None),
        ("文/记者 张三 通讯员 李四", ["张三", "李四"], [], None),
        ("記者王小明／台北報導", ["王小明"], [], None),
        ("转自：央视新闻客户端", [], [], "央视新闻客户端"),
        ("记者从会上获悉，今年将新增五条线路", [], [], None),
        ("Reporting by Ann Lee and Ben Okoro; Editing by Cleo Marsh", ["Ann Lee", "Ben Okoro"], ["Cleo Marsh"], None),
        ("Quelle: dpa", [], [], "dpa"),
    ],
)
def test_credit_lines(text: str, authors: list[str], editors: list[str], source: str | None) -> None:
    found = read_credits(text)
    assert (found.authors, found.editors, found.source) == (authors, editors, source)


@pytest.mark.parametrize(("before", "place"), [(0, "Berlin"), (2, "Berlin"), (3, None)])
def test_a_dateline_may_stand_behind_a_standfirst_and_a_caption_and_no_further(before: int, place: str | None) -> None:
    lines = ["The bridge was opened to the cheers of many."] * before + ["BERLIN (Reuters) - The bridge is open again."]
    lines += ["The city told how the work went on."] * 12
    page = Page("<html><body><p>Bridge</p></body></html>", "https://news.example/1")
    assert complete(Metadata(), page, lines).place == place
