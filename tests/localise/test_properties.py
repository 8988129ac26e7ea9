"""What must hold for every case, whatever the strengths are."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.atlas import load_atlas
from filiform.body.areas import all_sided_areas, load_areas
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    Localisation,
    PalpationFinding,
    SidedPoint,
    load_parameters,
    rank_trigger_points,
)
from filiform.localise.absorb import absorb
from filiform.localise.encoding import encode
from filiform.localise.frontier import solve
from filiform.localise.network import network_of
from tests.strategies import BODY_SIDES, cases, drawings

ATLAS = load_atlas()
TOLERANCE = 2e-12
"""Two answers, each within its stated error."""

trigger_points = st.sampled_from(sorted(ATLAS.trigger_points))


def by_point(localisation: Localisation) -> dict[SidedPoint, float]:
    return {
        SidedPoint(point.trigger_point, point.side): point.probability
        for point in localisation.ranking
    }


@settings(max_examples=40, deadline=None)
@given(cases())
def test_every_number_is_a_probability(case: CaseFindings) -> None:
    localisation = rank_trigger_points(case, ATLAS)

    probabilities = [point.probability for point in localisation.ranking]
    claims = [claim.responsibility for point in localisation.ranking for claim in point.explains]
    for number in (*probabilities, *claims, *localisation.unexplained.values()):
        assert 0.0 <= number <= 1.0
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(by_point(localisation)) == 2 * len(ATLAS.trigger_points)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_mirroring_the_case_mirrors_the_ranking(case: CaseFindings) -> None:
    seen = by_point(rank_trigger_points(case, ATLAS))
    mirrored = by_point(rank_trigger_points(case.mirrored, ATLAS))

    for point, probability in seen.items():
        assert mirrored[point.mirrored] == pytest.approx(probability, abs=TOLERANCE, rel=0)


@settings(max_examples=30, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(case: CaseFindings, random: object) -> None:
    def shuffled(parts: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(random.sample(parts, len(parts)))  # type: ignore[attr-defined]

    other = CaseFindings(
        PainDrawing(shuffled(case.drawing.marks)),
        shuffled(case.movements),
        shuffled(case.palpations),
    )

    seen, again = rank_trigger_points(case, ATLAS), rank_trigger_points(other, ATLAS)

    assert by_point(again) == pytest.approx(by_point(seen), abs=TOLERANCE, rel=0)
    assert again.log_evidence == pytest.approx(seen.log_evidence, abs=1e-9)


def palpated(case: CaseFindings, finding: PalpationFinding) -> CaseFindings:
    """Return the case with this palpation in place of any other of the spot."""
    others = tuple(
        other
        for other in case.palpations
        if (other.trigger_point, other.side) != (finding.trigger_point, finding.side)
    )
    return replace(case, palpations=(*others, finding))


@settings(max_examples=40, deadline=None)
@given(cases(), trigger_points, BODY_SIDES, st.sampled_from(["taut_band", "tender", "both"]))
def test_palpation_moves_its_own_point_the_way_it_points(
    case: CaseFindings, trigger_point: str, side: Side, sign: str
) -> None:
    spot = SidedPoint(trigger_point, side)

    def probability(taut_band: bool | None, tender: bool | None, pain: bool | None) -> float:
        finding = PalpationFinding(trigger_point, side, taut_band, tender, pain)
        return by_point(rank_trigger_points(palpated(case, finding), ATLAS))[spot]

    taut, tender = sign != "tender" or None, sign != "taut_band" or None
    unpalpated = probability(None, None, None)
    found = probability(taut, tender, True)
    missed = probability(False if taut else None, False if tender else None, False)

    assert missed <= unpalpated + TOLERANCE
    assert unpalpated <= found + TOLERANCE


@settings(max_examples=40, deadline=None)
@given(drawings(1, 8), trigger_points, BODY_SIDES)
def test_a_point_without_painted_area_falls_below_its_prior(
    drawing: PainDrawing, trigger_point: str, side: Side
) -> None:
    """Unpainted areas are evidence: the drawing was filled in as a whole."""
    network = network_of(ATLAS, load_parameters())
    point = SidedPoint(trigger_point, side)
    localisation = rank_trigger_points(CaseFindings(drawing), ATLAS)

    (ranked,) = (
        entry
        for entry in localisation.ranking
        if SidedPoint(entry.trigger_point, entry.side) == point
    )

    if not ranked.explains:
        assert ranked.probability < network.prior[network.position_by_cause[point]]


def region_drawings(region: str, side: Side) -> st.SearchStrategy[PainDrawing]:
    areas = [
        area
        for area in all_sided_areas()
        if area.side is side and load_areas()[area.area].region == region
    ]
    return st.lists(st.sampled_from(areas), min_size=1, max_size=6, unique=True).map(
        lambda chosen: PainDrawing(tuple(PainMark(area.area, area.side, 5) for area in chosen))
    )


@settings(max_examples=25, deadline=None)
@given(region_drawings("hand", Side.RIGHT), region_drawings("foot", Side.LEFT))
def test_unconnected_evidence_equals_separate_runs(hand: PainDrawing, foot: PainDrawing) -> None:
    network = network_of(ATLAS, load_parameters())

    def log_evidence(drawing: PainDrawing) -> float:
        absorbed = absorb(encode(CaseFindings(drawing), network), network)
        return absorbed.log_evidence + solve(absorbed.problem, widest=18).log_evidence

    together = rank_trigger_points(CaseFindings(PainDrawing(hand.marks + foot.marks)), ATLAS)
    apart = by_point(rank_trigger_points(CaseFindings(hand), ATLAS)) | {
        SidedPoint(point.trigger_point, point.side): point.probability
        for point in rank_trigger_points(CaseFindings(foot), ATLAS).ranking
        if point.explains
    }

    assert by_point(together) == pytest.approx(apart, abs=TOLERANCE, rel=0)
    # P(hand, foot) P(nothing) = P(hand) P(foot) when no point reaches both.
    assert together.log_evidence + log_evidence(PainDrawing(())) == pytest.approx(
        log_evidence(hand) + log_evidence(foot), abs=1e-9
    )


@settings(max_examples=40, deadline=None)
@given(cases())
def test_each_painted_area_is_claimed_by_points_or_left_unexplained(case: CaseFindings) -> None:
    localisation = rank_trigger_points(case, ATLAS)

    claimed = dict.fromkeys(localisation.unexplained, 0.0)
    for point in localisation.ranking:
        for claim in point.explains:
            (area,) = (
                area for area in claimed if (area.area, area.side) == (claim.area, claim.side)
            )
            claimed[area] += claim.responsibility
    for area, unexplained in localisation.unexplained.items():
        assert claimed[area] + unexplained >= 1.0 - 1e-9
