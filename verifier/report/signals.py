"""Signals that end a run: Ctrl-C, a request to end, a closed terminal."""

from __future__ import annotations

import contextlib
import math
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_AT_ONCE = 1.0  # seconds
_Handler = Callable[[int, Any], None]


@dataclass
class Interruption:
    """Which signal has interrupted the work, if any, and when."""

    number: int | None = None
    at: float = -math.inf

    @property
    def exit_code(self) -> int:
        """The exit code that shells give to a process ended by this signal; 130 for Ctrl-C."""
        return 128 + (self.number or signal.SIGINT)


@contextlib.contextmanager
def interruptible() -> Iterator[Interruption]:
    """Within it each of the signals raises `KeyboardInterrupt`, so that all are answered alike.

    One that comes twice at once, as from a hasty hand or through `timeout`, is one; later ones
    raise again.  A signal that is ignored, as SIGHUP is under nohup, stays so.
    """
    seen = Interruption()

    def interrupt(number: int, _: Any) -> None:
        now = time.monotonic()
        if now - seen.at < _AT_ONCE:
            return
        seen.number, seen.at = number, now
        raise KeyboardInterrupt

    with _handled_by(interrupt):
        yield seen


@contextlib.contextmanager
def postponed() -> Iterator[None]:
    """Within it the signals wait: for short work that has to be finished once it is begun."""
    waiting: list[int] = []

    def note(number: int, _: Any) -> None:
        waiting.append(number)

    with _handled_by(note):
        yield
    if waiting:
        signal.raise_signal(waiting[0])


@contextlib.contextmanager
def _handled_by(handler: _Handler) -> Iterator[None]:
    before: dict[int, Any] = {}
    with contextlib.suppress(ValueError):  # only the main thread receives signals
        for number in ENDING:
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
