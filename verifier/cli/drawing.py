"""What `figure` does: computes, draws, and writes three files of one name."""

from __future__ import annotations

import argparse
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from verifier.cli.common import INTERRUPTED, UsageError, cause, check_output_file, complain
from verifier.figure.computing import OtherData, Rows, compute, earlier, known
from verifier.figure.kind import Kind, Task, image, picture
from verifier.figure.picture import MODULES
from verifier.figure.table import Table
from verifier.report.cache import write_atomically
from verifier.report.processes import cores

SVG, PNG, CSV = ".svg", ".png", ".csv"
LINE_EVERY = 10  # pieces of work, where the output is no terminal


def write_figure(options: argparse.Namespace) -> int:
    """Computes the data, keeping each piece as it is done, and writes the picture."""
    kind = _kind(options.name)
    out = _out(options.out or f"{kind.name}{SVG}")
    data = out.with_suffix(CSV)
    before = _known(kind, data, options)
    try:
        table = _computed(kind, data, before, options)
        _draw(kind, table, out)
    except KeyboardInterrupt:
        complain(f"interrupted; what was done is in {data}: go on with --resume")
        return INTERRUPTED
    except OSError as error:
        name = error.filename or out
        raise UsageError(f"{name}: cannot be written: {cause(error)}; name another --out") from None
    except ValueError as error:
        raise UsageError(f"{error}; what was done is in {data}: try again with --resume") from None
    return 0


def _kind(name: str) -> Kind:
    if name not in MODULES:
        raise UsageError(f"no figure {name!r}: use {', '.join(MODULES)}")
    found: Kind = import_module(MODULES[name]).KIND
    try:
        found.columns()  # loads the lemmas whose bounds are drawn
    except ValueError as error:
        raise UsageError(f"{name}: {error}; install the package anew") from None
    return found


def _out(name: str) -> Path:
    path = Path(name)
    if path.suffix not in (SVG, PNG):
        raise UsageError(f"--out {name}: is neither {SVG} nor {PNG}: name a file that ends so")
    for suffix in (SVG, PNG, CSV):
        check_output_file("--out", str(path.with_suffix(suffix)))
    return path


def _known(kind: Kind, data: Path, options: argparse.Namespace) -> Rows:
    """The rows to go on from; data of something else is not overwritten either."""
    try:
        table = earlier(kind, data)
        if table is None or not options.resume:
            return {}
        return known(kind, table, quick=options.quick)
    except OtherData as error:
        mend = "name another --out, or move that file away"
        raise UsageError(f"{data}: is not this data of {kind.name}: {error}; {mend}") from None
    except OSError as error:
        raise UsageError(f"{data}: cannot be read: {cause(error)}; name another --out") from None


def _computed(kind: Kind, data: Path, before: Rows, options: argparse.Namespace) -> Table:
    with _progress(kind, options.quick) as say:
        jobs = options.jobs or cores()
        return compute(kind, data, before, quick=options.quick, jobs=jobs, say=say)


@contextmanager
def _progress(kind: Kind, quick: bool) -> Iterator[Callable[[int, Task | None], None]]:
    """What is told of each piece of work: a bar on a terminal, a line now and then elsewhere."""
    console = Console(highlight=False, soft_wrap=True)
    total = len(kind.tasks(quick))
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    shown = bar.add_task(kind.name, total=total)

    def say(done: int, task: Task | None) -> None:
        bar.update(shown, completed=done)
        if console.is_terminal:
            return
        if task is None:
            console.print(f"{kind.name}: {done} of {total} pieces of data computed before")
        elif done == total or done % LINE_EVERY == 0:
            console.print(f"{done} of {total}: {' '.join(task)}", markup=False)

    with bar:
        yield say


def _draw(kind: Kind, table: Table, out: Path) -> None:
    drawn = picture(kind, table)
    write_atomically(out.with_suffix(SVG), drawn.svg)
    _write_bytes(out.with_suffix(PNG), image(kind, table))
    console = Console(highlight=False, soft_wrap=True)
    console.print(drawn.caption, markup=False, soft_wrap=False)
    names = ", ".join(str(out.with_suffix(suffix)) for suffix in (SVG, PNG, CSV))
    console.print(f"written: {names}", markup=False)


def _write_bytes(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}.partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
