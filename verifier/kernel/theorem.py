"""Theorems, and the one place where they are made.

A theorem `hypotheses |- conclusion` says: for all values of its free variables (naturals, reals)
and symbols (total functions; random families at one outcome), if every hypothesis is true then so
is the conclusion.  The meaning of truth with undefined terms is that of `verifier.language.terms`.

A rule is a function from premises and arguments to a `Conclusion`; `infer` applies it and records
the derivation, so that every proof is a value that can be written down and replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Annotated, Any, TypeVar, get_type_hints

from verifier.kernel.certificates.canonical import CertificateError
from verifier.language.binding import is_closed
from verifier.language.terms import MAX_SIZE, LanguageError, Node, Proposition, Term, size

MAX_HYPOTHESES = 1_000

CITED = {
    "am-gm": "AM-GM inequality",
    "cauchy-schwarz": "Cauchy-Schwarz inequality",
    "jensen": "Jensen's inequality",
    "markov": "Markov's inequality",
    "union-bound": "union bound",
    "independent-product": "expectation of a product of independent variables",
    "mean-value": "mean value theorem",
    "taylor": "second-order Taylor expansion on a segment",
    "gaussian-abs": "E|N(0,1)| = sqrt(2/pi)",
}


@dataclass(frozen=True)
class Conclusion:
    """What a rule yields: a proposition under hypotheses, and the theorems newly cited."""

    hypotheses: frozenset[Proposition]
    proposition: Proposition
    cited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Derivation:
    """The rule, premises and arguments by which a theorem was made."""

    rule: str
    premises: tuple[Theorem, ...]
    arguments: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, eq=False)
class Theorem:
    """A proposition proved under hypotheses.  Made by `infer` alone."""

    hypotheses: frozenset[Proposition]
    conclusion: Proposition
    cited: frozenset[str]
    derivation: Derivation = field(repr=False)
    seal: InitVar[object]  # not kept, so that no copy with other fields can be made of a theorem

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise CertificateError("a theorem can only be made by a rule")


_SEAL = object()
Rule = Callable[..., Conclusion]
F = TypeVar("F", bound=Rule)
Body = Annotated[Term, "open in the index that the rule binds"]


def rule(function: F) -> F:
    """Marks a function (premises, **arguments) -> Conclusion as an inference rule."""
    hints = get_type_hints(function, include_extras=True).items()
    function.bodies = {n for n, t in hints if t in (Body, Sequence[Body])}  # type: ignore[attr-defined]
    return function


def infer(function: Rule, /, *premises: Theorem, **arguments: Any) -> Theorem:
    """The theorem that a rule gives; raises `LanguageError` where it does not apply.

    Arguments are closed but for those of the type `Body`: a binder would capture an open index.
    """
    if (bodies := getattr(function, "bodies", None)) is None:
        raise CertificateError(f"{function.__name__} is not a rule")
    if any(type(premise) is not Theorem for premise in premises):
        raise CertificateError("a premise was not made by a rule")
    for name, value in arguments.items():
        parts = value if isinstance(value, Sequence) else (value,)
        if name not in bodies and any(isinstance(p, Node) and not is_closed(p) for p in parts):
            raise CertificateError(f"{function.__name__}: {name} has an open index")
    try:
        made = function(premises, **arguments)
    except LanguageError:
        raise
    except (
        TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RuntimeError,
    ) as error:  # fmt: skip
        # Premises or arguments of another number or kind than the rule takes, or beyond limits.
        raise CertificateError(f"{function.__name__} does not apply: {error}") from error
    new = made.hypotheses.difference(*(premise.hypotheses for premise in premises))
    if len(made.hypotheses) > MAX_HYPOTHESES:
        raise CertificateError(f"{function.__name__}: over {MAX_HYPOTHESES} hypotheses")
    for part in (*new, made.proposition):
        if size(part) > MAX_SIZE:
            raise CertificateError(f"{function.__name__}: a result has over {MAX_SIZE} parts")
        if not is_closed(part):
            raise CertificateError(f"{function.__name__}: an index is used outside of its binder")
    cited = made.cited.union(*(premise.cited for premise in premises))
    if not cited <= CITED.keys():
        raise CertificateError(f"{function.__name__} cites what is not on the list")
    derivation = Derivation(function.__name__, premises, tuple(arguments.items()))
    return Theorem(made.hypotheses, made.proposition, cited, derivation, _SEAL)


def conclude(
    premises: Iterable[Theorem],
    proposition: Proposition,
    drop: Iterable[Proposition] = (),
    cited: str | None = None,
) -> Conclusion:
    """The proposition under all hypotheses of the premises except those in `drop`."""
    hypotheses: frozenset[Proposition] = frozenset().union(*(p.hypotheses for p in premises))
    return Conclusion(
        hypotheses - frozenset(drop), proposition, frozenset([cited] if cited else [])
    )


def require(condition: bool, message: str) -> None:
    """Raises `CertificateError` with `message` unless `condition`."""
    if not condition:
        raise CertificateError(message)


def expect(proposition: Proposition, kind: type[Any], what: str) -> Any:
    """The proposition, which must be of a kind; raises `CertificateError` otherwise."""
    require(isinstance(proposition, kind), f"{what} is not of the form {kind.__name__}")
    return proposition
