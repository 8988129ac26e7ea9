"""Orders of palpation, and when a decision is settled."""

import itertools

import pytest

from filiform.atlas import load_atlas
from filiform.localise import load_parameters
from filiform.localise.network import network_of
from tests_to_decision import CLINIC, FIRST_RANKED, ORDERS, settled_after, visit_of, walk

NETWORK = network_of(load_atlas(), load_parameters())
A, B = frozenset({1}), frozenset({1, 2})


@pytest.mark.parametrize(
    ("decisions", "place"),
    [([A], 0), ([A, A, A], 0), ([A, B, B], 1), ([B, A, B], 2), ([B, B, A], 2)],
)
def test_a_decision_is_settled_from_where_it_stays_the_last(
    decisions: list[frozenset[int]], place: int
) -> None:
    assert settled_after(decisions) == place


@pytest.mark.long
@pytest.mark.parametrize("name", list(ORDERS))
def test_every_order_palpates_only_candidates_and_ends_with_one_decision(name: str) -> None:
    visit = visit_of(NETWORK, 11)
    path = list(ORDERS[name](visit))

    assert len(path) == len(set(path))
    assert set(path) <= set(visit.candidates)
    assert walk(visit, ORDERS[name]).wrong[-1] == walk(visit, ORDERS[CLINIC]).wrong[-1]


def test_the_clinic_order_leaves_no_candidate_out_and_stays_in_a_region() -> None:
    visit = visit_of(NETWORK, 12)
    path = list(ORDERS[CLINIC](visit))
    region_by_point = {
        point.id: muscle.region
        for muscle in NETWORK.atlas.muscles.values()
        for point in muscle.trigger_points
    }
    regions = [region_by_point[NETWORK.causes[cause].trigger_point] for cause in path]

    assert sorted(path) == list(visit.candidates)
    assert len(list(dict.fromkeys(regions))) == 1 + sum(
        one != other for one, other in itertools.pairwise(regions)
    )


@pytest.mark.long
def test_the_random_order_shuffles_the_first_ranked_only() -> None:
    visit = visit_of(NETWORK, 13)
    ranked = list(ORDERS["most probable first"](visit))
    shuffled = list(ORDERS[f"random in first {FIRST_RANKED}"](visit))

    assert shuffled != ranked
    assert sorted(shuffled[:FIRST_RANKED]) == sorted(ranked[:FIRST_RANKED])
    assert shuffled[FIRST_RANKED:] == ranked[FIRST_RANKED:]
