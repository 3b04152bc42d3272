"""stand-in"""


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    return body.decode("utf-8", "replace"), "utf-8"
