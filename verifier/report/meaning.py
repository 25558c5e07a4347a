"""What verdicts mean, in a sentence each."""

from __future__ import annotations

MEANINGS = {
    "proved": "holds for everything that it quantifies over; re-checked by a separate process",
    "refuted": "is false: an exact counterexample is given",
    "ill-posed": "has a term that is undefined at a point that the hypotheses allow",
    "unknown": "neither proved nor refuted",
}


def meaning(verdict: str, scope: str | None, *, printed_proof: bool) -> str:
    """What a verdict says of a lemma, or of a paper's own proof."""
    if printed_proof and verdict == "refuted":
        return "the printed proof has a step that does not follow"
    if verdict == "refuted" and scope == "all":
        return "is false, whatever constants it leaves open: its negation is proved"
    return MEANINGS[verdict]
