"""A page that would take too long or too much memory to read is given up, not the run.

Memory: libxml2 holds some 500 bytes an element, so elements are counted before anything is parsed. Time: a timer of
processor time interrupts the reading; it works in the main thread of a process on systems that have such timers, and
is no more than the last line: readers keep to linear work.
"""

from __future__ import annotations

import signal
import threading
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


class time_limit:
    """A `with` block that is left with TooHeavy once it has used so many seconds of processor time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._works = hasattr(signal, "ITIMER_VIRTUAL") and threading.current_thread() is threading.main_thread()

    def __enter__(self) -> None:
        if self._works:
            self._before = signal.signal(signal.SIGVTALRM, _interrupt)
            signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds, _AGAIN)

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if self._works:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, self._before)
        if isinstance(error, _Interrupt):
            raise TooHeavy(f"reading took more than {self._seconds:g} s") from None


_OWN = (time_limit.__enter__.__code__, time_limit.__exit__.__code__)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    """Leave the block. The timer may also run out before the block is entered or once it is left, while it is being
    armed or disarmed: an error raised there would be nobody's."""
    at: FrameType | None = frame
    for _ in range(8):  # the Python functions of `signal` are called from there
        if at is not None and at.f_code in _OWN:
            return
        at = at.f_back if at is not None else None
    raise _Interrupt
