"""`python -m verifier`."""

import contextlib
import os
import signal
import sys


def run() -> None:
    """Runs the command line, and ends the process with its exit code.

    Before it begins and after it ends Ctrl-C ends the process without a word.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from verifier.cli import main

    code = main(sys.argv[1:])
    if code > 128:
        # At its own end Python may take an interruption that was answered for one that was not,
        # and die of SIGINT.
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
