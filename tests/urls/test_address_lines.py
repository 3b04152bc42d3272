"""Lists of addresses as people and spreadsheets write them."""

import pytest

from crawler.urls.address_lines import addresses

A, B = "https://news.example/a", "https://news.example/b?x=1,2&y=3"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n{B}",
        f'"{A}"\n"{B}"',
        f"'{A}'\n'{B}'",
        f"<{A}>\n<{B}>",
        f"1. {A}\n2) {B}",
        f"- {A}\n* {B}",
        f"{A}\t2026\n{B} | The quay",
        f'"{A}","One, two"\n"{B}";3',
        f'=HYPERLINK("{A}")\n=HYPERLINK("{B}";"Two")',
        f"[One]({A})\n- [Two]({B}) of March",
        f'{{"url": "{A}"}}\n{{"title": "x", "link": "{B}"}}',
        f'url,title\n{A},"One, two"\n"{B}",Two',
        f'title,URL\n"One, two",{A}\nTwo,"{B}"',
        f"id;Link;date\n1;{A};2026\n2;{B};2026",
        f"sep=;\nid;href\n1;{A}\n2;{B}",
        f"id\turl\n1\t{A}\n2\t{B}",
        f"网址\n{A}\n{B}",
    ],
)
def test_the_addresses_of_a_list(text: str) -> None:
    assert [address for address in addresses(text.split("\n")) if address != ""] == [A, B]


@pytest.mark.parametrize(
    "line",
    [
        f"See {A}",
        f"{A} and {B}",
        "title",
        "{",
        '{"url": 3}',
        "[]",
        "ftp://news.example/a",
        f"{A} {B}",
        "news.example/a",
    ],
)
def test_a_line_that_holds_none(line: str) -> None:
    assert list(addresses([A, A, line])) == [A, A, None]


def test_a_row_that_is_too_short_or_empty_in_the_column() -> None:
    assert list(addresses(["title,url", "One", "Two,", f"Three,{A}"])) == ["", None, None, A]
