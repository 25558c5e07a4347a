"""Certified counts against stepping, and each kind of answer."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verifier.descent.backend import Problem
from verifier.descent.certified.balls import Refusal
from verifier.descent.certified.enclosure import leap
from verifier.descent.certified.passage import Clock
from verifier.descent.certified.quadrature import integral
from verifier.descent.event import Event, parse_event
from verifier.descent.explicit import ExplicitRun
from verifier.descent.fall import FALLING
from verifier.descent.initialisation import Initialisation
from verifier.escape import LEMMAS, Outcome, Request, escape
from verifier.loss.expression import loss

MOST = 20_000  # updates of the runs that are compared with


def ask(
    weights: str | tuple[Fraction, ...],
    event: str,
    step: str = "1/100",
    name: str = "squared",
    target: str | None = None,
    **options: object,
) -> Outcome:
    start = tuple(map(Fraction, weights.split(","))) if isinstance(weights, str) else weights
    goal = None if target is None else Fraction(target)
    request = Request(name, goal, Fraction(step), start, parse_event(event), **options)  # type: ignore[arg-type]
    return escape(request)


def truth(weights: tuple[Fraction, ...], event: Event, step: Fraction, name: str) -> int | None:
    run = ExplicitRun(Problem(loss(name), step, weights), event, 300)
    run.advance(MOST)
    return run.iteration if run.found else None


starts = st.builds(
    Initialisation,
    st.sampled_from(["near-identity"]),
    st.integers(2, 7),
    st.integers(0, 10**6),
    st.sampled_from([Fraction(1, 2), Fraction(1, 8)]),
) | st.builds(
    Initialisation,
    st.sampled_from(["xavier-gaussian", "xavier-uniform"]),
    st.integers(1, 7),
    st.integers(0, 10**6),
)
events = st.sampled_from(
    [
        "flipped-min<=1/2",
        "flipped-min<=0",
        "flipped-min<=-1/4",
        "min<=-1/2",
        "product<=0",
        "product<=-1/2",
        "loss<=1/10",
        "loss<=1e-6",
        "loss<=13/20",
    ]
)
losses = st.sampled_from(["squared", "squared-full", "logistic", "(p+1)**4/4", "p+exp(p)/3"])


@given(starts, events, losses, st.integers(50, 1_000), st.integers(20, 200))
@settings(max_examples=25, deadline=None)
def test_a_leap_from_a_stepped_state_encloses_the_true_iteration(
    start: Initialisation, text: str, name: str, updates: int, inverse: int
) -> None:
    weights, event, step = start.weights(), parse_event(text), Fraction(1, inverse)
    problem = Problem(loss(name), step, weights)
    run = ExplicitRun(problem, event, 160)
    run.advance(updates)
    assume(run.found is False)
    try:
        found = leap(problem, event, run, 160)
    except Refusal:
        assume(False)
    known = truth(weights, event, step, name)
    if known is None:
        assert found.upper > MOST + 1
    else:
        assert found.lower <= known <= found.upper


def test_a_clock_without_its_correction_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    # int dx/g alone, without log(g(high)/g(low))/2, must miss the true iteration
    def uncorrected(hand: Clock, low: object, high: object) -> object:
        return integral(lambda z, a: 1 / hand.field.field(z, a), low, high, hand.bits)

    event, step = Event("product", Fraction(0)), Fraction(1, 1000)
    missed = 0
    for seed in range(8):
        start = Initialisation("near-identity", 5, seed, Fraction(1, 2)).weights()
        problem = Problem(loss("squared"), step, start)
        known = truth(start, event, step, "squared")
        assert known is not None
        run = ExplicitRun(problem, event, 160)
        run.advance(200)
        found = leap(problem, event, run, 160)
        assert found.lower <= known <= found.upper
        with monkeypatch.context() as patched:
            patched.setattr(Clock, "between", uncorrected)
            wrong = leap(problem, event, run, 160)
        missed += not wrong.lower <= known <= wrong.upper
    assert missed


@pytest.mark.parametrize(
    ("weights", "event", "iteration"),
    [
        ("1,1,1/2", "flipped-min<=1/2", 1),
        ("1/3,1,2", "min<=1/3", 1),
        ("-1,2", "product<=-2", 1),
        ("0,1", "loss<=1/2", 1),
    ],
)
def test_a_start_that_satisfies_the_event_is_iteration_one(
    weights: str, event: str, iteration: int
) -> None:
    answer = ask(weights, event)
    assert (answer.outcome, answer.lower, answer.upper) == ("reached", iteration, iteration)


@pytest.mark.parametrize(
    ("weights", "event", "options"),
    [
        ("1,1,1", "product<=0", {}),  # the least modulus twice
        ("1,1,1", "loss<=1/2", {}),
        ("0,0,3", "product<=-1/2", {}),  # stationary
        ("1,2", "product<=1", {"target": "1"}),  # the target is the limit
        ("1,2", "loss<=0", {"target": "1"}),
        ("1,2", "flipped-min<=1/2", {"target": "9"}),  # growing
        ("1,-2", "flipped-min<=1/2", {"name": "logistic"}),
        ("1,2", "loss<=0", {"name": "logistic"}),
        ("1,2,3/2", "loss<=0", {}),
    ],
)
def test_what_never_happens_is_proved_never_to(
    weights: str, event: str, options: dict[str, str]
) -> None:
    answer = ask(weights, event, **options)  # type: ignore[arg-type]
    assert answer.outcome == "never"
    assert answer.reason
    assert answer.lower is None


def test_equal_weights_are_counted_to_the_exact_iteration_at_any_depth() -> None:
    answer = ask((Fraction(1),) * 300, "flipped-min<=1/2", "1/1000")
    assert answer.outcome == "reached"
    assert answer.lower == answer.upper
    assert answer.lower is not None and answer.lower > 10**80


def test_a_deep_run_is_enclosed_to_nine_digits() -> None:
    start = Initialisation("near-identity", 60, 5, Fraction(1, 60)).weights()
    for event in ("flipped-min<=1/2", "product<=0", "loss<=1/10"):
        answer = ask(start, event, "1/1000")
        assert answer.outcome == "reached"
        assert answer.lower is not None and answer.upper is not None
        assert answer.upper > 10**12
        assert Fraction(answer.upper - answer.lower, answer.upper) < Fraction(1, 10**8)


def test_certified_and_stepping_agree_where_both_reach() -> None:
    for seed in range(6):
        start = Initialisation("near-identity", 6, seed, Fraction(1, 3)).weights()
        for event in ("product<=0", "loss<=1/10"):
            stepped = ask(start, event, "1/200", method="stepping", max_steps=10**5)
            assert stepped.outcome == "reached" and stepped.lower == stepped.upper
            leapt = ask(start, event, "1/200", method="certified")
            assert leapt.outcome == "reached"
            assert leapt.lower <= stepped.lower <= leapt.upper  # type: ignore[operator]
            both = ask(start, event, "1/200")
            assert (both.lower, both.upper) == (stepped.lower, stepped.upper)


def test_what_is_not_proved_by_the_kernel_is_named() -> None:
    start = Initialisation("near-identity", 30, 1, Fraction(1, 30)).weights()
    answer = ask(start, "product<=0", "1/1000")
    assert "escape/clock" in answer.proved
    assert any("f'(p)" in line for line in answer.proved)
    assert any("not kernel proofs" in line for line in answer.computed)


def test_too_few_steps_leave_the_answer_open_with_the_reason() -> None:
    answer = ask("2,3,1/2", "loss<=1/10", "1/1000", method="stepping", max_steps=10)
    assert answer.outcome == "unknown"
    assert "max-steps" in answer.reason


def test_large_steps_are_found_to_diverge() -> None:
    answer = ask("2,3,1", "loss<=1/10", "3")
    assert answer.outcome == "diverges"
    assert answer.reason


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"method": "guessing"}, "method"),
        ({"max_steps": -1}, "max-steps"),
        ({"bits": 5}, "precision"),
        ({"step": "0"}, "step"),
        ({"name": "hinge"}, "hinge"),
        ({"name": "Abs(p)"}, "differentiable"),
        ({"name": "logistic", "target": "1"}, "target"),
    ],
)
def test_unusable_requests_say_why(change: dict[str, object], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        ask("1,2", "product<=0", **change)  # type: ignore[arg-type]


def test_an_interrupted_stepping_run_goes_on_where_it_was(tmp_path: Path) -> None:
    start = (Fraction(1), Fraction(9, 10), Fraction(4, 5))
    event, step = parse_event("loss<=1e-12"), Fraction(1, 2000)
    request = Request("squared", None, step, start, event, "stepping", 10**6)
    seen: list[int] = []

    def interrupt(line: str) -> None:
        seen.append(int(line.rsplit(maxsplit=1)[-1]))
        if seen[-1] > 10_000:
            raise KeyboardInterrupt

    whole = escape(request)
    assert whole.outcome == "reached" and whole.lower is not None and whole.lower > 15_000
    with pytest.raises(KeyboardInterrupt):
        escape(request, interrupt, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    after: list[int] = []
    again = escape(request, lambda line: after.append(int(line.split()[-1])), tmp_path)
    assert (again.lower, again.upper) == (whole.lower, whole.upper)
    assert min(after) >= 10_000
    assert not list(tmp_path.iterdir())


def test_a_run_whose_steps_were_used_up_goes_on_with_more(tmp_path: Path) -> None:
    start, event, step = (Fraction(3), Fraction(2)), parse_event("loss<=1e-6"), Fraction(1, 5000)
    short = Request("logistic", None, step, start, event, "stepping", 3_000)
    assert escape(short, None, tmp_path).outcome == "unknown"
    assert len(list(tmp_path.iterdir())) == 1
    longer = replace(short, max_steps=4_000)
    assert "4001" in escape(longer, None, tmp_path).reason


def test_the_lemmas_that_are_named_are_entries_expected_to_be_proved() -> None:
    from importlib import import_module
    from pkgutil import iter_modules

    import lemmas.escape

    names = [m.name for m in iter_modules(lemmas.escape.__path__) if not m.name.startswith("_")]
    entries = {
        lemma.id: lemma
        for lemma in (import_module(f"lemmas.escape.{name}").LEMMA for name in names)
    }
    others = {"escape/tie", "escape/growing", "escape/no-overshoot"}
    for name in {*LEMMAS, *FALLING, *others}:
        assert entries[name].expected == "proved"


def test_steps_go_on_when_no_leap_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MOST_LEAPS", 0), ("FEWEST_UPDATES", 500), ("MOST_UPDATES", 500)):
        monkeypatch.setattr(f"verifier.escape.{name}", value)
    start = Initialisation("near-identity", 6, 3, Fraction(1, 3)).weights()
    answer = ask(start, "product<=0", "1/200")
    assert (answer.outcome, answer.lower, answer.method) == ("reached", 2248, "stepping")
