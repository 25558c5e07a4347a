"""What depends on a lemma or a theorem."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verifier.report.dependants import citing, dependants, used_by

NAMES = "abcdef"
GRAPHS = st.fixed_dictionaries({name: st.lists(st.sampled_from(NAMES)) for name in NAMES})


def reaches(start: str, goal: str, uses: dict[str, list[str]]) -> bool:
    """Whether there is a way of one use or more."""
    seen: set[str] = set()
    waiting = list(uses[start])
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += uses[name]
    return False


@given(GRAPHS, st.sampled_from(NAMES))
def test_dependants_are_those_with_a_way_to_it(uses: dict[str, list[str]], goal: str) -> None:
    found = {dependant.id: dependant for dependant in dependants(goal, uses)}
    assert set(found) == {name for name in NAMES if reaches(name, goal, uses)}
    for name, dependant in found.items():
        assert dependant.directly == (goal in uses[name])
        assert set(dependant.through) == {u for u in uses[name] if reaches(u, goal, uses)}
        assert dependant.directly or dependant.through


@given(GRAPHS)
def test_used_by_is_uses_turned_around(uses: dict[str, list[str]]) -> None:
    turned = used_by(uses)
    pairs = {(user, used) for user, many in uses.items() for used in many}
    assert {(user, used) for used, many in turned.items() for user in many} == pairs
    assert all(len(set(many)) == len(many) for many in turned.values())


@given(GRAPHS, st.sets(st.sampled_from(NAMES)))
def test_citing_says_which_lemma_brings_the_theorem(
    uses: dict[str, list[str]], resting: set[str]
) -> None:
    cited = {name: ["Markov"] if name in resting else ["Jensen"] for name in NAMES}
    found = {dependant.id: dependant for dependant in citing("Markov", cited, uses)}
    assert set(found) == resting
    for name, dependant in found.items():
        assert set(dependant.through) == set(uses[name]) & resting
        assert dependant.directly == (not dependant.through)
