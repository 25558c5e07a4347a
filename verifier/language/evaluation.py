"""One pass over a term or proposition on an instance, at the working precision.

Derivatives are computed by forward differentiation of values, independently of the calculus of
terms, so that evaluation is a check of it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from verifier.language.binding import Lambda, symbols
from verifier.language.cells import decide_reals
from verifier.language.closed_form import same_value
from verifier.language.instance import (
    Instance,
    Process,
    Run,
    free_levels,
    holding_by_form,
    polynomial_of,
)
from verifier.language.law import Law
from verifier.language.outcomes import (
    AND,
    ANY,
    IMPLIES,
    NOT,
    OR,
    F,
    S,
    T,
    U,
    bind,
    prevailing,
    relate,
)
from verifier.language.terms import (
    And,
    Application,
    Big,
    Bound,
    Constant,
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
    Not,
    Number,
    Op,
    Or,
    Partial,
    Probability,
    Proposition,
    Reals,
    Relation,
    SameLaw,
    Symbol,
    Term,
    Variable,
    is_natural,
    subnodes,
)
from verifier.language.values import (
    ONE,
    UNDEFINED,
    UNSURE,
    ZERO,
    Dual,
    Missing,
    Value,
    add,
    ball,
    div,
    elementary,
    extreme,
    limited,
    mul,
    neg,
    plain,
    power,
    split,
    sub,
)

RANGE_LIMIT = 100_000  # the longest sum, product or index range that is enumerated

_BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "add": add,
    "sub": sub,
    "mul": mul,
    "div": div,
}


class Evaluation:
    """Evaluates at one precision; remembers the rows of sequences.

    `rounded` tells whether any ball was made, hence whether a higher precision could help.
    """

    def __init__(self, instance: Instance, *, classical: bool = False) -> None:
        self.instance = instance
        self.classical = classical
        self.rounded = False
        self.outcome = instance.outcome
        self._bound: list[Value] = []
        self._values = {item: _internal(value) for item, value in instance.values.items()}
        self._holding = holding_by_form(instance)
        self._laws: dict[Symbol, list[tuple[Value, ...]]] = {}
        self._parameters: dict[Variable, Value] = {}
        self._by: list[tuple[Symbol, tuple[int, ...], int]] = []
        self._level = 0
        self._rows: dict[tuple[Symbol, int], list[tuple[Value, ...]]] = {}
        self._running: set[Symbol] = set()
        self._so_far = False  # whether a probability hung on an event that holds so far
        self._taking_so_far = False

    def push(self, value: Value) -> None:
        """Enters the body of a binder with a value for its index."""
        self._bound.append(value)

    def pop(self) -> None:
        """Leaves the body of the innermost binder."""
        self._bound.pop()

    @property
    def differentiating(self) -> bool:
        """Whether a derivative is being formed."""
        return bool(self._by)

    # Terms

    def term(self, term: Term) -> Value:
        """The value of a term whose open indices have values here."""
        return _TERMS[type(term)](self, term)

    def _number(self, term: Number) -> Value:
        return fmpq(term.value.numerator, term.value.denominator)

    def _constant(self, term: Constant) -> Value:
        self.rounded = True
        return arb.pi() if term.name == "pi" else arb.const_e()

    def _variable(self, term: Variable) -> Value:
        value = self._parameters.get(term)
        if value is None:
            value = self._values.get(term)
        if value is None:
            raise LanguageError(f"the instance has no value for {term.name}")
        return value

    def _bound_index(self, term: Bound) -> Value:
        return self._bound[-1 - term.level]

    def _op(self, term: Op) -> Value:
        name = term.name
        if len(term.args) == 1:
            (argument,) = term.args
            value = self.term(argument)
            result = neg(value) if name == "neg" else elementary(name, value)
        else:
            left, right = term.args
            a, b = self.term(left), self.term(right)
            if name in _BINARY:
                return _BINARY[name](a, b)
            result = power(a, b) if name == "pow" else extreme(name, a, b)
        if type(result) is not fmpq:
            self.rounded = True
        return result

    def indices(self, upper: Term, omit: tuple[Term, ...]) -> list[int]:
        """The indices 1..upper without those in `omit`."""
        last = self._natural(upper)
        if last > RANGE_LIMIT:
            raise LanguageError(f"a range of {last} indices is longer than {RANGE_LIMIT}")
        left_out = {self._natural(term) for term in omit}
        return [i for i in range(1, last + 1) if i not in left_out]

    def _natural(self, term: Term) -> int:
        return int(plain(self.term(term)).p)

    def _big(self, term: Big) -> Value:
        total: Value = {"sum": ZERO, "prod": ONE}.get(term.operation, UNDEFINED)
        first = term.operation in ("max", "min")
        for index in self.indices(term.upper, term.omit):
            self.push(fmpq(index))
            value = self.term(term.body)
            self.pop()
            if first:
                total, first = value, False
            elif term.operation == "sum":
                total = add(total, value)
            elif term.operation == "prod":
                total = mul(total, value)
            else:
                total = extreme(term.operation, total, value)
        return total

    def _partial(self, term: Partial) -> Value:
        by = term.by
        self._level += 1
        self._by.append((by.symbol, tuple(self._natural(arg) for arg in by.args), self._level))
        level, value = self._level, self.term(term.body)
        self._by.pop()
        self._level -= 1
        return value if isinstance(value, Missing) else split(level, value)[1]

    def _expectation(self, term: Expectation) -> Value:
        if any(symbol.random for symbol, _, _ in self._by):
            return UNSURE  # what is differentiated by is one value, the expectation over all
        total: Value = ZERO
        for probability, body in self._over_outcomes(lambda: self.term(term.body)):
            total = add(total, mul(probability, body))
        return total

    def _probability(self, term: Probability) -> Value:
        if any(symbol in symbols(term.event) for symbol, _, _ in self._by):
            return UNSURE  # it may jump
        certain, possible = ZERO, ZERO
        for probability, outcomes in self._over_outcomes(lambda: self.proposition(term.event)):
            if outcomes == U:
                return UNDEFINED
            if outcomes & U:
                return UNSURE
            sure = outcomes == T or (outcomes == S and self._taking_so_far)
            self._so_far = self._so_far or outcomes == S
            certain += probability if sure else ZERO
            possible += probability if outcomes & (T | S) else ZERO
        if certain == possible:
            return certain
        self.rounded = True
        return ball(certain).union(ball(possible))

    def _over_outcomes(self, evaluate: Callable[[], Any]) -> list[tuple[Any, Any]]:
        laws = self.instance.laws
        if not laws:
            return [(ONE, evaluate())]
        before, found = self.outcome, []
        for number, (probability, _) in enumerate(laws[0].outcomes):
            self.outcome = number
            found.append((_rational(probability), evaluate()))
        self.outcome = before
        return found

    # Applications

    def _application(self, term: Application) -> Value:
        symbol = term.symbol
        if symbol.sorts == ("real",):
            return self._function(symbol, self.term(term.args[0]), term.order)
        args = tuple(self._natural(arg) for arg in term.args)
        value = self._member(symbol, args)
        for head, wanted, level in self._by:
            if head == symbol and wanted == args and not isinstance(value, Missing):
                value = Dual(level, value, ONE)
        return value

    def _member(self, symbol: Symbol, args: tuple[int, ...]) -> Value:
        given = self._values.get(symbol)
        if given is None:
            raise LanguageError(f"the instance has no value for {symbol.name}")
        if isinstance(given, Process):
            given = self._run_at_outcome(given)
        if isinstance(given, Run):
            time = args[-1]
            row = self._row(symbol, given, time) if time >= 1 else ()
            index = args[0] if len(args) > 1 else 1
        elif isinstance(given, Law):
            rows = self._laws.get(symbol)
            if rows is None:
                rows = self._laws[symbol] = [
                    tuple(map(_rational, values)) for _, values in given.outcomes
                ]
            row, index = rows[self.outcome], args[0]
        else:
            row, index = given, args[0]
        return row[index - 1] if 1 <= index <= len(row) else ZERO

    def _run_at_outcome(self, process: Process) -> Run:
        law = self.instance.values.get(process.start) if process.start is not None else None
        row = law.outcomes[self.outcome][1] if isinstance(law, Law) else ()
        return Run((row,), process.recursion)

    def _row(self, symbol: Symbol, run: Run, time: int) -> tuple[Value, ...]:
        # A sequence that is not random is made of the random values at the instance's own outcome.
        outcome = self.outcome if symbol.random else self.instance.outcome
        place = (symbol, outcome)
        rows = self._rows.get(place)
        if rows is None:
            rows = self._rows[place] = [tuple(map(_rational, row)) for row in run.rows]
        if run.recursion is None:
            return rows[min(time, len(rows)) - 1]
        if len(rows) < time and symbol in self._running:
            return (UNSURE,) * len(rows[0])  # recursions that ask for each other's later rows
        while len(rows) < time:
            self._running.add(symbol)
            # A row is computed outside of every derivative, sum and expectation in progress.
            state = (self._bound, self._by, self._parameters, self.outcome)
            try:
                self._by, self._parameters, self.outcome = [], {}, outcome
                rows.append(self._next_row(run, len(rows)))
            finally:
                self._bound, self._by, self._parameters, self.outcome = state
                self._running.discard(symbol)
        return rows[time - 1]

    def _next_row(self, run: Run, time: int) -> tuple[Value, ...]:
        assert run.recursion is not None
        upper, right = run.recursion.upper, run.recursion.right
        if upper is None:
            self._bound = [fmpq(time)]
            return (self._limited(self.term(right)),)
        row = []
        self._bound = []
        for index in self.indices(upper, ()):
            self._bound = [fmpq(time), fmpq(index)]
            row.append(self._limited(self.term(right)))
        return tuple(row)

    def _limited(self, value: Value) -> Value:
        result = limited(value)
        if type(result) is not fmpq:
            self.rounded = True
        return result

    def _function(self, symbol: Symbol, argument: Value, order: int) -> Value:
        if isinstance(argument, Missing):
            return argument
        function = self._values.get(symbol)
        if not isinstance(function, Lambda):
            raise LanguageError(f"the instance has no value for {symbol.name}")
        if type(argument) is Dual:
            value = self._function(symbol, argument.value, order)
            slope = mul(self._function(symbol, argument.value, order + 1), argument.slope)
            return _joined(argument.level, value, slope)
        polynomial = polynomial_of(function)
        if polynomial is not None:
            for _ in range(order):
                polynomial = polynomial.derivative()
            return _polynomial_at(polynomial, argument)
        return self._apply(function, argument, order)

    def _apply(self, function: Lambda, argument: Value, order: int) -> Value:
        base = self._level
        for number in range(order):
            argument = Dual(base + 1 + number, argument, ONE)
        saved = self._parameters, self._by, self._bound
        self._parameters, self._by, self._bound = {function.parameters[0]: argument}, [], []
        self._level = base + order
        value = self.term(function.body)
        self._parameters, self._by, self._bound = saved
        self._level = base
        for number in reversed(range(order)):
            if not isinstance(value, Missing):
                value = split(base + 1 + number, value)[1]
        return value

    # Propositions: the set of outcomes that are possible

    def proposition(self, proposition: Proposition) -> int:
        """The possible outcomes of a proposition, as a set of bits; one bit if it is decided."""
        return _PROPOSITIONS[type(proposition)](self, proposition)

    def _relation(self, relation: Relation) -> int:
        self._so_far = False
        found = relate(relation.op, self.term(relation.left), self.term(relation.right))
        if found == T | F and self._so_far and not self._taking_so_far:
            found = self._relation_so_far(relation)
        if found == T | F and ctx.prec > 53 and same_value(relation, self):
            found = T if relation.op in ("==", "<=", ">=") else F
        if self.classical and found & U:
            found = F if found == U else T | F
        return found

    def _relation_so_far(self, relation: Relation) -> int:
        """A relation between probabilities, if the events that hold so far are taken to hold."""
        self._taking_so_far = True
        found = relate(relation.op, self.term(relation.left), self.term(relation.right))
        self._taking_so_far = False
        return S if found == T else T | F

    def _and(self, proposition: And) -> int:
        outcomes = T
        for part in proposition.args:
            if not outcomes & (T | S):
                break
            outcomes = bind(outcomes, AND, self.proposition(part))
        return outcomes

    def _or(self, proposition: Or) -> int:
        outcomes = F
        for part in proposition.args:
            if not outcomes & F:
                break
            outcomes = bind(outcomes, OR, self.proposition(part))
        return outcomes

    def _not(self, proposition: Not) -> int:
        return bind(self.proposition(proposition.arg), NOT, T)

    def _implies(self, proposition: Implies) -> int:
        premise = self.proposition(proposition.premise)
        if not premise & (T | S):
            return bind(premise, IMPLIES, T)
        return bind(premise, IMPLIES, self.proposition(proposition.conclusion))

    def _for_all(self, proposition: ForAll) -> int:
        if proposition in self._holding:
            return T
        if isinstance(proposition.domain, Reals):
            return decide_reals(proposition, self)
        outcomes = self._over(proposition.domain, proposition.body, (U, F, S, T))
        domain = proposition.domain
        if isinstance(domain, Naturals) and outcomes & T:
            last = self._last(proposition.body)
            if last is None or last >= domain.start + self.instance.horizon:
                outcomes = outcomes & ~T | S
        return outcomes

    def _last(self, body: Proposition) -> int | None:
        """A natural beyond which a body holds since a premise i <= n or i < n fails, if its form
        says so: comparisons of naturals may stand before that premise, as they are defined."""
        if not isinstance(body, Implies):
            return None
        premise, index = body.premise, Bound(0)
        for part in premise.args if isinstance(premise, And) else (premise,):
            match part:
                case Relation(op, low, high) if is_natural(low) and is_natural(high):
                    if op in (">", ">="):
                        op, low, high = ("<" if op == ">" else "<="), high, low
                    if op in ("<", "<=") and low == index and index not in subnodes(high):
                        self.push(fmpq(0))  # `high` is of one value at all indices
                        value = self.term(high)
                        self.pop()
                        assert isinstance(value, fmpq)
                        return int(value.p) - (op == "<")
                case _:
                    return None
        return None

    def _exists(self, proposition: Exists) -> int:
        if isinstance(proposition.domain, Reals):
            return decide_reals(proposition, self)
        domain = proposition.domain
        outcomes = self._over(domain, proposition.body, (U, T, S, F))
        if isinstance(domain, Naturals) and outcomes & ~T:
            latest = self._latest(proposition.body)
            if latest is None or latest >= domain.start + self.instance.horizon:
                outcomes |= ANY
        return outcomes

    def _latest(self, body: Proposition) -> int | None:
        """A natural beyond which a body is false since it begins with i <= a or i < a, if its form
        says so; a may be a real, of one value for all i."""
        while isinstance(body, And) and body.args:
            body = body.args[0]
        match body:
            case Relation("<=" | "<", Bound(0), bound) if not free_levels(bound):
                value = plain(self.term(bound))
                if type(value) is fmpq:
                    return int(value.p // value.q)
                if not isinstance(value, Missing):
                    floor = arb(value).upper().floor().unique_fmpz()
                    return None if floor is None else int(floor)
        return None

    def _over(self, domain: Domain, body: Proposition, order: tuple[int, ...]) -> int:
        """The outcomes over all values of a domain, the first in `order` that occurs prevailing."""
        if isinstance(domain, IndexRange):
            values = self.indices(domain.upper, domain.omit)
        else:
            assert isinstance(domain, Naturals)
            values = list(range(domain.start, domain.start + self.instance.horizon))
        outcomes = order[-1]
        # Beyond the first value that settles it, others can only add that something is undefined.
        settled = U if not self.classical and isinstance(domain, IndexRange) else U | order[1]
        for value in values:
            self.push(fmpq(value))
            found = self.proposition(body)
            self.pop()
            outcomes = prevailing(outcomes, found, order)
            if outcomes & settled == outcomes:
                break
        return outcomes

    def _independent(self, proposition: Independent) -> int:
        law, members = self._members(proposition)
        return T if law.independent(members) else F

    def _same_law(self, proposition: SameLaw) -> int:
        law, members = self._members(proposition)
        return T if law.same_law(members) else F

    def _has_law(self, proposition: HasLaw) -> int:
        law, members = self._members(proposition)
        numbers = [plain(self.term(parameter)) for parameter in proposition.parameters]
        if proposition.law == "uniform":
            low, high = numbers
            if relate("<", low, high) != T:
                return F if relate("<", low, high) == F else T | F
        if proposition.law != "finite":
            return F if members else T  # the laws of an instance have finitely many values
        if not all(type(number) is fmpq for number in numbers):
            return T | F
        if any(weight < 0 for weight in numbers[::2]) or sum(numbers[::2], ZERO) != 1:
            return F
        wanted: dict[Fraction, Fraction] = {}
        for weight, value in zip(numbers[::2], numbers[1::2], strict=True):
            at = Fraction(int(value.p), int(value.q))
            wanted[at] = wanted.get(at, Fraction(0)) + Fraction(int(weight.p), int(weight.q))
        wanted = {value: weight for value, weight in wanted.items() if weight}
        return T if all(law.marginal(member) == wanted for member in members) else F

    def _members(self, proposition: Independent | SameLaw | HasLaw) -> tuple[Law, list[int]]:
        law = self._values.get(proposition.symbol)
        if not isinstance(law, Law):
            raise LanguageError(f"the instance has no law for {proposition.symbol.name}")
        return law, self.indices(proposition.upper, ())


def _internal(value: Any) -> Any:
    if isinstance(value, Fraction):
        return _rational(value)
    return tuple(map(_rational, value)) if isinstance(value, tuple) else value


def _rational(value: Fraction) -> Any:
    return fmpq(value.numerator, value.denominator)


def _joined(level: int, value: Value, slope: Value) -> Value:
    for part in (value, slope):
        if isinstance(part, Missing):
            return part
    return Dual(level, value, slope)


def _polynomial_at(polynomial: Any, argument: Value) -> Value:
    if type(argument) is fmpq:
        return polynomial(argument)
    total: Value = ZERO
    for degree in reversed(range(polynomial.length())):
        total = add(mul(total, argument), polynomial[degree])
    return total


_TERMS: dict[type, Callable[[Evaluation, Any], Value]] = {
    Number: Evaluation._number,
    Constant: Evaluation._constant,
    Variable: Evaluation._variable,
    Bound: Evaluation._bound_index,
    Op: Evaluation._op,
    Big: Evaluation._big,
    Application: Evaluation._application,
    Partial: Evaluation._partial,
    Expectation: Evaluation._expectation,
    Probability: Evaluation._probability,
}
_PROPOSITIONS: dict[type, Callable[[Evaluation, Any], int]] = {
    Relation: Evaluation._relation,
    And: Evaluation._and,
    Or: Evaluation._or,
    Not: Evaluation._not,
    Implies: Evaluation._implies,
    ForAll: Evaluation._for_all,
    Exists: Evaluation._exists,
    Independent: Evaluation._independent,
    SameLaw: Evaluation._same_law,
    HasLaw: Evaluation._has_law,
}
