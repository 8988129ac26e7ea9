"""The journey of a visit: may it start, may this site be needled, may it be signed."""

from dataclasses import replace

import pytest

from filiform.atlas import load_atlas
from filiform.body.side import Side
from filiform.care import Acknowledgement, Session, UnknownSiteError, technique
from filiform.safety import Answer, SafetyVerdict
from filiform.workflow.needling import concerns_against, review_visit
from tests.care.cast import AGREED_TODAY, ALL_NO, needling, verdict

ATLAS = load_atlas()


def test_a_clear_and_settled_visit_may_start_and_may_be_signed() -> None:
    review = review_visit(Session((needling(),)), ALL_NO, AGREED_TODAY)

    assert review.may_start
    assert review.may_sign
    assert (review.count.needles_in, review.count.missing) == (1, 0)


def test_nothing_starts_while_nothing_is_answered() -> None:
    review = review_visit(Session(()), {}, AGREED_TODAY)

    assert not review.may_start
    assert not review.may_sign


def test_a_blocked_visit_may_end_without_a_needle_and_with_a_reason() -> None:
    answers = {**ALL_NO, "A03": Answer.YES}

    review = review_visit(Session((), no_needling_reason="Fever"), answers, AGREED_TODAY)

    assert not review.may_start
    assert review.may_sign


def test_without_a_consent_nothing_starts_and_nothing_is_signed() -> None:
    review = review_visit(Session((needling(),)), ALL_NO)

    assert review.verdict.permitted
    assert not review.may_start
    assert not review.may_sign


def test_a_consent_does_not_permit_what_the_screening_forbids() -> None:
    review = review_visit(Session(()), {**ALL_NO, "A03": Answer.YES}, AGREED_TODAY)

    assert review.consent.given
    assert not review.may_start


def test_a_reason_opens_the_way_past_a_caution() -> None:
    answers = {**ALL_NO, "R22": Answer.YES}
    open_ = Session((needling(),))
    settled = Session((needling(),), (Acknowledgement("R22", "Standard precautions"),))

    assert review_visit(open_, answers, AGREED_TODAY).may_start
    assert not review_visit(open_, answers, AGREED_TODAY).may_sign
    assert review_visit(settled, answers, AGREED_TODAY).may_sign


def test_a_blocking_concern_stands_against_every_needling() -> None:
    (concern,) = concerns_against(needling(), verdict(F01="yes"), ATLAS)

    assert concern.code == "F01"


def test_a_barred_technique_stands_against_its_own_needlings_only() -> None:
    electrical = needling(technique=technique("E_STIM"))
    raised = verdict(R05="unsure", R22="yes")

    assert [c.code for c in concerns_against(electrical, raised, ATLAS)] == ["R05"]
    assert concerns_against(needling(), raised, ATLAS) == ()


def test_a_concern_that_blocks_and_bars_is_named_once() -> None:
    (concern,) = verdict(A13="yes").concerns
    both = SafetyVerdict((replace(concern, blocks=True),), screening_version="test")

    against = concerns_against(needling(technique=technique("E_STIM")), both, ATLAS)

    assert against == both.concerns


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"muscle": "infraspinat"}, "no muscle 'infraspinat'"),
        ({"trigger_point": "deltoid.trp1"}, r"expected one of infraspinatus\.trp1, .*or none"),
        ({"side": Side.MIDLINE}, "infraspinatus came with side midline; it is bilateral"),
    ],
)
def test_a_site_that_the_atlas_does_not_hold_is_refused(
    details: dict[str, object], message: str
) -> None:
    with pytest.raises(UnknownSiteError, match=message):
        concerns_against(needling(**details), verdict(), ATLAS)  # type: ignore[arg-type]


def test_a_site_of_the_muscle_away_from_any_atlas_point_is_accepted() -> None:
    assert concerns_against(needling(trigger_point=None), verdict(), ATLAS) == ()
