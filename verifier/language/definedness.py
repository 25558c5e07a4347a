"""When a term or proposition is defined, as a proposition of the same language."""

from __future__ import annotations

from fractions import Fraction

from verifier.language.binding import bare_random, shift
from verifier.language.terms import (
    FALSE,
    TRUE,
    ZERO,
    And,
    Big,
    Bound,
    Domain,
    Exists,
    Expectation,
    ForAll,
    HasLaw,
    Implies,
    Independent,
    IndexRange,
    LanguageError,
    Naturals,
    Node,
    Not,
    Number,
    Op,
    Or,
    Partial,
    Probability,
    Proposition,
    Relation,
    SameLaw,
    Term,
    children,
    is_natural,
)


def conjunction(*parts: Proposition) -> Proposition:
    """The parts joined, with truths and repetitions left out; one part stands for itself."""
    flat: dict[Proposition, None] = {}
    for part in parts:
        for item in part.args if isinstance(part, And) else (part,):
            flat[item] = None
    return next(iter(flat)) if len(flat) == 1 else And(tuple(flat))


def for_all(domain: Domain, body: Proposition, hint: str = "i") -> Proposition:
    """`ForAll`, or truth where the body is truth."""
    return TRUE if body == TRUE else ForAll(domain, body, hint)


def defined(node: Node) -> Proposition:
    """The condition under which a term or proposition is defined, read from left to right.

    Derivatives and expectations have no such condition in the language: they are defined where
    their relation `x == x` holds, and that is what stands for them.  Kept with the node.
    """
    known: Proposition | None = node.__dict__.get("_defined")
    if known is None:
        known = node.__dict__["_defined"] = _defined(node)
    return known


def _defined(node: Node) -> Proposition:
    match node:
        case Op("div", (a, b)):
            return conjunction(defined(a), defined(b), _nonzero(b))
        case Op("pow", (a, b)):
            return conjunction(defined(a), defined(b), _power(a, b))
        case Op(name, (a,)):
            return conjunction(defined(a), _elementary(name, a))
        case Big(operation, upper, omit, body, hint):
            domain = IndexRange(upper, omit)
            inner = for_all(domain, defined(body), hint)
            if operation in ("max", "min"):
                return conjunction(Exists(domain, Relation("<=", ZERO, ZERO), hint), inner)
            return inner
        case Partial() | Expectation():
            return Relation("==", node, node)
        case Probability(event):
            return _certainly(defined(event))
        case And((first, *rest)):
            remaining = defined(And(tuple(rest)))
            return conjunction(defined(first), _guarded(first, remaining))
        case Or((first, *rest)):
            remaining = defined(Or(tuple(rest)))
            return conjunction(defined(first), _guarded(Not(first), remaining))
        case Implies(premise, conclusion):
            return conjunction(defined(premise), _guarded(premise, defined(conclusion)))
        case ForAll(domain, body, hint) | Exists(domain, body, hint):
            return for_all(domain, defined(body), hint)
        case Term() | Proposition():
            return conjunction(*(defined(child) for child, _ in children(node)))
    return TRUE


def _guarded(guard: Proposition, part: Proposition) -> Proposition:
    return TRUE if part == TRUE else Implies(guard, part)


def _certainly(condition: Proposition) -> Proposition:
    if bare_random(condition):
        raise LanguageError("whether an event is defined must not depend on the outcome")
    return condition


def _nonzero(term: Term) -> Proposition:
    if isinstance(term, Number):
        return TRUE if term.value else FALSE
    return Relation("!=", term, ZERO)


def _power(base: Term, exponent: Term) -> Proposition:
    """a**n for an integer n (0**0 and 0**-n undefined), for a > 0, for a = 0 < b.

    The condition is exact and asks for the value of the exponent, not for its form: otherwise
    putting 2 for n in x**n would change what it says of negative x.
    """
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        return TRUE if exponent.value > 0 else _nonzero(base)
    if isinstance(base, Number) and base.value > 0:
        return TRUE
    positive_exponent = Relation("<", ZERO, exponent)
    if is_natural(exponent):
        return Or((positive_exponent, _nonzero(base)))
    at_zero = conjunction(Relation("==", base, ZERO), positive_exponent)
    whole, number = shift(exponent, 1), Bound(0)
    is_integer = Or((Relation("==", whole, number), Relation("==", whole, -number)))
    below = And((Relation("<", base, ZERO), Exists(Naturals(0), is_integer, "n")))
    return Or((Relation("<", ZERO, base), at_zero, below))


def _elementary(name: str, argument: Term) -> Proposition:
    one = Number(Fraction(1))
    match name:
        case "log":
            return ZERO < argument
        case "sqrt":
            return ZERO <= argument
        case "tan":
            return Relation("!=", Op("cos", (argument,)), ZERO)
        case "asin" | "acos":
            return conjunction(-one <= argument, argument <= one)
    return TRUE


def implies_definedness(proposition: Proposition) -> bool:
    """Whether the proposition is true only if all its terms are defined."""
    match proposition:
        case Relation() | Independent() | SameLaw() | HasLaw():
            return True
        case And(args):
            return all(implies_definedness(arg) for arg in args)
        case ForAll(_, body):
            return implies_definedness(body)
    return False


def membership(domain: Domain, value: Term) -> tuple[Proposition, ...]:
    """What it means that `value` lies in `domain`; the empty tuple for the reals."""
    if isinstance(domain, IndexRange):
        outside = tuple(Relation("!=", value, omitted) for omitted in domain.omit)
        return (Number(Fraction(1)) <= value, value <= domain.upper, *outside)
    if domain.sort == "natural":
        return (Number(Fraction(domain.start)) <= value,)  # type: ignore[union-attr]
    return ()
