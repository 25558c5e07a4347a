"""`escape`: what reaches the counting, what is printed of it, and every kind of unusable input."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verifier.cli import main
from verifier.cli.escaping import SCHEMA_FILE
from verifier.descent.event import Event
from verifier.descent.initialisation import near_identity, xavier_gaussian, xavier_uniform
from verifier.escape import Outcome, Request
from verifier.report.processes import environment

Captured = pytest.CaptureFixture[str]
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
BASE = ("--loss", "squared", "--step", "1/50", "--event", "flipped-min<=1/2")
START = ("--weights", "21/20,19/20,1")
DEPTH = ("--depth", "4")
HUGE = 7 * 10**1400 + 123456


class Counting:
    """Stands in for the counting: keeps the requests, gives one outcome to all of them."""

    def __init__(self) -> None:
        self.outcome = reached(919493)
        self.requests: list[Request] = []
        self.said = ["from [x] = 1 to 0"]
        self.failure: BaseException | None = None
        self.shown = False

    def __call__(
        self,
        request: Request,
        progress: Callable[[str], None] | None = None,
        folder: Path | None = None,
    ) -> Outcome:
        self.requests.append(request)
        self.shown = progress is not None
        if progress is not None:
            for line in self.said:
                progress(line)
        if self.failure is not None:
            raise self.failure
        return self.outcome


def reached(lower: int, upper: int | None = None) -> Outcome:
    """The event holds first in lower..upper."""
    last = lower if upper is None else upper
    return Outcome(
        "reached", lower, last, "certified counting", "", ("escape/reduction",), ("the integrals",)
    )


def settled(outcome: Any, reason: str) -> Outcome:
    """No iteration, for a reason."""
    return Outcome(outcome, None, None, "stepping", reason, (), ())


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    fake = Counting()
    monkeypatch.setattr("verifier.escape.escape", fake)
    return fake


def escape(*arguments: object) -> int:
    return main(["escape", *map(str, arguments)])


def printed(capsys: Captured) -> dict[str, Any]:
    said = capsys.readouterr()
    assert not said.err
    data: dict[str, Any] = json.loads(said.out, parse_constant=pytest.fail)
    jsonschema.validate(data, SCHEMA)
    return data


def complaint(capsys: Captured) -> str:
    """The one line that there is."""
    said = capsys.readouterr()
    assert not said.out
    (line,) = said.err.splitlines()
    assert line.startswith("verifier: ") and line.isprintable() and len(line) < 700
    return line.removeprefix("verifier: ")


# What is asked for


def test_request(counting: Counting) -> None:
    assert escape(*BASE, *START, "--target=-1/2", "--method", "stepping", "--max-steps", "1e7",
                  "--precision", 300) == 0  # fmt: skip
    assert counting.requests == [
        Request(
            loss="squared",
            target=Fraction(-1, 2),
            step=Fraction(1, 50),
            weights=(Fraction(21, 20), Fraction(19, 20), Fraction(1)),
            event=Event("flipped-min", Fraction(1, 2)),
            method="stepping",
            max_steps=10**7,
            bits=300,
        )
    ]


def test_defaults(counting: Counting) -> None:
    assert escape(*BASE, *START) == 0
    (request,) = counting.requests
    assert (request.target, request.method) == (None, "auto")
    assert (request.max_steps, request.bits) == (10**6, 128)


@pytest.mark.parametrize("target", ["-1", "-1/2", "-.5", "-1e-3", "1", "0"])
def test_numbers_may_begin_with_a_minus(target: str, counting: Counting) -> None:
    for way in (("--target", target), (f"--target={target}",)):
        assert escape(*BASE, "--weights", f"{target},2", *way) == 0
    for request in counting.requests:
        assert request.target == request.weights[0] == Fraction(target)


@pytest.mark.parametrize("loss", ["logistic", "(p+1)**4/4", "-log(2-p)", "-p"])
def test_losses_are_passed_on(loss: str, counting: Counting) -> None:
    assert escape(*BASE, *START, "--loss", loss) == 0
    assert counting.requests[0].loss == loss


@pytest.mark.parametrize(
    ("options", "weights"),
    [
        (("--init", "near-identity", "--radius", "1/64"), near_identity(4, Fraction(1, 64), 0)),
        (("--init", "near-identity", "--radius", 0, "--seed", 3), (Fraction(1),) * 4),
        (("--init", "xavier-gaussian", "--seed", 7), xavier_gaussian(4, 7)),
        (("--init", "xavier-uniform", "--seed", "7"), xavier_uniform(4, 7)),
    ],
)
def test_random_starts(
    options: tuple[object, ...], weights: tuple[Fraction, ...], counting: Counting
) -> None:
    assert escape(*BASE, *DEPTH, *options) == 0
    assert counting.requests[0].weights == weights


# What is printed


def test_json(counting: Counting, capsys: Captured) -> None:
    assert escape(*BASE, *START, "--json") == 0
    found = printed(capsys)
    assert found.pop("seconds") >= 0
    assert found == {
        "event": "flipped-min<=1/2",
        "k": 3,
        "step": "1/50",
        "weights": ["21/20", "19/20", "1"],
        "outcome": "reached",
        "iterations": {"lower": 919493, "upper": 919493},
        "exact": True,
        "method": "certified counting",
        "reason": "",
        "relative_width": 0.0,
        "rests_on": {"proved": ["escape/reduction"], "computed": ["the integrals"]},
    }
    assert not counting.shown
    assert escape(*BASE, *START, "--json", "-") == 0
    assert printed(capsys)["exact"]


@pytest.mark.parametrize("start", [HUGE, 10**120_000], ids=["1401 digits", "120001 digits"])
def test_huge_integers(start: int, counting: Counting, capsys: Captured) -> None:
    limit = sys.get_int_max_str_digits()
    try:
        counting.outcome = reached(start, start + start // 10**6)
        assert escape(*BASE, *START, "--json") == 0
        sys.set_int_max_str_digits(0)
        found = printed(capsys)
        assert found["iterations"] == {"lower": start, "upper": start + start // 10**6}
        assert not found["exact"] and found["relative_width"] == pytest.approx(1e-6, rel=1e-5)
    finally:
        sys.set_int_max_str_digits(limit)


def test_a_width_beyond_floats_is_not_exact(counting: Counting, capsys: Captured) -> None:
    counting.outcome = reached(HUGE, HUGE + 1)
    assert escape(*BASE, *START, "--json") == 0
    found = printed(capsys)
    assert (found["exact"], found["relative_width"]) == (False, 0.0)
    counting.outcome = reached(1, HUGE)
    assert escape(*BASE, *START, "--json") == 0
    assert printed(capsys)["relative_width"] == 1.0


@pytest.mark.parametrize(("outcome", "code"), [("never", 0), ("diverges", 0), ("unknown", 3)])
def test_outcomes_without_an_iteration(
    outcome: str, code: int, counting: Counting, capsys: Captured
) -> None:
    counting.outcome = settled(outcome, "for a [good] reason")
    assert escape(*BASE, *START, "--json") == code
    found = printed(capsys)
    assert (found["outcome"], found["reason"]) == (outcome, "for a [good] reason")
    assert (found["iterations"], found["exact"], found["relative_width"]) == (None, False, None)
    assert escape(*BASE, *START) == code
    assert "for a [good] reason" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (reached(1), "first holds at iteration 1, the start (exact)"),
        (reached(919493), "first holds at iteration 919493 (exact)"),
        (
            reached(2201897012266, 2201897012302),
            "first holds between iterations 2.2018970122e12 (2201897012266) and "
            "2.2018970123e12 (2201897012302), relative width 1.6e-11",
        ),
        (
            reached(HUGE),
            "first holds at iteration 7.0000000000e1400 (70000000000000000000...0000123456, "
            "1401 digits) (exact)",
        ),
        (settled("never", "so"), "never holds: so"),
        (settled("diverges", "so"), "never holds, the run diverges: so"),
    ],
)
def test_headlines(outcome: Outcome, line: str, counting: Counting, capsys: Captured) -> None:
    counting.outcome = outcome
    assert escape(*BASE, *START) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"flipped-min<=1/2 {line}"


def test_text_for_people(counting: Counting, capsys: Captured) -> None:
    assert escape(*BASE, *START) == 0
    said = capsys.readouterr()
    _, numbers, *rest = said.out.splitlines()
    assert numbers.startswith("  k = 3, step 1/50, ") and numbers.endswith(" s")
    assert rest == [
        "  by certified counting",
        "  proved: escape/reduction",
        "  computed in balls: the integrals",
    ]
    assert not said.err and not counting.shown  # no terminal: no progress
    counting.outcome = settled("unknown", "too few steps")
    assert escape(*BASE, *START) == 3
    said = capsys.readouterr()
    assert said.out.startswith("unknown when flipped-min<=1/2 first holds: too few steps\n")


def test_long_numbers_are_shortened_for_people(counting: Counting, capsys: Captured) -> None:
    arguments = (*START, "--loss", "logistic", "--step", "1e-300", "--event", "loss<=-1e-900")
    assert escape(*arguments) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) < 120
    assert escape(*arguments, "--json") == 0
    found = printed(capsys)
    assert found["step"] == f"1/1{'0' * 300}" and found["event"] == f"loss<=-1/1{'0' * 900}"


class Terminal(io.StringIO):
    """Standard error as on a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_only(
    counting: Counting, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert escape(*BASE, *START) == 0
    assert counting.shown and "from [x] = 1 to 0" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert escape(*BASE, *START, "--json") == 0
    assert not counting.shown and not sys.stderr.getvalue()  # type: ignore[attr-defined]


# Unusable input

UNUSABLE = [
    # numbers
    (["--weights", "0.1,x"], "--weights: 'x' is not a rational: write it like"),
    (["--weights", "1,nan"], "--weights: 'nan' is not a rational"),
    (["--weights", "1,inf"], "--weights: 'inf' is not a rational"),
    (["--weights", "sqrt(2)"], "--weights: 'sqrt(2)' is not a rational"),
    (["--weights", "1/0,1"], "--weights: '1/0' divides by zero"),
    (["--weights", ""], "--weights: a weight is missing"),
    (["--weights", "1,,2"], "--weights: a weight is missing"),
    (["--weights", "1,2,"], "--weights: a weight is missing"),
    ([*START, "--step", "0"], "--step: 0 is not positive: give a rational > 0"),
    ([*START, "--step", "-1/50"], "--step: -1/50 is not positive"),
    ([*START, "--step", "pi"], "--step: 'pi' is not a rational"),
    ([*START, "--step", ""], "--step: '' is not a rational"),
    ([*START, "--target", "e"], "--target: 'e' is not a rational"),
    ([*START, "--precision", "52"], "--precision: a precision of 52 bits is not in 53..10000"),
    ([*START, "--precision", "10001"], "--precision: a precision of 10001 bits is not in 53.."),
    ([*START, "--precision", "many"], "--precision: 'many' is not a natural number"),
    ([*START, "--max-steps", "-1"], "--max-steps: '-1' is not a natural number"),
    ([*START, "--max-steps", "1.5"], "--max-steps: '1.5' is not a natural number"),
    # names
    ([*START, "--event", "max<=1"], "--event: no event 'max<=1': use min<=R, flipped-min<=R"),
    ([*START, "--event", "min"], "--event: no event 'min'"),
    ([*START, "--event", "min<1"], "--event: no event 'min<1'"),
    ([*START, "--event", "min<=x"], "--event: 'x' is not a rational"),
    ([*START, "--method", "guessing"], "argument --method: invalid choice: 'guessing'"),
    ([*START, "--loss", "logistic", "--target", "-1"], "--target is for squared and squared-full"),
    ([*START, "--loss", "p**2", "--target", "-1"], "--target is for squared and squared-full"),
    ([*START, "--json", "out.json"], "argument --json: invalid choice: 'out.json'"),
    # what does not go together
    ([], "no start: give --weights a,b,... or --depth K --init KIND"),
    (["--init", "xavier-uniform"], "no start"),
    ([*START, *DEPTH], "--weights and --depth both name a start"),
    ([*START, "--init", "xavier-uniform"], "--init is for a random start"),
    ([*START, "--radius", "1"], "--radius is for a random start"),
    ([*START, "--seed", "0"], "--seed is for a random start"),
    (DEPTH, "--depth needs --init"),
    ([*DEPTH, "--init", "zeros"], "no initialisation 'zeros': use one of near-identity"),
    ([*DEPTH, "--init", "near-identity"], "near-identity needs a radius >= 0"),
    ([*DEPTH, "--init", "near-identity", "--radius", "-1"], "near-identity needs a radius >= 0"),
    ([*DEPTH, "--init", "xavier-gaussian", "--radius", "1"], "xavier-gaussian has no radius"),
    ([*DEPTH, "--init", "xavier-gaussian", "--seed", "-1"], "--seed: '-1' is not a natural"),
    ([*DEPTH, "--init", "xavier-gaussian", "--seed", ""], "--seed: '' is not a natural"),
    (["--depth", "-3", "--init", "xavier-uniform"], "--depth: '-3' is not a natural number"),
    (["--depth", "0", "--init", "xavier-uniform"], "depth 0 is not in 1..1000000"),
    (["--depth", "2.5", "--init", "xavier-uniform"], "--depth: '2.5' is not a natural number"),
    (["--depth", "1e9", "--init", "xavier-uniform"], "depth 1000000000 is not in 1..1000000"),
    (["--depth", "1e9999", "--init", "xavier-uniform"], "depth 1000000"),
    (["--depth", "1e6", "--init", "xavier-uniform", "--precision", "10000"],
     "1000000 weights of 10000 bits are beyond memory: lower --depth"),
    (["--depth", "1e6", "--init", "near-identity", "--radius", "1e-9999"], "1000000 weights of"),
    # what argparse says
    ([*START, "--unknown", "1"], "unrecognized arguments: --unknown"),
    ([*START, "-j"], "unrecognized arguments:  -j"),
    ([*START, "two\nlines\x1b[31m"], "unrecognized arguments: two\\nlines\\x1b[31m"),
    ([*START, "--target"], "argument --target: expected one argument"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "wanted"), UNUSABLE, ids=lambda part: ascii(part)[:60])
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_unusable_input(
    arguments: list[str], wanted: str, form: list[str], counting: Counting, capsys: Captured
) -> None:
    assert escape(*BASE, *form, *arguments) == 2
    assert complaint(capsys).startswith(wanted)
    assert not counting.requests


@pytest.mark.parametrize("lacking", ["--loss", "--step", "--event"])
def test_what_is_required(lacking: str, counting: Counting, capsys: Captured) -> None:
    at = BASE.index(lacking)
    assert escape(*BASE[:at], *BASE[at + 2 :], *START) == 2
    assert complaint(capsys).startswith(f"the following arguments are required: {lacking};")


def test_long_input_is_shortened(counting: Counting, capsys: Captured) -> None:
    assert escape(*BASE, *START, "x" * 100_000) == 2
    assert complaint(capsys).startswith("unrecognized arguments: xxx")


def test_what_the_counting_refuses(counting: Counting, capsys: Captured) -> None:
    counting.failure = ValueError("Abs(p) is not differentiable at 0:\nuse another loss")
    assert escape(*BASE, *START, "--loss", "Abs(p)", "--json") == 2
    assert complaint(capsys) == "Abs(p) is not differentiable at 0:\\nuse another loss"


def test_no_memory(counting: Counting, capsys: Captured) -> None:
    counting.failure = MemoryError()
    assert escape(*BASE, *START) == 2
    assert complaint(capsys).startswith("out of memory: lower the depth")


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_interrupted(form: list[str], counting: Counting, capsys: Captured) -> None:
    counting.failure = KeyboardInterrupt()
    assert escape(*BASE, *START, *form) == 130
    assert complaint(capsys) == "interrupted"


def pretended(body: str) -> list[str]:
    """The command line of a process whose counting does this."""
    code = (
        "import sys, time\nimport verifier.escape\nfrom verifier.cli import main\n"
        f"def counting(request, progress=None, folder=None):\n    {body}\n"
        "verifier.escape.escape = counting\nsys.exit(main(sys.argv[1:]))\n"
    )
    return [sys.executable, "-c", code, "escape", *BASE, *START]


def test_ctrl_c() -> None:
    child = subprocess.Popen(
        pretended("print('counting', flush=True); time.sleep(60)"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "counting\n"
    os.kill(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, "", "verifier: interrupted\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_where_nothing_can_be_written() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            pretended("return verifier.escape.Outcome('reached', 1, 1, '', '', (), ())"),
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), check=False,
            timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "verifier: standard output: cannot be written: no space left on device\n"


def test_help(capsys: Captured) -> None:
    assert escape("--help") == 0
    said = capsys.readouterr().out
    assert "--max-steps" in said and "flipped-min<=R" in said
    assert main(["--help"]) == 0
    assert "count the iterations" in capsys.readouterr().out


def test_only_what_is_needed_is_imported() -> None:
    heavy = ("sympy", "scipy", "z3", "numpy", "flint", "rich", "verifier.decide")
    code = (
        "import sys; from verifier.cli import main; main(['escape', '--help']); "
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env=environment(),
    )  # fmt: skip
    assert ran.stderr.strip() == "[]"


# Whatever is typed

NAMES = [
    "--loss", "--target", "--step", "--weights", "--depth", "--init", "--radius", "--seed",
    "--event", "--method", "--max-steps", "--precision", "--json",
]  # fmt: skip
NUMBERS = [
    "0", "1", "-1", "1/50", "-1/2", "1e-12", "1e9", "-3", "1/0", "nan", "inf", "-inf", "1e999999",
    "9" * 5000, "1_000", "\u0661", "0x10", "1e5", "+1", "", " ", ".", "-", "--", "*", "\x00",
]  # fmt: skip
WORDS = [
    "squared", "squared-full", "logistic", "p**2", "near-identity", "xavier-gaussian",
    "xavier-uniform", "auto", "certified", "stepping", "min<=1/2", "flipped-min<=0", "loss<=1e-12",
    "product<=", "<=", "1,2,3", "1,,2", ",", "-1,1/2", "\udcff", "\n", "\x1b[31m", "-h",
]  # fmt: skip
VALUES = st.sampled_from(NUMBERS + WORDS) | st.text(max_size=6)
OPTIONS = st.lists(
    st.tuples(st.sampled_from(NAMES), VALUES)
    | st.tuples(VALUES)
    | st.tuples(st.sampled_from(NAMES)),
    max_size=6,
)
WHOLE = st.sampled_from(
    [(), (*BASE,), (*BASE, *START), (*BASE, *DEPTH, "--init", "xavier-uniform")]
)


@contextlib.contextmanager
def pretending(found: Outcome) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verifier.escape.escape", lambda request, progress=None, folder=None: found)
        yield


@given(WHOLE, OPTIONS)
@example((*BASE, *START), [("--seed", "\udcff")])
@example((*BASE,), [("--depth", "1e6"), ("--init", "near-identity"), ("--radius", "9" * 3000)])
@settings(max_examples=300, deadline=None)
def test_nothing_that_is_typed_gives_a_traceback(
    whole: tuple[str, ...], options: list[tuple[str, ...]]
) -> None:
    arguments = [*whole, *(part for option in options for part in option)]
    out, err = io.StringIO(), io.StringIO()
    with (
        pretending(reached(919493)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = escape(*arguments)
    if code == 2:
        (line,) = err.getvalue().splitlines()
        assert line.startswith("verifier: ") and line.isprintable() and not out.getvalue()
    else:
        assert code == 0 and out.getvalue() and not err.getvalue()
        if out.getvalue().startswith("{"):
            jsonschema.validate(json.loads(out.getvalue()), SCHEMA)


@given(
    lower=st.integers(1, 10**40) | st.integers(1, 10**40).map(lambda n: 10**1400 + n),
    more=st.integers(0, 10**3) | st.integers(0, 10**1500),
)
@settings(max_examples=100, deadline=None)
def test_every_enclosure_is_printed_as_it_is(lower: int, more: int) -> None:
    upper, out = lower + more, io.StringIO()
    with pretending(reached(lower, upper)), contextlib.redirect_stdout(out):
        assert escape(*BASE, *START, "--json") == 0
    found = json.loads(out.getvalue())
    jsonschema.validate(found, SCHEMA)
    assert found["iterations"] == {"lower": lower, "upper": upper}
    assert found["exact"] == (lower == upper)
    width = found["relative_width"]
    assert abs(Fraction(width) - Fraction(more, upper)) <= Fraction(1, 2**53) * Fraction(width) + (
        Fraction(1, 2**1074)
    )


# The real counting


def test_a_short_run_in_full(capsys: Captured) -> None:
    """A run that is short enough for exact rationals: k = 1, w' = w - (w + 1)/2."""
    weight, iteration = Fraction(3), 1
    while weight > Fraction(-9, 10):
        weight, iteration = weight - (weight + 1) / 2, iteration + 1
    arguments = ("--loss", "squared", "--step", "1/2", "--weights", 3, "--event", "min<=-9/10")
    assert escape(*arguments, "--json") == 0
    found = printed(capsys)
    assert found["exact"] and found["iterations"] == {"lower": iteration, "upper": iteration}


@pytest.mark.parametrize(
    ("loss", "said"), [("Abs(p)", "differentiable"), ("hinge", ""), ("q**2", ""), ("p +", "")]
)
def test_losses_that_cannot_be_used(loss: str, said: str, capsys: Captured) -> None:
    assert escape(*BASE, *START, "--loss", loss) == 2
    assert said in complaint(capsys)
