"""Words out of text that holds escaped markup."""

import pytest

from crawler.text.markup import plain


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Ferry &lt;em&gt;line&lt;/em&gt; opens", "Ferry line opens"),
        ("Ferry <i>line</i><br />opens", "Ferry line opens"),
        ("<p><span style='font-size: 13px'>The quay &amp;eacute;lan</span></p>", "The quay élan"),
        ("&amp;lt;b&amp;gt;Ferry&amp;lt;/b&amp;gt; line", "Ferry line"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("Why 3 < 4 and A<B>C", "Why 3 < 4 and AC"),
        ("Less <than> more", "Less <than> more"),
        ("Fish & chips", "Fish & chips"),
        ("I &lt;3 ferries", "I <3 ferries"),
    ],
)
def test_what_a_reader_would_see(raw: str, words: str) -> None:
    assert plain(raw) == words
