"""Text that was encoded as UTF-8 twice."""

import pytest

from crawler.text.encoding import decode
from crawler.text.twice_encoded import once_encoded

STORY = "Der Fährmann sagt: „Schöne Grüße“ – über die Brücke. Паром вышел. 渡輪"


@pytest.mark.parametrize("taken_for", ["latin-1", "windows-1252"])
def test_a_page_encoded_twice_is_read_once_more(taken_for: str) -> None:
    page = f"<html><meta charset=utf-8><p>{STORY}</p></html>".encode()
    taken = "".join(bytes([b]).decode(taken_for, "ignore") or chr(b) for b in page)
    assert STORY in decode(taken.encode())[0]


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Where é is shown as Ã©, the page was encoded twice: Ã¤, Ã¶, Ã¼, said José.",
        "A lone Ã©",
        "Â© Â®",
        "plain",
    ],
)
def test_text_that_is_whole_as_it_stands_stays(text: str) -> None:
    assert once_encoded(text) == text
