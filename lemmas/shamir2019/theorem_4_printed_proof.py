"""Theorem 4, the paper's own proof: it fails where Lemma 13 is applied for y < 0, and before it
where the coordinates are said to be bounded away from 0."""

from lemmas.shamir2019._descent import at_time, eta, gradient_descent, k, product, step
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_11 import SIGNS, flipped, s, sigma
from lemmas.shamir2019._lemma_11 import v as signed
from lemmas.shamir2019._lemma_11 import w as unsigned
from lemmas.shamir2019._lemma_11 import y as target
from lemmas.shamir2019._lemma_13 import delta, gamma
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import INDEX, SETTING, Y, g, m, q, slope_below, v, x
from lemmas.shamir2019.assumption_4_claim_min import LEMMA as CLAIM_MIN
from lemmas.shamir2019.lemma_11_products import LEMMA as PRODUCTS
from lemmas.shamir2019.lemma_11_squared_loss import LEMMA as LEMMA_11
from lemmas.shamir2019.lemma_13_convergence import LEMMA as LEMMA_13
from lemmas.shamir2019.lemma_14_gap import LEMMA as LEMMA_14
from lemmas.shamir2019.lemma_15_first_time import LEMMA as LEMMA_15
from lemmas.shamir2019.lemma_16_next_step import LEMMA as LEMMA_16
from lemmas.shamir2019.theorem_4_convergence import LEMMA as THEOREM_4
from verifier import (
    Lemma,
    PrintedStep,
    Proposition,
    Refutation,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    false,
    forall,
    implies,
    indices,
    minimum,
    natural,
    ne,
    no,
    over,
    part,
    prod,
    rational,
    real,
    statement,
)

i, j, n, t0 = natural("i"), natural("j"), natural("n"), natural("t0")
B, C, K, c = real("B"), real("C"), real("K"), real("c")

AT_LEAST_DELTA = "gamma is at least delta"

NEW_TARGET = sigma * target
P_SIGNED, P_UNSIGNED = product(signed.__call__), product(unsigned.__call__)

ALL_SIGNS, OTHER_SIGNS = product(s.__call__), product(s.__call__, m)
BETWEEN = both(
    P_SIGNED > 0,
    implies(NEW_TARGET > 0, P_SIGNED < NEW_TARGET),
    implies(NEW_TARGET < 0, NEW_TARGET < P_SIGNED),
)

SIGNS_CHANGED = (
    PrintedStep(
        "signs (Lemma 11)",
        LEMMA_11.statement,
        (Step("Lemma 11", LEMMA_11.statement.conclusion, by.lemma(LEMMA_11)),),
    ),
    PrintedStep(
        "y and P(1) after the change of signs",
        statement(
            [k, sigma, target, over(s, k), over(unsigned, k), over(signed, k)],
            {
                **SIGNS,
                "v is w with the signs s": flipped(unsigned, signed),
                "the v_i are positive": forall(indices(k), lambda i: signed[i] > 0),
                "y is negative": target < 0,
                "P of w is above y": P_UNSIGNED > target,
            },
            BETWEEN,
        ),
        (
            Step("P of v is positive", P_SIGNED > 0, by.sign("the v_i are positive")),
            Step("the products", None, by.lemma(PRODUCTS)),
            Step(
                "y positive now",
                implies(NEW_TARGET > 0, P_SIGNED < NEW_TARGET),
                by.suppose(
                    "y has changed its sign",
                    Step("sigma is negative", sigma < 0, by.decide("y has changed its sign")),
                    Step(
                        "P below y",
                        P_SIGNED < NEW_TARGET,
                        by.decide(part("the products", 0), "sigma is negative"),
                    ),
                ),
            ),
            Step(
                "y negative still",
                implies(NEW_TARGET < 0, NEW_TARGET < P_SIGNED),
                by.suppose(
                    "y is negative still",
                    Step("P above y", NEW_TARGET < P_SIGNED, by.decide("P of v is positive")),
                ),
            ),
            Step(
                "all of it",
                BETWEEN,
                by.decide("P of v is positive", "y positive now", "y negative still"),
            ),
        ),
    ),
    PrintedStep(
        "min_i w_i(1) >= k**(-O(1)) by our assumptions",
        CLAIM_MIN.statement,
        refutation=CLAIM_MIN.refutation,
    ),
    PrintedStep(
        "the case y > P(1) > 0: Lemma 13 with gamma = delta",
        statement(
            LEMMA_13.statement.variables,
            {
                h.name: h.proposition
                for h in LEMMA_13.statement.hypotheses
                if h.name != AT_LEAST_DELTA
            }
            | {"gamma is delta": eq(gamma, delta)},
            LEMMA_13.statement.conclusion,
        ),
        (
            Step("gamma >= delta", gamma >= delta, by.decide("gamma is delta")),
            Step(
                "Lemma 13",
                LEMMA_13.statement.conclusion,
                by.lemma(LEMMA_13, None, "gamma >= delta"),
            ),
        ),
    ),
)

NEXT, Q_NEXT = product(v.__call__), product(v.__call__, m)
A_LITTLE_BELOW = both(NEXT < 0, NEXT >= -(rational("33/16") * Y * q**2 * eta), NEXT > -Y)

CROSSING = (
    PrintedStep(
        "the case y < 0 < P(1): Lemma 14",
        LEMMA_14.statement,
        (Step("Lemma 14", LEMMA_14.statement.conclusion, by.lemma(LEMMA_14)),),
    ),
    PrintedStep(
        "Lemma 15",
        LEMMA_15.statement,
        (Step("Lemma 15", LEMMA_15.statement.conclusion, by.lemma(LEMMA_15)),),
    ),
    PrintedStep(
        "Lemma 16",
        LEMMA_16.statement,
        (Step("Lemma 16", LEMMA_16.statement.conclusion, by.lemma(LEMMA_16)),),
    ),
    PrintedStep(
        "0 > P(t0 + 1) >= -O(eta) > y",
        statement(
            [k, m, Y, q, eta, over(v, k)],
            {
                **INDEX,
                "the target is negative": Y > 0,
                "q is positive": q > 0,
                "the step size is positive": eta > 0,
                "eta q**2 is at most 1/4": eta * q**2 <= rational("1/4"),
                "w_m is a little below 0": both(-2 * eta * Y * q <= v[m], v[m] < 0),
                "the others are positive": forall(indices(k, omit=[m]), lambda j: v[j] > 0),
                "Q_m is at most 33/32 q": Q_NEXT <= rational("33/32") * q,
            },
            A_LITTLE_BELOW,
        ),
        (
            Step("Q_m is positive", Q_NEXT > 0, by.sign("the others are positive")),
            Step("P = w_m Q_m", eq(NEXT, v[m] * Q_NEXT), by.split_off(NEXT, m)),
            Step("P is negative", NEXT < 0, by.decide("P = w_m Q_m", "Q_m is positive")),
            Step(
                "with the bound of w_m",
                NEXT >= -2 * eta * Y * q * Q_NEXT,
                by.decide("P = w_m Q_m", "Q_m is positive"),
            ),
            Step("eta Y q is positive", eta * Y * q > 0, by.decide()),
            Step(
                "with the bound of Q_m",
                eta * Y * q * Q_NEXT <= rational("33/32") * q * (eta * Y * q),
                by.decide("eta Y q is positive"),
            ),
            Step(
                "-O(eta)",
                NEXT >= -(rational("33/16") * Y * q**2 * eta),
                by.decide("with the bound of w_m", "with the bound of Q_m"),
            ),
            Step("Y eta q**2", Y * (eta * q**2) <= Y / 4, by.decide()),
            Step("above y", NEXT > -Y, by.decide("-O(eta)", "Y eta q**2")),
            Step("all of it", A_LITTLE_BELOW, by.decide("P is negative", "-O(eta)", "above y")),
        ),
    ),
    PrintedStep(
        "the signs of y and w_m are switched (Lemma 11)",
        statement(
            [k, m, sigma, over(s, k)],
            {
                **INDEX,
                "the sign of w_m is -1": eq(s[m], -1),
                "the other signs are 1": forall(indices(k, omit=[m]), lambda j: eq(s[j], 1)),
                "sigma is their product": SIGNS["sigma is their product"],
            },
            eq(sigma, -1),
        ),
        (
            Step("s_m out", eq(ALL_SIGNS, s[m] * OTHER_SIGNS), by.split_off(ALL_SIGNS, m)),
            Step(
                "the others",
                eq(OTHER_SIGNS, prod(k, lambda i: 1, omit=[m])),
                by.termwise("the other signs are 1"),
            ),
            Step(
                "a product of ones",
                eq(prod(k, lambda i: 1, omit=[m]), 1),
                by.constant(prod(k, lambda i: 1, omit=[m])),
            ),
            Step("sigma", eq(sigma, -1), by.decide("s_m out", "the others", "a product of ones")),
        ),
    ),
)


def least(i: TermLike) -> Term:
    """The i-th coordinate at t0 in the refutation: 0 for i = 1, and 1 for the others."""
    return minimum(1, i - 1)


SIZE = n ** (-C)


def moved(i: TermLike) -> Term:
    """The i-th coordinate at t0 + 1: -eta for i = 1, and 1 for the others."""
    return least(i) - SIZE * (1 - least(i))


REST = prod(n, least, omit=[1])
ALL = prod(n, least)
ONE = rational("1")
ONE_LESS = ONE - 1
ALLOWED = SIZE <= moved(ONE) ** 2 / (2 * n * ONE**2)


def next_point(j: TermLike) -> Proposition:
    """That the step of gradient descent leads to `moved`."""
    return eq(moved(j), least(j) - SIZE * (ALL + 1) * prod(n, least, omit=[j]))


LEMMA_13_APPLIED = PrintedStep(
    "Lemma 13 at t0 + 1 with delta = |w_m(t0 + 1)|: its condition on the step size",
    statement(
        [Y, B, C, K, c, k, m, eta, over(x, k), over(v, k)],
        {
            "the target is -Y": Y > 0,
            "B is at least 1": B >= 1,
            "C is positive": C > 0,
            "there are two factors": k >= 2,
            "k is large": k >= K,
            **INDEX,
            "c is large": c >= C,
            "the step size": eq(eta, k ** (-c)),
            "w_m(t0) is -O(eta) to 0 (Lemma 15)": both(-B * eta <= x[m], x[m] <= 0),
            "the others are at least k**(-O(1)) (Lemma 15)": forall(
                indices(k, omit=[m]), lambda j: x[j] >= k ** (-B)
            ),
            "Q_m(t0) is at most O(1) (Lemma 15)": product(x.__call__, m) <= B,
            "w(t0 + 1) is the next point": step(x.__call__, v.__call__, slope_below),
            "w_m(t0 + 1) is negative (Lemma 16)": v[m] < 0,
        },
        eta <= v[m] ** 2 / (2 * k * Y**2),
        constants=[B, C, K],
    ),
    refutation=Refutation(
        {Y: 1, c: C, k: n, m: 1, eta: SIZE, x: least, v: moved},
        large={n: (2, K)},
        proof=(
            Step("n is positive", n > 0, by.decide()),
            Step("the step size is positive", SIZE > 0, by.elementary("power is positive", n, -C)),
            Step(
                "smaller than without C",
                SIZE <= n**ONE_LESS,
                by.elementary("power in exponent", n, -C, ONE_LESS),
            ),
            Step(
                "k**0",
                eq(n**ONE_LESS, 1),
                by.elementary("power to zero", n, ONE_LESS, using=["n is positive"]),
            ),
            Step(
                "the step size is at most 1",
                SIZE <= 1,
                by.decide("smaller than without C", "k**0"),
            ),
            Step(
                "k**(-B) is at most 1",
                n ** (-B) <= n**ONE_LESS,
                by.elementary("power in exponent", n, -B, ONE_LESS),
            ),
            Step("the first bounds", None, by.elementary("min bounds", 1, ONE - 1)),
            Step("the first is 1 or 0", None, by.elementary("min attained", 1, ONE - 1)),
            Step(
                "w_1 is 0",
                eq(least(ONE), 0),
                by.cases(
                    "the first is 1 or 0",
                    {
                        "it is 1": [Step("no", eq(least(ONE), 0), by.decide("the first bounds"))],
                        "it is 0": [Step("yes", eq(least(ONE), 0), by.decide())],
                    },
                ),
            ),
            Step(
                "the others are 1",
                forall(indices(n, omit=[1]), lambda i: eq(least(i), 1)),
                by.fix(
                    i,
                    Step("not the first", ONE < i, by.decide()),
                    Step("after the first", i - 1 >= 1, by.decide("not the first")),
                    Step("bounds", None, by.elementary("min bounds", 1, i - 1)),
                    Step("one of the two", None, by.elementary("min attained", 1, i - 1)),
                    Step(
                        "w_i",
                        eq(least(i), 1),
                        by.cases(
                            "one of the two",
                            {
                                "it is 1": [Step("yes", eq(least(i), 1), by.decide())],
                                "it is i - 1": [
                                    Step(
                                        "no more than 1",
                                        eq(least(i), 1),
                                        by.decide("bounds", "after the first"),
                                    )
                                ],
                            },
                        ),
                    ),
                ),
            ),
            Step(
                "factor by factor",
                eq(REST, prod(n, lambda i: 1, omit=[1])),
                by.termwise("the others are 1"),
            ),
            Step(
                "a product of ones",
                eq(prod(n, lambda i: 1, omit=[1]), 1),
                by.constant(prod(n, lambda i: 1, omit=[1]), "n is positive"),
            ),
            Step("Q_1 is 1", eq(REST, 1), by.decide("factor by factor", "a product of ones")),
            Step("w_1 out of P", eq(ALL, least(ONE) * REST), by.split_off(ALL, 1, "n is positive")),
            Step("P is 0", eq(ALL, 0), by.decide("w_1 out of P", "w_1 is 0")),
            Step(
                "w_1 and the next w_1",
                both(
                    -B * SIZE <= least(ONE),
                    least(ONE) <= 0,
                    eq(moved(ONE), -SIZE),
                    moved(ONE) < 0,
                ),
                by.decide("w_1 is 0", "the step size is positive"),
            ),
            Step(
                "the others are large",
                forall(indices(n, omit=[1]), lambda j: least(j) >= n ** (-B)),
                by.fix(
                    j,
                    Step("w_j", eq(least(j), 1), by.hypothesis(at("the others are 1", j))),
                    Step("k**(-B)", n ** (-B) <= 1, by.decide("k**(-B) is at most 1", "k**0")),
                    Step("w_j is larger", least(j) >= n ** (-B), by.decide("w_j", "k**(-B)")),
                ),
            ),
            Step(
                "the next point",
                forall(indices(n), next_point),
                by.fix(
                    j,
                    Step(
                        "coordinate j",
                        next_point(j),
                        by.cases(
                            either(eq(j, 1), ne(j, 1)),
                            {
                                "j is 1": [
                                    Step("bounds", None, by.elementary("min bounds", 1, j - 1)),
                                    Step(
                                        "one of the two",
                                        None,
                                        by.elementary("min attained", 1, j - 1),
                                    ),
                                    Step(
                                        "w_j is 0",
                                        eq(least(j), 0),
                                        by.cases(
                                            "one of the two",
                                            {
                                                "it is 1": [
                                                    Step("no", eq(least(j), 0), by.decide("bounds"))
                                                ],
                                                "it is j - 1": [
                                                    Step("yes", eq(least(j), 0), by.decide())
                                                ],
                                            },
                                        ),
                                    ),
                                    Step(
                                        "all but w_j are 1",
                                        forall(indices(n, omit=[j]), lambda i: eq(least(i), 1)),
                                        by.fix(
                                            i,
                                            Step("i is not 1", ne(i, 1), by.decide()),
                                            Step(
                                                "w_i is 1",
                                                eq(least(i), 1),
                                                by.hypothesis(
                                                    at("the others are 1", i, using=["i is not 1"])
                                                ),
                                            ),
                                        ),
                                    ),
                                    Step(
                                        "Q_j by factors",
                                        eq(
                                            prod(n, least, omit=[j]), prod(n, lambda i: 1, omit=[j])
                                        ),
                                        by.termwise("all but w_j are 1"),
                                    ),
                                    Step(
                                        "ones",
                                        eq(prod(n, lambda i: 1, omit=[j]), 1),
                                        by.constant(prod(n, lambda i: 1, omit=[j])),
                                    ),
                                    Step(
                                        "the first",
                                        next_point(j),
                                        by.decide("w_j is 0", "Q_j by factors", "ones", "P is 0"),
                                    ),
                                ],
                                "j is not 1": [
                                    Step(
                                        "w_j is 1",
                                        eq(least(j), 1),
                                        by.hypothesis(at("the others are 1", j)),
                                    ),
                                    Step(
                                        "w_1 out of Q_j",
                                        eq(
                                            prod(n, least, omit=[j]),
                                            least(ONE) * prod(n, least, omit=[j, 1]),
                                        ),
                                        by.split_off(prod(n, least, omit=[j]), 1, "n is positive"),
                                    ),
                                    Step(
                                        "Q_j is 0",
                                        eq(prod(n, least, omit=[j]), 0),
                                        by.decide("w_1 out of Q_j", "w_1 is 0"),
                                    ),
                                    Step(
                                        "another", next_point(j), by.decide("w_j is 1", "Q_j is 0")
                                    ),
                                ],
                            },
                        ),
                    ),
                ),
            ),
            Step(
                "the condition fails",
                no(ALLOWED),
                by.contrary(
                    "it holds",
                    Step(
                        "the square",
                        eq(moved(ONE) ** 2, SIZE**2),
                        by.decide(part("w_1 and the next w_1", 2)),
                    ),
                    Step(
                        "multiplied out",
                        2 * n * SIZE <= SIZE**2,
                        by.decide("it holds", "the square", "n is positive"),
                    ),
                    Step(
                        "divided",
                        SIZE * (2 * n - SIZE) > 0,
                        by.decide("the step size is positive", "the step size is at most 1"),
                    ),
                    Step("impossible", false, by.decide("multiplied out", "divided")),
                ),
            ),
        ),
    ),
)

IN_ONE_RUN = PrintedStep(
    "the same in one run with k = 3 and c = 5",
    statement(
        [k, m, t0, Y, g, q, c, eta, delta, over(run, k)],
        {
            "there are three factors": eq(k, 3),
            "m is 1": eq(m, 1),
            "the target is -1": eq(Y, 1),
            "the start is 1/1000, 501/1000, 1001/1000": forall(
                indices(k), lambda i: eq(run[i, 1], (i - 1) / 2 + rational("1/1000"))
            ),
            "g is the distance of w_1(1) to the others": eq(g, run[2, 1] - run[1, 1]),
            "q is Q_1(1)": eq(q, product(at_time(1), m)),
            "c is 5": eq(c, 5),
            "the step size": eq(eta, k ** (-c)),
            "the step size is small": SETTING["the step size is small"],
            "gradient descent": gradient_descent(slope_below),
            "w_1 passes 0 at t0 = 2": both(eq(t0, 2), run[m, 1] > 0, run[m, t0] < 0),
            "delta is the distance of w_1(t0 + 1) to 0": eq(delta, -run[m, t0 + 1]),
        },
        eta <= delta**2 / (2 * k * Y**2),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-printed-proof",
    title="Convergence in exponential time: the printed proof",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="printed-proof",
    statement=THEOREM_4.statement,
    expected="refuted",
    note="The theorem holds nevertheless (theorem-4).  In the last step the condition of Lemma 13 "
    "fails for every depth and start, and for every step size for which Lemmas 15 and 16 are shown "
    "(k**(-c) with c large is one: theorem-4-constants): see theorem-4-lemma-13-never-applies and "
    "theorem-4-lemma-13-never-applies-in-a-run.  B stands for the O(1) of Lemmas 15 and 16; C and "
    "K are what makes c and k large enough.  The paper also takes all w_i(1) to be positive after "
    "a change of signs, which a coordinate that is 0 cannot be.",
    printed_steps=(*SIGNS_CHANGED, *CROSSING, LEMMA_13_APPLIED, IN_ONE_RUN),
)
