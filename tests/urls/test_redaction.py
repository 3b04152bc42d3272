"""No password that was given in a URL is shown or written."""

from __future__ import annotations

import pytest

from crawler.urls.redaction import redact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://ann:secret@a.example/x", "http://a.example/x"),
        ("HTTPS://token@a.example", "HTTPS://a.example"),
        ("http://ann:sec@ret@a.example/x", "http://a.example/x"),
        ("http://a.example/,http://ann:secret@b.example/", "http://a.example/,http://b.example/"),
        ("'htp://ann:secret@a.example' is not allowed", "'htp://a.example' is not allowed"),
        ("postgresql://crawler:secret@db.example/news: away", "postgresql://db.example/news: away"),
        ("postgresql://crawler@db.example/news: away", "postgresql://crawler@db.example/news: away"),
        ("http://a.example/@ann mail@a.example", "http://a.example/@ann mail@a.example"),
        ("http://a.example:8080/@ann", "http://a.example:8080/@ann"),
        ("http://a.example:8080,http://b.example/@ann", "http://a.example:8080,http://b.example/@ann"),
        (
            "http://[::1]/d,http://10.0.0.1/f,http://u:secret@a.example/",
            "http://[::1]/d,http://10.0.0.1/f,http://a.example/",
        ),
        ("http://u:secret@[::1]:80/d", "http://[::1]:80/d"),
        ("https://ann:s3'cret@a.example/x", "https://a.example/x"),
        ("https://ann:s3#cret@a.example/x", "https://a.example/x"),
        ("postgresq://crawler:s3/cret@db.example/news", "postgresq://db.example/news"),
        ("postgresql://db.example/news?user=u&password=secret", "postgresql://db.example/news?user=u&password=…"),
        ("postgresql://db.example/news?sslpassword=secret", "postgresql://db.example/news?sslpassword=…"),
    ],
)
def test_a_user_and_a_password_leave_each_url_of_a_text(text: str, shown: str) -> None:
    assert redact(text) == shown
