"""The ranking as a clinician meets it: evidence that counts, refusals, and the public answer."""

import json
from dataclasses import replace

import pytest

from filiform.atlas import load_atlas
from filiform.body.areas import all_sided_areas, load_areas
from filiform.body.drawing import EmptyDrawingError, PainDrawing, PainMark, PainQuality
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    DoubtfulArea,
    Localisation,
    Method,
    MovementFinding,
    PalpationFinding,
    RankedPoint,
    UnknownFindingError,
    load_parameters,
    localisation_as_json,
    probability_in_words,
    rank_trigger_points,
)
from filiform.localise.rank import tied_ranks

ATLAS = load_atlas()
ARM = PainDrawing(
    tuple(PainMark(area, Side.RIGHT, 6) for area in ("shoulder_anterior", "arm_anterior_upper"))
)


def probability(localisation: Localisation, trigger_point: str, side: Side) -> float:
    (point,) = (
        point
        for point in localisation.ranking
        if (point.trigger_point, point.side) == (trigger_point, side)
    )
    return point.probability


def test_nothing_painted_is_refused() -> None:
    with pytest.raises(EmptyDrawingError, match="Nothing is painted"):
        rank_trigger_points(CaseFindings(PainDrawing(())), ATLAS)


@pytest.mark.long
def test_a_body_painted_all_over_is_only_a_sketch_and_says_so() -> None:
    everywhere = PainDrawing(tuple(PainMark(area.area, area.side, 5) for area in all_sided_areas()))

    localisation = rank_trigger_points(CaseFindings(everywhere), ATLAS)

    assert localisation.method is Method.SKETCH
    assert localisation.effective_draws is not None
    assert localisation.effective_draws < load_parameters().fewest_effective_draws
    assert localisation.error > 0.1


def test_beyond_the_limit_of_the_parameters_a_sampled_answer_states_its_error() -> None:
    narrow = replace(load_parameters(), widest_frontier=1, sampling_core=1)

    exact = rank_trigger_points(CaseFindings(ARM), ATLAS)
    sampled = rank_trigger_points(CaseFindings(ARM), ATLAS, parameters=narrow)

    assert sampled.method is Method.SAMPLED
    assert 0 < sampled.error < 0.05
    for point in exact.ranking:
        near = probability(sampled, point.trigger_point, point.side)
        assert near == pytest.approx(point.probability, abs=sampled.error)
    assert sampled.log_evidence == pytest.approx(exact.log_evidence, abs=0.05)
    for area, share in exact.unexplained.items():
        assert sampled.unexplained[area] == pytest.approx(share, abs=sampled.error)


def test_the_same_wide_drawing_gives_the_same_answer_twice() -> None:
    narrow = replace(load_parameters(), widest_frontier=1, sampling_core=1)

    first = rank_trigger_points(CaseFindings(ARM), ATLAS, parameters=narrow)

    assert rank_trigger_points(CaseFindings(ARM), ATLAS, parameters=narrow) == first


def test_the_top_is_the_top_of_the_whole_ranking() -> None:
    whole = rank_trigger_points(CaseFindings(ARM), ATLAS)

    top = rank_trigger_points(CaseFindings(ARM), ATLAS, top=7)

    assert top == replace(whole, ranking=whole.ranking[:7])


def test_points_closer_than_the_error_share_a_rank() -> None:
    assert tied_ranks([0.9, 0.5, 0.49, 0.2], 0.006) == [1, 2, 2, 4]
    assert tied_ranks([0.9, 0.5, 0.49, 0.2], 1e-12) == [1, 2, 3, 4]


def test_both_shoulders_neck_and_upper_back_painted_full_are_still_answered() -> None:
    regions = {"neck", "shoulder", "upper_back"}
    marks = tuple(
        PainMark(area.area, area.side, 5)
        for area in all_sided_areas()
        if load_areas()[area.area].region in regions
    )

    localisation = rank_trigger_points(CaseFindings(PainDrawing(marks)), ATLAS)

    assert localisation.method == "exact"
    assert len(localisation.unexplained) == len(marks) == 47


def test_a_movement_that_no_one_tested_says_nothing_and_a_free_one_speaks_against() -> None:
    untested = rank_trigger_points(CaseFindings(ARM), ATLAS)
    free = rank_trigger_points(
        CaseFindings(ARM, (MovementFinding("hand_behind_back", Side.RIGHT, False),)), ATLAS
    )
    restricted = rank_trigger_points(
        CaseFindings(ARM, (MovementFinding("hand_behind_back", Side.RIGHT, True),)), ATLAS
    )

    before = probability(untested, "infraspinatus.trp1", Side.RIGHT)
    assert probability(free, "infraspinatus.trp1", Side.RIGHT) < before
    assert probability(restricted, "infraspinatus.trp1", Side.RIGHT) > before


def test_a_movement_without_a_side_speaks_for_both_sides_alike() -> None:
    middle = CaseFindings(
        PainDrawing((PainMark("lumbar_midline", Side.MIDLINE, 5),)),
        (MovementFinding("trunk_flexion", None, True, True),),
    )

    localisation = rank_trigger_points(middle, ATLAS)

    for point in ATLAS.trigger_points:
        left = probability(localisation, point, Side.LEFT)
        assert probability(localisation, point, Side.RIGHT) == pytest.approx(left, abs=2e-12)


def test_turning_the_head_reaches_the_muscles_of_both_sides() -> None:
    """A turn to the right stretches one muscle's left belly and another's right belly."""
    opposite = next(
        muscle
        for muscle in ATLAS.muscles.values()
        if "neck_rotation_opposite" in muscle.restricted_movements
    )
    same = next(
        muscle
        for muscle in ATLAS.muscles.values()
        if "neck_rotation_same" in muscle.restricted_movements
        and "neck_rotation_opposite" not in muscle.restricted_movements
    )
    far = PainDrawing((PainMark("knee_anterior", Side.RIGHT, 3),))
    turned = MovementFinding("neck_rotation_same", Side.RIGHT, restricted=True)

    before = rank_trigger_points(CaseFindings(far), ATLAS)
    after = rank_trigger_points(CaseFindings(far, (turned,)), ATLAS)

    for muscle, side in ((same, Side.RIGHT), (opposite, Side.LEFT)):
        point = muscle.trigger_points[0].id
        assert probability(after, point, side) > probability(before, point, side)


def test_a_finding_that_the_atlas_does_not_hold_is_named() -> None:
    with pytest.raises(UnknownFindingError, match=r"soleus\.trp99"):
        rank_trigger_points(
            CaseFindings(ARM, (), (PalpationFinding("soleus.trp99", Side.LEFT, tender=True),)),
            ATLAS,
        )
    with pytest.raises(UnknownFindingError, match="moonwalk"):
        rank_trigger_points(
            CaseFindings(ARM, (MovementFinding("moonwalk", Side.LEFT, True),)), ATLAS
        )


def test_stronger_pain_makes_its_causes_more_probable() -> None:
    def first(intensity: int) -> RankedPoint:
        drawing = PainDrawing(tuple(replace(mark, intensity=intensity) for mark in ARM.marks))
        return rank_trigger_points(CaseFindings(drawing), ATLAS).ranking[0]

    mild, severe = first(2), first(9)

    assert severe.probability > mild.probability


def test_ratings_of_one_grade_and_words_for_the_pain_change_nothing() -> None:
    described = PainDrawing(
        tuple(replace(mark, intensity=6, qualities=(PainQuality.BURNING,)) for mark in ARM.marks)
    )
    plain = PainDrawing(tuple(replace(mark, intensity=5) for mark in ARM.marks))

    assert rank_trigger_points(CaseFindings(described), ATLAS) == rank_trigger_points(
        CaseFindings(plain), ATLAS
    )


def test_an_area_in_doubt_lies_between_painted_and_left_out() -> None:
    *others, grazed = ARM.marks

    def first(*doubtful: DoubtfulArea, marks: tuple[PainMark, ...] = tuple(others)) -> float:
        case = CaseFindings(PainDrawing(marks), doubtful=doubtful)
        return probability(rank_trigger_points(case, ATLAS), "infraspinatus.trp1", Side.RIGHT)

    left_out, painted = first(), first(marks=ARM.marks)
    doubts = [first(DoubtfulArea(grazed.area, grazed.side, chance)) for chance in (0.1, 0.5, 0.9)]

    assert left_out < doubts[0] < doubts[1] < doubts[2] < painted


def test_the_answer_is_written_in_the_documented_shape() -> None:
    localisation = rank_trigger_points(CaseFindings(ARM), ATLAS)

    answer = json.loads(json.dumps(localisation_as_json(localisation, top=3)))

    assert list(answer) == [
        "ranking", "method", "error", "poorly_explained", "atlas_version", "parameters_version",
    ]  # fmt: skip
    assert len(answer["ranking"]) == 3
    first = answer["ranking"][0]
    assert list(first) == ["rank", "trigger_point", "muscle", "side", "probability", "explains"]
    assert list(first["explains"][0]) == ["area", "side", "responsibility"]
    assert answer["method"] == "exact"
    assert answer["error"] == 1e-12
    assert answer["atlas_version"] == ATLAS.version
    assert answer["parameters_version"] == load_parameters().version
    assert len(localisation_as_json(localisation)["ranking"]) == 2 * len(ATLAS.trigger_points)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "very likely"),
        (0.9, "very likely"),
        (0.7, "likely"),
        (0.5, "possible"),
        (0.2, "less likely"),
        (0.097, "less likely"),  # printed as 10 %
        (0.05, "unlikely"),
        (0.0, "unlikely"),
    ],
)
def test_a_probability_has_fixed_words(value: float, words: str) -> None:
    assert probability_in_words(value) == words
