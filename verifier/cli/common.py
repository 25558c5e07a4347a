"""What the commands share: one-line errors, and the checks made before work begins."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn, TypeAlias

from verifier.report.cache import check_writable

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
INPUT_ERROR, INTERRUPTED = 2, 130
STDOUT = "-"
REPORT_SCHEMA = Path(__file__).parents[1] / "report" / "schema.json"
_LONGEST = 600  # characters of an error


class UsageError(Exception):
    """An input that cannot be used; the message is one line with cause and mend."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Ends the command with one line on standard error and exit code 2."""
        complain(f"{message}; '{self.prog} --help' shows how to use it")
        raise SystemExit(INPUT_ERROR)


class _PrintFile(argparse.Action):
    """An option that prints a file and ends the command, whatever else is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Prints the file that is the option's constant."""
        sys.stdout.write(Path(str(self.const)).read_text(encoding="utf-8"))
        parser.exit()


def add_schema(parser: argparse.ArgumentParser, file: Path) -> None:
    """Adds `--schema`, which prints the JSON schema of what `--json` prints."""
    parser.add_argument(
        "--schema", action=_PrintFile, nargs=0, const=file, help="print the JSON schema and stop"
    )


def complain(line: str) -> None:
    """One line on standard error, whatever it quotes."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST - 200]} ... {shown[-195:]}"
    with contextlib.suppress(OSError):  # of a terminal that was closed
        print(f"verifier: {shown}", file=sys.stderr, flush=True)


def complain_of(problems: Iterable[object]) -> None:
    """One line on standard error for each problem."""
    for problem in problems:
        complain(str(problem))


def positive(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return value


def check_output_file(option: str, name: str | None) -> None:
    """Raises `UsageError` unless a file of this name can be written; None and '-' always can."""
    if name is None or name == STDOUT:
        return
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{option} {name}: is a folder; name a file")
    if path.exists() and not path.is_file():
        return  # a device such as /dev/null
    if not path.parent.is_dir():
        raise UsageError(f"{option} {name}: no folder {path.parent}; make it, or name another file")
    try:
        check_writable(path.parent)
    except OSError as error:
        raise UsageError(f"{option} {name}: cannot be written: {cause(error)}") from error


def check_output_folder(option: str, name: str | None) -> None:
    """Raises `UsageError` unless the folder is there or can be made, and can be written to."""
    if name is None:
        return
    try:
        check_writable(Path(name), create=True)
    except OSError as error:
        raise UsageError(f"{option} {name}: cannot be written: {cause(error)}") from error


def cause(error: OSError) -> str:
    """Why a file cannot be used, in a few words."""
    return (error.strerror or str(error)).lower()
