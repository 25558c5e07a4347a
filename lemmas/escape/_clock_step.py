"""What the steps of the clock share: the point y = x - s*g(x) after a part s of the step, and the
ratio q of g(x) to g(y)."""

from dataclasses import dataclass

from lemmas.escape._clock import Claim, Function, deviation, inside, mu, rho, x
from lemmas.escape._clock import g as any_g
from lemmas.escape.clock_ratio import LEMMA as RATIO
from verifier import (
    Proposition,
    Step,
    Symbol,
    Term,
    at,
    both,
    by,
    forall,
    implies,
    log,
    ne,
    part,
    real,
    reals,
)

s, r = real("s"), real("r")

LEAST = 1 - rho  # the least ratio of g(y) to g(x)
MU = mu / LEAST


def along(claim: Claim) -> Proposition:
    """That a claim holds for all s in [0, 1]."""
    return forall(reals(), lambda s: implies(both(0 <= s, s <= 1), claim(s)))


def throughout(name: str, claim: Claim, *steps: Step) -> Step:
    """The step of a proof that shows a claim for all s in [0, 1]."""
    at_s = implies(both(0 <= s, s <= 1), claim(s))
    return Step(
        name, along(claim), by.fix(s, Step("at s", at_s, by.suppose("s is in [0, 1]", *steps)))
    )


def between(what: Term, bound: Term) -> Proposition:
    """That a term lies between -bound and bound."""
    return both(-bound <= what, what <= bound)


def within(what: Function, bound: Function) -> Claim:
    """That a function lies between -bound and bound."""
    return lambda s: between(what(s), bound(s))


@dataclass(frozen=True)
class Along:
    """The terms along the step from x, for a function g; `ratio` shows what they are like."""

    g: Symbol

    def y(self, s: Term) -> Term:
        """The point after a part of the step."""
        return x - s * self.g(x)

    def q(self, s: Term) -> Term:
        """The ratio of g(x) to g(y)."""
        return self.g(x) / self.g(self.y(s))

    def square(self, s: Term) -> Term:
        """The square of the ratio, defined where its derivative is."""
        return self.g(x) ** 2 / self.g(self.y(s)) ** 2

    def log_ratio(self, s: Term) -> Term:
        """The logarithm of the ratio."""
        return log(self.g(x)) - log(self.g(self.y(s)))

    def near_one(self, s: Term) -> Proposition:
        """What is shown of y and q for all s in [0, 1]."""
        q, g_y = self.q(s), self.g(self.y(s))
        return both(
            inside(self.y(s)),
            g_y > 0,
            g_y**2 > 0,
            q > 0,
            q <= 1 / LEAST,
            -(rho * s * q) <= q - 1,
            q - 1 <= rho * s * q,
        )

    def smooth(self, s: Term) -> Proposition:
        """Where the ratio and its logarithm are differentiable."""
        g_y = self.g(self.y(s))
        return both(ne(g_y, 0), g_y > 0, self.g(x) > 0)

    def ratio(self) -> tuple[Step, Step]:
        """The steps of a proof that show `near_one` and `smooth`, given that rho is not
        negative."""
        whole, y, q = self.g(x), self.y(s), self.q(s)
        g_y = self.g(y)
        return (
            throughout(
                "the ratio",
                self.near_one,
                Step("s g(x) is nonnegative", s * whole >= 0, by.decide()),
                Step("s g(x) is at most g(x)", s * whole <= whole, by.decide()),
                Step(
                    "y lies in [a, b]",
                    inside(y),
                    by.decide("s g(x) is nonnegative", "s g(x) is at most g(x)"),
                ),
                Step("change of g", None, by.lemma(RATIO, {any_g: self.g}, "y lies in [a, b]")),
                Step("rho s is at most rho", rho * s <= rho, by.decide("rho is nonnegative")),
                Step(
                    "g(y) is at least (1 - rho) g(x)",
                    LEAST * whole <= g_y,
                    by.decide(part("change of g", 0), "rho s is at most rho"),
                ),
                Step("g(y) is positive", g_y > 0, by.decide("g(y) is at least (1 - rho) g(x)")),
                Step("g(y)**2 is positive", g_y**2 > 0, by.decide("g(y) is positive")),
                Step("q is positive", q > 0, by.decide("g(y) is positive")),
                Step(
                    "q is at most 1/(1 - rho)",
                    q <= 1 / LEAST,
                    by.decide("g(y) is at least (1 - rho) g(x)", "g(y) is positive"),
                ),
                Step(
                    "q - 1 from below",
                    -(rho * s * q) <= q - 1,
                    by.decide(part("change of g", 1), "g(y) is positive"),
                ),
                Step(
                    "q - 1 from above",
                    q - 1 <= rho * s * q,
                    by.decide(part("change of g", 0), "g(y) is positive"),
                ),
                Step(
                    "all of them",
                    self.near_one(s),
                    by.decide(
                        "y lies in [a, b]",
                        "g(y) is positive",
                        "g(y)**2 is positive",
                        "q is positive",
                        "q is at most 1/(1 - rho)",
                        "q - 1 from below",
                        "q - 1 from above",
                    ),
                ),
            ),
            throughout(
                "smoothness",
                self.smooth,
                self.at_s,
                Step("smooth", self.smooth(s), by.decide(part("ratio", 1))),
            ),
        )

    @property
    def at_s(self) -> Step:
        """The step of a proof that says what y and q are like at s."""
        return Step("ratio", self.near_one(s), by.hypothesis(at("the ratio", s)))

    def at_y(self, name: str, fact: str) -> Step:
        """The step of a proof that takes a fact for [a, b] at y."""
        return Step(name, None, by.hypothesis(at(fact, self.y(s), using=["ratio"])))

    def change(
        self, excess: Function, rate: Function, bound: Function, slope: Function, order: Function
    ) -> tuple[Step, ...]:
        """The steps of a proof that bound the change of `excess` over the whole step, from the
        fact that bounds "the rate", which is its derivative `slope` if g Psi' is as `order`
        says."""
        facts = ("rate", part("ratio", 1), part("ratio", 2), "slope from below", "slope from above")
        off = self.q(s) * deviation(self.g, order)(self.y(s))

        def room(name: str, sign: int) -> Step:
            def claim(s: Term) -> Proposition:
                return rate(s) + sign * slope(s) >= -MU

            return throughout(
                name,
                claim,
                self.at_s,
                Step("rate", None, by.hypothesis(at("the rate", s))),
                self.at_y("Psi' from below", "Psi' from below"),
                self.at_y("Psi' from above", "Psi' from above"),
                Step(
                    "q mu", self.q(s) * mu <= MU, by.decide(part("ratio", 4), "mu is nonnegative")
                ),
                Step(
                    "slope from below",
                    -MU <= off,
                    by.decide("q mu", part("ratio", 3), "Psi' from below"),
                ),
                Step(
                    "slope from above",
                    off <= MU,
                    by.decide("q mu", part("ratio", 3), "Psi' from above"),
                ),
                Step("room", claim(s), by.decide(*facts)),
            )

        above, below = "room above the excess", "room below the excess"
        return (
            room(above, -1),
            room(below, 1),
            Step(
                "rise of the room above",
                None,
                by.mean_value(bound(r) - excess(r), r, 0, 1, -MU, above, "smoothness"),
            ),
            Step(
                "rise of the room below",
                None,
                by.mean_value(bound(r) + excess(r), r, 0, 1, -MU, below, "smoothness"),
            ),
        )


def integrated(
    name: str, what: Function, bound: Function, slope: Function, slope_bound: Function, fact: str
) -> tuple[Step, ...]:
    """The steps of a proof that bound a function that is 0 at 0 for all s in [0, 1], from the
    fact that bounds its derivative `slope`."""

    def room(name: str, sign: int) -> Step:
        def claim(s: Term) -> Proposition:
            return slope_bound(s) + sign * slope(s) >= 0

        return throughout(
            name,
            claim,
            Step("bounds", within(slope, slope_bound)(s), by.hypothesis(at(fact, s))),
            Step("room", claim(s), by.decide("bounds")),
        )

    above, below = f"room above the derivative of {name}", f"room below the derivative of {name}"
    return (
        room(above, -1),
        room(below, 1),
        throughout(
            name,
            within(what, bound),
            Step(
                "rise of the room above",
                None,
                by.mean_value(bound(r) - what(r), r, 0, s, 0, above, "smoothness"),
            ),
            Step(
                "rise of the room below",
                None,
                by.mean_value(bound(r) + what(r), r, 0, s, 0, below, "smoothness"),
            ),
            Step("from above", what(s) <= bound(s), by.decide("rise of the room above")),
            Step("from below", -bound(s) <= what(s), by.decide("rise of the room below")),
            Step("both sides", within(what, bound)(s), by.decide("from below", "from above")),
        ),
    )
