"""A page asked from beside its scripts: in a world of its own, in which they cannot change the answers."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, Page

_HTML = "'<!doctype html>' + document.documentElement.outerHTML.slice(0, {most})"
QUIET = 0.5
"""Seconds without work after which scripts are taken to be through; by the page's own clock: a busy machine is late."""
_IDLE = """new Promise(done => {{
    const again = () => requestIdleCallback(() => done(true));
    const idle = () => requestIdleCallback(() => setTimeout(again, {milliseconds}));
    document.readyState === 'complete' ? idle() : addEventListener('load', idle);
}})"""


class IsolatedWorld:
    """The present document of a page."""

    def __init__(self, session: CDPSession, context: int) -> None:
        self._session = session
        self._context = context

    @classmethod
    async def enter(cls, page: Page) -> IsolatedWorld:
        """The world of the document that a page shows."""
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        frame = {"frameId": tree["frameTree"]["frame"]["id"]}
        made = await session.send("Page.createIsolatedWorld", frame)
        return cls(session, made["executionContextId"])

    async def idle(self) -> None:
        """Wait until the document is loaded and its scripts have had nothing to do for a moment."""
        await self._evaluate(_IDLE.format(milliseconds=round(QUIET * 1000)))

    async def html(self, most: int) -> str:
        """The document as it is; at most so many characters of its root element."""
        return str(await self._evaluate(_HTML.format(most=most)))

    async def _evaluate(self, expression: str) -> Any:
        ask = {
            "expression": expression,
            "contextId": self._context,
            "returnByValue": True,
            "awaitPromise": True,
        }
        answer = await self._session.send("Runtime.evaluate", ask)
        return answer["result"].get("value", "")
