"""Cleaning judges a page by itself: it comes out the same wherever it stands in a crawl."""

from __future__ import annotations

from crawler.items import Article, Failure
from crawler.pipelines.clean import Clean


def page(n: int) -> Article:
    story = f"The boats of story {n} sail at noon."
    text = f"Story {n} opens at the harbour.\n\nCome to our fair!\n\n{story}\n\nWhat comes next"
    return Article(id=f"{n}", site="a.example", url=f"https://a.example/{n}", language="en", text=text)


def test_a_page_is_cleaned_alike_first_and_last() -> None:
    clean = Clean()
    first = clean.process_item(page(0))
    for n in range(1, 9):
        clean.process_item(page(n))
    last = clean.process_item(page(0))
    assert (first.text, first.removed) == (last.text, last.removed)
    assert "What comes next" in last.text


def test_whom_a_cut_credit_names_the_record_names_where_the_page_did_not() -> None:
    text = "市长说，新桥将在明年春天通车。\n\n作者：张三\n\n来源：某某社\n\n责编：李四"
    item = Clean().process_item(Article(url="https://a.example/1", language="zh", text=text))
    assert (item.authors, item.editors, item.source) == (["张三"], ["李四"], "某某社")
    assert (item.provenance["authors"].raw, item.provenance["source"].raw) == ("张三", "某某社")
    named = Article(url="https://a.example/1", language="zh", text=text, authors=["王五"], source="海港日报")
    item = Clean().process_item(named)
    assert (item.authors, item.editors, item.source) == (["王五"], ["李四"], "海港日报")


def test_what_is_all_boilerplate_is_no_article() -> None:
    item = Clean().process_item(Article(requested_url="https://a.example/1", language="en", text="Advertisement"))
    assert isinstance(item, Failure)
    assert (item.reason, item.url) == ("not-article", "https://a.example/1")
