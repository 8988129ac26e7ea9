"""The two simpler rankings, held against their definitions."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baselines import naive_bayes_scores, overlap_scores
from filiform.atlas import load_atlas
from filiform.body.areas import SidedArea, load_areas
from filiform.body.drawing import EmptyDrawingError, PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    MovementFinding,
    PalpationFinding,
    load_parameters,
    rank_trigger_points,
    sample_client,
)
from filiform.localise.encoding import level_of, level_of_degree
from filiform.localise.levels import Level
from filiform.localise.network import MovementSign, Network, network_of
from filiform.localise.palpation import palpation_ratio
from filiform.localise.table import Links
from tests.localise.small_atlas import cut_atlas

WHOLE = network_of(load_atlas(), load_parameters())
SMALL_ATLAS = cut_atlas(["infraspinatus", "supraspinatus", "piriformis"])
SMALL = network_of(SMALL_ATLAS, load_parameters())
SEEDS = st.integers(0, 2**32 - 1)


def drawing_of(*areas: SidedArea) -> PainDrawing:
    return PainDrawing(tuple(PainMark(place.area, place.side, 5) for place in areas))


def areas_of(point: str, side: Side) -> list[SidedArea]:
    entry = load_atlas().trigger_points[point]
    names = dict.fromkeys(entry.essential + entry.spillover + entry.local)
    return [SidedArea(name, Side.MIDLINE if load_areas()[name].midline else side) for name in names]


def sampled_case(seed: int) -> CaseFindings:
    return sample_client(load_atlas(), np.random.default_rng(seed)).case


def a_parent_of(painted: set[SidedArea], seed: int) -> int:
    """Pick a point that reaches something painted; most points reach nothing."""
    parents = np.unique(np.concatenate([WHOLE.area_links[area].causes for area in painted]))
    return int(parents[seed % len(parents)])


def strength_on(links: Links, cause: int) -> float:
    for position, strength in zip(links.causes.tolist(), links.strengths.tolist(), strict=True):
        if position == cause:
            return float(strength)
    return 0.0


def test_a_drawing_that_is_a_pattern_overlaps_it_fully_as_a_set() -> None:
    whole = drawing_of(*areas_of("piriformis.trp1", Side.LEFT))

    scores = overlap_scores(whole, WHOLE, graded=False)

    position = WHOLE.position_of("piriformis.trp1", Side.LEFT)
    assert scores[position] == 1.0
    assert scores.argmax() == position


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.booleans())
def test_overlap_is_the_smaller_weights_over_the_larger(seed: int, graded: bool) -> None:
    drawing = sampled_case(seed).drawing
    painted = {mark.sided_area for mark in drawing.marks}
    strongest = max(
        links.strengths.max() for links in WHOLE.area_links.values() if links.causes.size
    )
    cause = a_parent_of(painted, seed)

    smaller = larger = 0.0
    for area, links in WHOLE.area_links.items():
        strength = strength_on(links, cause)
        weight = strength / strongest if graded else float(strength > 0)
        smaller += min(float(area in painted), weight)
        larger += max(float(area in painted), weight)

    assert overlap_scores(drawing, WHOLE, graded=graded)[cause] == pytest.approx(smaller / larger)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_naive_bayes_is_one_point_against_the_leak_finding_by_finding(seed: int) -> None:
    case = sampled_case(seed)
    painted = {mark.sided_area for mark in case.drawing.marks}
    cause = a_parent_of(painted, seed)

    log_odds = math.log(WHOLE.prior[cause] / (1 - WHOLE.prior[cause]))
    level_by_area = {
        mark.sided_area: level_of(mark.intensity, WHOLE.parameters) for mark in case.drawing.marks
    }
    findings = [
        (links, level_by_area.get(area, Level.ABSENT)) for area, links in WHOLE.area_links.items()
    ]
    for finding in case.movements:
        for sign, degree in finding.degrees:
            links = WHOLE.movement_links[finding.test, MovementSign(sign)]
            findings.append((links, level_of_degree(degree)))
    for links, level in findings:
        with_cause = chance_of(level, links, strength_on(links, cause))
        log_odds += math.log(with_cause / chance_of(level, links, 0.0))

    assert naive_bayes_scores(case, WHOLE)[cause] == pytest.approx(log_odds, abs=1e-9)


def chance_of(level: Level, links: Links, strength: float) -> float:
    """Return the chance of a level from the leak and one active cause, as the model is defined."""

    def at_most(highest: int) -> float:
        if highest >= Level.SEVERE:
            return 1.0
        leak = links.leak * links.leak_ratio**highest
        return (1 - leak) * (1 - strength * links.ratio**highest)

    if level is Level.UNGRADED:
        return 1 - at_most(0)
    return at_most(level) - (at_most(level - 1) if level else 0.0)


def test_where_one_point_is_all_there_is_naive_bayes_is_exact() -> None:
    # Teres minor has one point and no area in the midline, so its two sides never meet.
    alone = cut_atlas(["teres_minor"])
    parameters = replace(load_parameters(), active_points_mean=0.5)
    tested = MovementFinding(
        "shoulder_internal_rotation", Side.RIGHT, restricted=True, painful=False
    )
    case = CaseFindings(drawing_of(*areas_of("teres_minor.trp1", Side.RIGHT)[:1]), (tested,))
    network = network_of(alone, parameters)

    scores = naive_bayes_scores(case, network)

    ranking = rank_trigger_points(case, alone, parameters=parameters).ranking
    exact = {point.side: point.probability for point in ranking}
    for cause, log_odds in zip(network.causes, scores.tolist(), strict=True):
        assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(exact[cause.side], abs=1e-9)


def test_a_movement_reported_twice_alike_counts_once() -> None:
    restricted = MovementFinding("shoulder_internal_rotation", Side.RIGHT, restricted=True)
    drawing = drawing_of(SidedArea("shoulder_anterior", Side.RIGHT))

    once = naive_bayes_scores(CaseFindings(drawing, (restricted,)), SMALL)
    twice = naive_bayes_scores(CaseFindings(drawing, (restricted, restricted)), SMALL)

    assert np.array_equal(once, twice)


def test_a_palpated_point_changes_by_its_likelihood_ratio_and_no_other_does() -> None:
    drawing = drawing_of(SidedArea("shoulder_anterior", Side.RIGHT))
    finding = PalpationFinding("infraspinatus.trp1", Side.RIGHT, recognised_pain=True)

    before = naive_bayes_scores(CaseFindings(drawing), SMALL)
    after = naive_bayes_scores(CaseFindings(drawing, (), (finding,)), SMALL)

    expected = np.zeros(len(SMALL.causes))
    expected[SMALL.position_of("infraspinatus.trp1", Side.RIGHT)] = np.log(
        palpation_ratio(finding, SMALL.parameters)
    )
    assert after - before == pytest.approx(expected)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_mirroring_a_case_mirrors_the_scores(seed: int) -> None:
    case = sampled_case(seed)
    swap = [WHOLE.position_by_cause[cause.mirrored] for cause in WHOLE.causes]

    for scores in (
        lambda case: overlap_scores(case.drawing, WHOLE),
        lambda case: naive_bayes_scores(case, WHOLE),
    ):
        assert scores(case.mirrored)[swap] == pytest.approx(scores(case))


@pytest.mark.parametrize("network", [WHOLE, SMALL], ids=["whole", "small"])
def test_an_empty_drawing_is_refused(network: Network) -> None:
    with pytest.raises(EmptyDrawingError):
        overlap_scores(PainDrawing(()), network)
    with pytest.raises(EmptyDrawingError):
        naive_bayes_scores(CaseFindings(PainDrawing(())), network)
