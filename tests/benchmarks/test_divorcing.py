"""A noisy-OR cut into nodes of two parents is the noisy-OR it was."""

import itertools
import json

import numpy as np
import pytest

from divorcing import Arrangement, NoisyOr, chain, tree
from filiform.localise.problem import Problem
from peers_users import flat_table, verdict

LEAK = 0.05
STRENGTHS = (0.8, 0.4, 0.3, 0.6, 0.1)


def one_finding(count: int) -> Problem:
    return Problem(
        chance=np.full(count, 0.2),
        starts=np.array([0, count]),
        causes=np.arange(count),
        strengths=np.array(STRENGTHS[:count]),
        leaks=np.array([LEAK]),
        if_silent=np.zeros(1),
        if_triggered=np.ones(1),
    )


def chance_triggered(nodes: list[NoisyOr], active: tuple[int, ...]) -> float:
    """Send the chance of each node on to the next; exact, for no node has two ways to another."""
    chances = {f"c{cause}": float(on) for cause, on in enumerate(active)}
    for node in nodes:
        table, total = node.table(), 0.0
        for states in itertools.product((0, 1), repeat=len(node.parents)):
            weight = 1.0
            for parent, state in zip(node.parents, states, strict=True):
                weight *= chances[parent] if state else 1.0 - chances[parent]
            total += weight * table[states][1]
        chances[node.name] = total
    return chances[nodes[-1].name]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("arrangement", [chain, tree])
def test_divorced_nodes_trigger_as_the_whole_finding_does(
    arrangement: Arrangement, count: int
) -> None:
    nodes = arrangement(one_finding(count), 0)

    assert max(len(node.parents) for node in nodes) <= 2
    for active in itertools.product((0, 1), repeat=count):
        silent = 1.0 - LEAK
        for on, strength in zip(active, STRENGTHS, strict=False):
            silent *= 1.0 - on * strength
        assert chance_triggered(nodes, active) == pytest.approx(1.0 - silent, abs=1e-15)


@pytest.mark.parametrize("arrangement", [chain, tree])
def test_a_finding_without_causes_has_no_node(arrangement: Arrangement) -> None:
    assert arrangement(one_finding(0), 0) == []


def test_a_flat_table_turns_its_last_parent_fastest() -> None:
    node = NoisyOr("f", 0.0, {"a": 0.5, "b": 0.2})

    assert flat_table(node).tolist() == [[1.0, 0.8, 0.5, 0.4], pytest.approx([0.0, 0.2, 0.5, 0.6])]


def test_the_axes_of_a_table_follow_the_order_asked_for() -> None:
    node = NoisyOr("f", 0.0, {"a": 0.5, "b": 0.2})

    assert node.table(["b", "a"])[0, 1, 1] == 0.5


def test_what_a_library_left_behind_is_put_into_one_line() -> None:
    told = json.dumps({"seconds": 2.5, "error": 0.001})

    assert verdict(0, f"chatter\n{told}\n", "") == "answers: 2.50 s a client, largest error 1.0e-03"
    assert (
        verdict(1, "", "Traceback\n  …\nMemoryError: too much\n") == "fails: MemoryError: too much"
    )
    assert verdict(-9, "", "") == "fails: ended with -9"
