"""Branch and bound over a box: a subdivision each of whose parts is settled by one enclosure.

The facts that bound a variable by a constant give the box.  The tokens are a binary tree in prefix
order, lower halves first.  Token 4*i + kind is, by its kind,

0  the box is halved along variable i, counted by name;
1  a leaf: claim i holds by an enclosure of the difference of its sides;
2  a leaf: claim i holds by such an enclosure with the mean value theorem;
3  claim i holds if it does on a face of the box, by monotonicity: what is below is about that.

Claim 0 is the goal, claim i that fact i, counted from 1, is false: then no point of the box counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import ctx

from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.certificates.combination import negated
from verifier.language.enclosure import Claim, bounds, halves, ordered_variables
from verifier.language.terms import Relation

MAX_TOKENS, MAX_PRECISION, MAX_WORK = 20_000, 10_000, 10**9
OVERHEAD = 200  # about so many bits cost as much as there being an operation at all


@dataclass(frozen=True)
class Cover:
    """A subdivision, and the precision in bits at which it is gone through."""

    precision: int
    tokens: tuple[int, ...]


def check_cover(facts: Sequence[Relation], goal: Relation, cover: Cover) -> bool:
    """Guaranteed to return only if the goal holds wherever the facts do and its terms are defined;
    true if these are defined wherever the facts hold.  Raises `LanguageError` or `LookupError`."""
    tokens, precision = cover.tokens, cover.precision
    if not 0 < len(tokens) <= MAX_TOKENS or not 2 <= precision <= MAX_PRECISION or min(tokens) < 0:
        raise CertificateError("a cover is beyond the limits")
    with ctx.workprec(precision):
        variables = ordered_variables(goal, *facts)
        claims = {n: Claim(r, variables) for n, r in enumerate((goal, *map(negated, facts)))}
        work = (1 + len(variables)) * sum(len(claim.difference) for claim in claims.values())
        if work * len(tokens) * (precision + OVERHEAD) > MAX_WORK:
            raise CertificateError("going through a cover is too much work")
        certain, stack = True, [(tuple(bounds(facts, v) for v in variables), claims)]
        for token in tokens:
            if not stack:
                raise CertificateError("a cover goes on after its end")
            box, allowed = stack.pop()
            position, kind = divmod(token, 4)
            if kind == 0:
                stack += [(half, allowed) for half in halves(box, position)]
                continue
            claim = allowed[position]
            if kind == 3:
                # No fact needs to hold on the face: only this claim counts from here on.
                stack.append((claim.lowest_face(box), {position: claim}))
                continue
            claim.check(box, about_a_point=kind == 2)
            if kind == 1 and position == 0 and allowed is claims:
                certain = certain and claim.difference.is_defined(box)
    if stack:
        raise CertificateError("a cover ends too soon")
    return certain
