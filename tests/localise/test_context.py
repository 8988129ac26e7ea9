"""What is known beforehand moves which muscles are likely, and not how many."""

from dataclasses import replace

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.errors import MalformedInputError
from filiform.localise import (
    CaseFindings,
    Context,
    ParametersError,
    UnknownFindingError,
    case_as_json,
    load_parameters,
    parse_case,
    rank_trigger_points,
)
from filiform.localise.context import load_covariates, log_odds_in, parse_covariates
from filiform.localise.network import network_of

ATLAS = load_atlas()
NETWORK = network_of(ATLAS, load_parameters())
ARM = PainDrawing((PainMark("shoulder_anterior", Side.RIGHT, 6),))


def chances(context: Context) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds_in(context, NETWORK))))


@pytest.mark.parametrize(
    "context",
    [
        Context(activities=("swimming", "desk_work")),
        Context(complaint="shoulder"),
        Context(dominant_side=Side.LEFT),
    ],
)
def test_a_context_keeps_the_expected_number_of_points(context: Context) -> None:
    assert chances(context).sum() == pytest.approx(load_parameters().active_points_mean)


def test_nothing_known_is_the_prior_of_the_network() -> None:
    assert log_odds_in(Context(), NETWORK) is NETWORK.log_odds


def test_an_activity_raises_the_muscles_that_the_atlas_says_it_provokes() -> None:
    before, after = chances(Context()), chances(Context(activities=("swimming",)))

    provoked = {
        muscle.id
        for muscle in ATLAS.muscles.values()
        if any("swimming" in each for each in muscle.provoking_activities)
    }
    assert provoked
    for cause, old, new in zip(NETWORK.causes, before, after, strict=True):
        muscle = ATLAS.trigger_points[cause.trigger_point].muscle
        assert bool(new > old) is (muscle in provoked)


def test_rowing_does_not_mean_throwing() -> None:
    """Words are matched from their beginning."""
    covariates = load_covariates()
    thrower = replace(ATLAS.muscles["infraspinatus"], provoking_activities=("throwing",))

    assert covariates.provokes("throwing", thrower)
    assert not covariates.provokes("rowing", thrower)


def test_arm_and_shoulder_of_the_dominant_side_are_a_little_likelier() -> None:
    place = NETWORK.position_of("infraspinatus.trp1", Side.RIGHT)

    right, left = (chances(Context(dominant_side=side))[place] for side in (Side.RIGHT, Side.LEFT))

    assert left < right < 1.5 * left


def test_a_mirror_turns_the_dominant_side() -> None:
    case = CaseFindings(ARM, context=Context(dominant_side=Side.RIGHT))

    assert case.mirrored.context.dominant_side is Side.LEFT


def test_every_activity_of_the_file_provokes_some_muscle() -> None:
    covariates = load_covariates()

    for activity in covariates.words_by_activity:
        assert any(covariates.provokes(activity, muscle) for muscle in ATLAS.muscles.values())


def test_a_context_is_written_and_read_back() -> None:
    context = Context(("running", "desk_work"), "leg_posterior", Side.LEFT)
    case = CaseFindings(ARM, context=context)

    assert parse_case(case_as_json(case)) == case


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"activities": ["swiming"]}, "context.activities[0]: no activity is called 'swiming'"),
        ({"complaint": "shulder"}, "Did you mean shoulder"),
        ({"dominant_side": "midline"}, "context.dominant_side: came 'midline', expected left or"),
        ({"sport": "golf"}, "context: unknown key 'sport'"),
    ],
)
def test_a_broken_context_is_refused_with_its_path(
    context: dict[str, object], message: str
) -> None:
    document = case_as_json(CaseFindings(ARM)) | {"context": context}

    with pytest.raises(MalformedInputError) as caught:
        parse_case(document)

    assert message in str(caught.value)


def test_unknown_words_are_refused_without_the_format_too() -> None:
    for context in (Context(activities=("chess",)), Context(complaint="soul")):
        with pytest.raises(UnknownFindingError, match="is called"):
            rank_trigger_points(CaseFindings(ARM, context=context), ATLAS)


@pytest.mark.parametrize("text", ["", "[activities]", "[activities]\nrest = []"])
def test_broken_covariates_are_refused(text: str) -> None:
    with pytest.raises(ParametersError, match="covariates"):
        parse_covariates(text)
