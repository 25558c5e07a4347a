"""Footnote 2: from coordinates -1 and 1, gradient descent on (P - y)**2 stays on its side of 0."""

from lemmas.shamir2019._descent import at_time, eta, gradient_descent, k, product, t, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    natural,
    over,
    part,
    prod,
    rational,
    real,
    statement,
    times,
)

i, j, y = natural("i"), natural("j"), real("y")
ONE = rational("1")
P_START = product(at_time(1))


def claim(t: Term) -> Proposition:
    """What holds at a time."""
    p = product(at_time(t))
    return both(y * p < 0, (p - y) ** 2 > y**2)


def size(t: TermLike) -> Term:
    """The common size of the coordinates, as long as the first one has kept its sign."""
    return w[1, t] * w[1, 1]


def kept(t: TermLike) -> Proposition:
    """That all coordinates have shrunk by one and the same factor, and kept their signs."""
    return both(
        size(t) > 0,
        size(t) <= 1,
        forall(indices(k), lambda i: eq(w[i, t], w[i, 1] * size(t))),
    )


def all_of(t: TermLike) -> Term:
    """The product of k factors, each the common size."""
    return prod(k, lambda i: size(t))


def all_but(t: TermLike, j: TermLike) -> Term:
    """The product of the same factors without the j-th."""
    return prod(k, lambda i: size(t), omit=[j])


X, X_ALL, X_REST = size(t), size(t) ** k, size(t) ** (k - 1)
LOSS = 2 * eta * (X_ALL + abs(y)) * X_REST

# At a time at which the coordinates have one size: the product, and the products that leave one
# factor out, as those of the start times a power of that size.
PRODUCTS = (
    Step("the size is positive", X > 0, by.hypothesis(part("one size", 0))),
    Step(
        "coordinate by coordinate",
        forall(indices(k), lambda i: eq(w[i, t], w[i, 1] * X)),
        by.hypothesis(part("one size", 2)),
    ),
    Step(
        "P(t) factor by factor",
        eq(product(at_time(t)), prod(k, lambda i: w[i, 1] * X)),
        by.termwise("coordinate by coordinate"),
    ),
    Step(
        "the sizes taken out of P(t)",
        eq(prod(k, lambda i: w[i, 1] * X), P_START * all_of(t)),
        by.products(k, lambda i: w[i, 1], lambda i: X),
    ),
    Step("k equal sizes", eq(all_of(t), X_ALL), by.constant(all_of(t), "the size is positive")),
    Step(
        "P(t) = P(1) x**k",
        eq(product(at_time(t)), P_START * X_ALL),
        by.decide("P(t) factor by factor", "the sizes taken out of P(t)", "k equal sizes"),
    ),
)

NEXT = (
    *PRODUCTS,
    Step("the size is at most 1", X <= 1, by.hypothesis(part("one size", 1))),
    Step(
        "x**k = x x**(k-1)", eq(X_ALL, X**ONE * X_REST), by.elementary("power of sum", X, 1, k - 1)
    ),
    Step("x**1 = x", eq(X**ONE, X), by.elementary("power to one", X, 1)),
    Step("x**0 = 1", eq(X ** rational("0"), 1), by.elementary("power to zero", X, 0)),
    Step(
        "x**(k-1) <= x",
        X_REST <= X**ONE,
        by.elementary("power in exponent below one", X, 1, k - 1, using=["the size is at most 1"]),
    ),
    Step(
        "x**k <= 1",
        X_ALL <= X ** rational("0"),
        by.elementary("power in exponent below one", X, 0, k, using=["the size is at most 1"]),
    ),
    Step("x**(k-1) > 0", X_REST > 0, by.elementary("power is positive", X, k - 1)),
    Step("x**k > 0", X_ALL > 0, by.elementary("power is positive", X, k)),
    Step("|y| >= 0", abs(y) >= 0, by.elementary("abs is nonnegative", y)),
    Step(
        "the factor of the loss",
        2 * eta * (X_ALL + abs(y)) < 1,
        by.decide("x**k <= 1", "x**0 = 1"),
    ),
    Step(
        "the factor is not negative",
        2 * eta * (X_ALL + abs(y)) >= 0,
        by.decide("x**k > 0", "|y| >= 0"),
    ),
    Step(
        "less than the size is lost",
        LOSS < X,
        by.decide(
            "the factor of the loss",
            "x**(k-1) <= x",
            "x**1 = x",
            "the size is positive",
            "x**(k-1) > 0",
        ),
    ),
    Step(
        "nothing is gained",
        LOSS >= 0,
        by.decide("the factor is not negative", "x**(k-1) > 0"),
    ),
    Step(
        "every coordinate loses as much",
        forall(indices(k), lambda j: eq(w[j, t + 1], w[j, 1] * (X - LOSS))),
        by.fix(
            j,
            Step(
                "Q_j(t) factor by factor",
                eq(product(at_time(t), j), prod(k, lambda i: w[i, 1] * X, omit=[j])),
                by.termwise("coordinate by coordinate"),
            ),
            Step(
                "the sizes taken out of Q_j(t)",
                eq(
                    prod(k, lambda i: w[i, 1] * X, omit=[j]),
                    product(at_time(1), j) * all_but(t, j),
                ),
                by.products(k, lambda i: w[i, 1], lambda i: X, omit=[j]),
            ),
            Step(
                "k - 1 equal sizes",
                eq(all_but(t, j), X_REST),
                by.constant(all_but(t, j), "the size is positive"),
            ),
            Step(
                "P(1) = w_j(1) Q_j(1)",
                eq(P_START, w[j, 1] * product(at_time(1), j)),
                by.split_off(P_START, j),
            ),
            Step(
                "w_j(1)**2 = 1", eq(w[j, 1] ** 2, 1), by.hypothesis(at("squares at the start", j))
            ),
            Step(
                "Q_j(1) = P(1) w_j(1)",
                eq(product(at_time(1), j), P_START * w[j, 1]),
                by.decide("P(1) = w_j(1) Q_j(1)", "w_j(1)**2 = 1"),
            ),
            Step(
                "Q_j(t)",
                eq(product(at_time(t), j), P_START * w[j, 1] * X_REST),
                by.decide(
                    "Q_j(t) factor by factor",
                    "the sizes taken out of Q_j(t)",
                    "k - 1 equal sizes",
                    "Q_j(1) = P(1) w_j(1)",
                ),
            ),
            Step("the step", None, by.hypothesis(at("gradient descent", t, j))),
            Step(
                "w_j(t)", eq(w[j, t], w[j, 1] * X), by.hypothesis(at("coordinate by coordinate", j))
            ),
            Step(
                "w_j(t+1)",
                eq(w[j, t + 1], w[j, 1] * (X - LOSS)),
                by.decide(
                    "the step",
                    "w_j(t)",
                    "Q_j(t)",
                    "P(t) = P(1) x**k",
                    "P(1)**2 = 1",
                    "|y| = -y P(1)",
                ),
            ),
        ),
    ),
    Step(
        "the new size",
        eq(size(t + 1), X - LOSS),
        by.decide(at("every coordinate loses as much", 1), at("squares at the start", 1)),
    ),
    Step(
        "it is positive", size(t + 1) > 0, by.decide("the new size", "less than the size is lost")
    ),
    Step(
        "it is at most 1",
        size(t + 1) <= 1,
        by.decide("the new size", "nothing is gained", "the size is at most 1"),
    ),
    Step(
        "each coordinate has it",
        forall(indices(k), lambda i: eq(w[i, t + 1], w[i, 1] * size(t + 1))),
        by.fix(
            i,
            Step(
                "w_i(t+1)",
                eq(w[i, t + 1], w[i, 1] * size(t + 1)),
                by.decide(at("every coordinate loses as much", i), "the new size"),
            ),
        ),
    ),
    Step(
        "at t + 1",
        kept(t + 1),
        by.decide("it is positive", "it is at most 1", "each coordinate has it"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/footnote-2",
    title="Orthogonal initialisation can cause non-convergence for ever",
    source=shamir("3.1", "footnote 2"),
    variant="effective",
    statement=statement(
        [k, y, eta, over(w, k)],
        {
            "there are two factors or more": k >= 2,
            "each coordinate starts at -1 or 1": forall(indices(k), lambda i: eq(abs(w[i, 1]), 1)),
            "the product starts on the other side of 0 than y": y * P_START < 0,
            "the step size is positive": eta > 0,
            "the step size is small": 2 * eta * (1 + abs(y)) < 1,
            "gradient descent": gradient_descent(lambda p: 2 * (p - y)),
        },
        forall(times(1), claim),
    ),
    changes=(
        "'small enough step sizes' is made explicit: 2*eta*(1 + |y|) < 1",
        "k >= 2 is added: for one factor the claim is not made",
    ),
    proof=(
        Step(
            "squares at the start",
            forall(indices(k), lambda i: eq(w[i, 1] ** 2, 1)),
            by.fix(
                i,
                Step("|w_i|**2 = w_i**2", None, by.elementary("abs squared", w[i, 1])),
                Step(
                    "w_i**2 = 1",
                    eq(w[i, 1] ** 2, 1),
                    by.decide("|w_i|**2 = w_i**2", at("each coordinate starts at -1 or 1", i)),
                ),
            ),
        ),
        Step(
            "|P(1)| factor by factor",
            eq(abs(P_START), prod(k, lambda i: abs(w[i, 1]))),
            by.image("abs", P_START),
        ),
        Step(
            "k factors 1",
            eq(prod(k, lambda i: abs(w[i, 1])), prod(k, lambda i: ONE)),
            by.termwise("each coordinate starts at -1 or 1"),
        ),
        Step("make 1", eq(prod(k, lambda i: ONE), 1), by.constant(prod(k, lambda i: ONE))),
        Step(
            "|P(1)| = 1",
            eq(abs(P_START), 1),
            by.decide("|P(1)| factor by factor", "k factors 1", "make 1"),
        ),
        Step("|P(1)|**2 = P(1)**2", None, by.elementary("abs squared", P_START)),
        Step("P(1)**2 = 1", eq(P_START**2, 1), by.decide("|P(1)|**2 = P(1)**2", "|P(1)| = 1")),
        Step("|y P(1)| = |y| |P(1)|", None, by.elementary("abs of product", y, P_START)),
        Step("|y P(1)| = -y P(1)", None, by.elementary("abs of nonpositive", y * P_START)),
        Step(
            "|y| = -y P(1)",
            eq(abs(y), -y * P_START),
            by.decide("|y P(1)| = |y| |P(1)|", "|y P(1)| = -y P(1)", "|P(1)| = 1"),
        ),
        Step(
            "one size at all times",
            forall(times(1), kept),
            by.induction(
                t,
                base=[
                    Step("size 1", eq(size(1), 1), by.decide(at("squares at the start", 1))),
                    Step(
                        "each coordinate",
                        forall(indices(k), lambda i: eq(w[i, 1], w[i, 1] * size(1))),
                        by.fix(i, Step("w_i", eq(w[i, 1], w[i, 1] * size(1)), by.decide("size 1"))),
                    ),
                    Step("at the start", kept(1), by.decide("size 1", "each coordinate")),
                ],
                step=NEXT,
                assuming="one size",
            ),
        ),
        Step(
            "conclusion",
            forall(times(1), claim),
            by.fix(
                t,
                Step("one size", kept(t), by.hypothesis(at("one size at all times", t))),
                *PRODUCTS,
                Step(
                    "x**k > 0",
                    X_ALL > 0,
                    by.elementary("power is positive", X, k, using=["the size is positive"]),
                ),
                Step(
                    "y P(t) < 0",
                    y * product(at_time(t)) < 0,
                    by.decide("P(t) = P(1) x**k", "x**k > 0"),
                ),
                Step("at t", claim(t), by.decide("y P(t) < 0")),
            ),
        ),
    ),
)
