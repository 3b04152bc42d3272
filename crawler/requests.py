"""Requests as text for the frontier, and back. JSON, not pickle: a store may come from anywhere."""

from __future__ import annotations

import json
from typing import Any

from scrapy import Request, Spider
from scrapy.utils.request import request_from_dict

_PLAIN = Request("https://plain.invalid/").to_dict()
_BYTES = "latin-1"  # maps every byte to one character and back


def dump_request(request: Request, spider: Spider | None) -> str:
    """A request whose callbacks are methods of the spider, as JSON; what is as in any request is left out."""
    fields = {k: v for k, v in request.to_dict(spider=spider).items() if v != _PLAIN.get(k)}
    fields["headers"] = [
        [name.decode(_BYTES), [value.decode(_BYTES) for value in values]] for name, values in request.headers.items()
    ]
    if request.body:
        fields["body"] = request.body.decode(_BYTES)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def load_request(text: str, spider: Spider | None) -> Request:
    """The request that dump_request() described."""
    fields: dict[str, Any] = json.loads(text)
    headers = fields.pop("headers")
    if "body" in fields:
        fields["body"] = fields["body"].encode(_BYTES)
    fields["headers"] = {name.encode(_BYTES): [value.encode(_BYTES) for value in values] for name, values in headers}
    return request_from_dict(fields, spider=spider)
