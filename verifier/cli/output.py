"""Output for people that may be lost: a pipe that nobody reads, a closed terminal, a full disk."""

from __future__ import annotations

import errno
import io
import os
from typing import TextIO

_NOBODY_READS = (errno.EPIPE, errno.EIO)


class Output(io.TextIOBase):
    """A stream that swallows what is written to it once a write has failed.

    `lost` is the error of that write.
    """

    def __init__(self, stream: TextIO) -> None:
        self.lost: OSError | None = None
        self._stream = stream

    @property
    def unread(self) -> bool:
        """Whether whoever read the output has gone."""
        return self.lost is not None and self.lost.errno in _NOBODY_READS

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Writes what can be written."""
        if self.lost is None:
            try:
                self._stream.write(text)
            except OSError as error:
                self._lose(error)
        return len(text)

    def flush(self) -> None:
        """Passes on what has been written."""
        if self.lost is None:
            try:
                self._stream.flush()
            except OSError as error:
                self._lose(error)

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The descriptor of the stream."""
        return self._stream.fileno()

    def _lose(self, error: OSError) -> None:
        self.lost = error
        with open(os.devnull, "wb") as nowhere:  # what the stream still holds goes there
            os.dup2(nowhere.fileno(), self._stream.fileno())
