"""Ranks of muscles and shares of hits; the published cases themselves are not ranked here."""

import itertools
import math

import numpy as np
import pytest

from filiform.body.side import Side
from filiform.localise import load_parameters
from filiform.localise.network import SidedPoint, network_of
from published import SidedMuscle
from scoring import TIE, Share, best_rank, chance_of_hit, rank_of, score_by_muscle
from tests.localise.small_atlas import cut_atlas

FIRST, SECOND, THIRD, FOURTH = (
    SidedMuscle(muscle, side) for muscle in ("psoas", "soleus") for side in (Side.LEFT, Side.RIGHT)
)


def test_a_muscle_has_the_score_of_its_best_point_on_that_side() -> None:
    network = network_of(cut_atlas(["infraspinatus", "piriformis"]), load_parameters())
    scores = np.zeros(len(network.causes))
    for point, side, score in (
        ("infraspinatus.trp1", Side.LEFT, 0.2),
        ("infraspinatus.trp2", Side.LEFT, 0.7),
        ("infraspinatus.trp1", Side.RIGHT, 0.4),
        ("piriformis.trp1", Side.RIGHT, -1.0),
        ("piriformis.trp2", Side.RIGHT, -3.0),
    ):
        scores[network.causes.index(SidedPoint(point, side))] = score

    best = score_by_muscle(scores, network)

    assert best[SidedMuscle("infraspinatus", Side.LEFT)] == 0.7
    assert best[SidedMuscle("infraspinatus", Side.RIGHT)] == 0.4
    assert best[SidedMuscle("piriformis", Side.RIGHT)] == -1.0
    assert len(best) == 4


def test_every_tie_counts_against_a_muscle() -> None:
    scores = {FIRST: 3.0, SECOND: 2.0, THIRD: 2.0 + TIE / 2, FOURTH: 1.0}

    assert [rank_of(muscle, scores) for muscle in scores] == [1, 3, 3, 4]


def test_the_best_placed_of_several_muscles_counts() -> None:
    scores = {FIRST: 0.1, SECOND: 0.9, THIRD: 0.5, FOURTH: 0.7}

    assert best_rank((FIRST, FOURTH, THIRD), scores) == 2


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 1998;17:857-872, table I, score method (M: from memory)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # the mirror of none of 20
        (20, 20, 0.8389, 1.0000),
    ],
)
def test_the_interval_is_that_of_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert Share(hits, total).wilson_95 == pytest.approx((low, high), abs=5e-5)


def test_without_a_case_anything_is_possible() -> None:
    assert Share(0, 0).wilson_95 == (0.0, 1.0)


def test_chance_is_the_share_of_random_orders_that_hit() -> None:
    orders = list(itertools.permutations(range(6)))
    hits = sum(min(order.index(0), order.index(1)) < 3 for order in orders)

    assert math.isclose(chance_of_hit(2, 3, 6), hits / len(orders))
