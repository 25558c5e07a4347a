"""The command line: `python -m verifier COMMAND`, one module for each command.

Importing this package, `--help` and `list` need none of the libraries that prove or measure.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
from collections.abc import Sequence

from verifier.cli import escape, figure, new, prove, recheck, report, show
from verifier.cli import list as list_command
from verifier.cli.common import INPUT_ERROR, INTERRUPTED, Parser, UsageError, complain
from verifier.report.engine import raise_limits
from verifier.report.folder import NoRoom
from verifier.report.signals import interruptible

_COMMANDS = (report, list_command, show, prove, recheck, escape, figure, new)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; where a signal ends it, 128 and its number."""
    raise_limits()
    code = INTERRUPTED
    with contextlib.suppress(KeyboardInterrupt), interruptible() as interruption:
        code = _run(argv)
    return interruption.exit_code if code == INTERRUPTED else code


def _run(argv: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(_formulas(sys.argv[1:] if argv is None else argv))
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except SystemExit as exit_:  # argparse's way to end after --help or a usage error
        return exit_.code if isinstance(exit_.code, int) else INPUT_ERROR
    except (UsageError, NoRoom) as error:
        complain(str(error))
        return INPUT_ERROR
    except KeyboardInterrupt:
        complain("interrupted; what was done is kept")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has stopped: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 128 + signal.SIGPIPE


def _formulas(argv: Sequence[str]) -> Sequence[str]:
    """The arguments, those of `prove` and `escape` that begin with one minus set apart from
    options: they are formulas or numbers, since but for -h no option is a single letter."""
    if argv[:1] not in (["prove"], ["escape"]):
        return argv
    return [f" {arg}" if re.match("-[^-]", arg) and arg != "-h" else arg for arg in argv]


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    whole = Parser(
        prog="verifier",
        description="Proves or refutes the lemmas of gradient descent papers, for every depth.",
        epilog="Exit codes: 0 all as expected, 1 not so, 2 unusable input, 130 interrupted.",
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.register(commands)
    return whole
