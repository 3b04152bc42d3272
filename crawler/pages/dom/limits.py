"""A page that would take too long or too much memory to read is given up, not the run.

Memory: libxml2 holds some 500 bytes an element, so elements are counted before anything is parsed. Time: a timer of
processor time interrupts the reading; it works in the main thread of a process on systems that have such timers, and
is no more than the last line: readers keep to linear work.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

MOST_ELEMENTS = 500_000
"""Start tags of a page; the most of an honest page seen is 30,000. Half a million take 270 MB and 1.9 s."""

_AGAIN = 0.05  # seconds: where a library swallowed the first interruption


class TooHeavy(ValueError):
    """A page that is not read; the message says why."""


class _Interrupt(BaseException):
    """Not an Exception: no reader may take it for a fault of the page."""


def check_size(html: str) -> None:
    """TooHeavy where a page has more elements than are read."""
    elements = html.count("<") - html.count("</")
    if elements > MOST_ELEMENTS:
        raise TooHeavy(f"{elements} elements, more than {MOST_ELEMENTS}")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooHeavy in the block once it has used so many seconds of processor time."""
    if not hasattr(signal, "ITIMER_VIRTUAL") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    except _Interrupt:
        raise TooHeavy(f"reading took more than {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _Interrupt
