"""Every rule of the screening, one by one: triggered, not triggered, unsure, unanswered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.care import load_techniques
from filiform.evidence import Mark, load_sources
from filiform.safety import (
    Action,
    Answer,
    Because,
    Question,
    UnknownAnswerError,
    UnknownQuestionError,
    answers_to_keep,
    judge_screening,
    load_screening,
)

QUESTIONS = load_screening().questions
CODES = [question.code for question in QUESTIONS]
ALL_NO = dict.fromkeys(CODES, Answer.NO)
# The rules that end a visit, spelled out: a change here is a clinical change.
BLOCKING = [
    *["A01", "A02", "A03", "A06", "A08", "A11", "A12", "A15", "R05a", "R06a"],
    *(f"F{number:02}" for number in range(1, 15)),
]
BARRING_ELECTRICAL = ["A13", "A14", "R05", "R08a"]
every_rule = pytest.mark.parametrize("question", QUESTIONS, ids=CODES)
answer_sets = st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer))


def test_a_no_to_every_question_raises_no_concern() -> None:
    verdict = judge_screening(ALL_NO)

    assert verdict.concerns == ()
    assert verdict.permitted


@every_rule
@pytest.mark.parametrize("because", list(Because))
def test_each_rule_is_raised_by_yes_by_doubt_and_by_silence(
    question: Question, because: Because
) -> None:
    answers = dict(ALL_NO)
    match because:
        case Because.YES:
            answers[question.code] = Answer.YES
        case Because.UNSURE:
            answers[question.code] = Answer.UNSURE
        case Because.UNANSWERED:
            del answers[question.code]

    verdict = judge_screening(answers)

    (concern,) = verdict.concerns
    assert (concern.code, concern.because) == (question.code, because)
    assert verdict.permitted == (question.code not in BLOCKING)


@every_rule
def test_each_rule_is_silent_when_only_the_others_are_raised(question: Question) -> None:
    answers = {**dict.fromkeys(CODES, Answer.YES), question.code: Answer.NO}

    codes = [concern.code for concern in judge_screening(answers).concerns]

    assert codes == [code for code in CODES if code != question.code]


def test_a_concern_either_blocks_or_bars_a_technique_or_waits_for_a_reason() -> None:
    verdict = judge_screening({})

    blocking = {concern.code for concern in verdict.blocking}
    waiting = {concern.code for concern in verdict.requires_acknowledgement}
    assert blocking == set(BLOCKING)
    assert set(CODES) - blocking - waiting == {"A13", "A14", "R08a"}
    assert verdict.barred_techniques == {"E_STIM"}


@pytest.mark.parametrize("code", CODES)
def test_electrical_stimulation_is_barred_by_its_own_rules_only(code: str) -> None:
    verdict = judge_screening({**ALL_NO, code: Answer.YES})

    assert (verdict.barred_techniques == {"E_STIM"}) == (code in BARRING_ELECTRICAL)


def test_every_code_of_the_rules_is_asked_or_says_why_not() -> None:
    screening = load_screening()
    expected = {f"A{number:02}" for number in range(1, 18)}
    expected |= {f"R{number:02}" for number in range(1, 30)}
    expected |= {f"F{number:02}" for number in range(1, 15)}

    asked = {code[:3] for code in CODES}

    assert asked | set(screening.unasked) == expected
    assert set(screening.unasked) == {"A10", "A16", "A17"}


@every_rule
def test_every_rule_names_its_sources_or_is_marked_as_unsourced(question: Question) -> None:
    assert set(question.sources) <= set(load_sources())
    assert question.sources or question.mark in (Mark.MEMORY, Mark.PROPOSED)
    assert question.text.endswith("?")
    assert len(question.reason) > 20


@every_rule
def test_every_barred_technique_exists(question: Question) -> None:
    assert set(question.techniques) <= set(load_techniques())


def test_avoiding_a_region_of_an_absolute_rule_is_confirmed_as_left_alone() -> None:
    verdict = judge_screening({**ALL_NO, "A07": Answer.YES, "R03": Answer.YES, "R10": Answer.YES})

    implant, veins, allergy = verdict.requires_acknowledgement
    assert implant.confirmation.startswith("I confirm that no needle goes here")
    assert "implant" in implant.confirmation
    assert "my reason covers it" in veins.confirmation
    assert allergy.confirmation == ""
    assert not allergy.needs_second_confirmation


@given(answers=answer_sets, code=st.sampled_from(CODES))
def test_one_more_yes_never_permits_more(answers: dict[str, Answer], code: str) -> None:
    before = judge_screening({**answers, code: Answer.NO})

    after = judge_screening({**answers, code: Answer.YES})

    assert set(before.concerns) < set(after.concerns)
    assert before.barred_techniques <= after.barred_techniques
    assert before.permitted or not after.permitted


@given(answers=answer_sets, code=st.sampled_from(CODES))
def test_leaving_a_question_out_counts_like_yes(answers: dict[str, Answer], code: str) -> None:
    without = judge_screening({key: value for key, value in answers.items() if key != code})

    with_yes = judge_screening({**answers, code: Answer.YES})

    assert without.permitted == with_yes.permitted
    assert [c.code for c in without.concerns] == [c.code for c in with_yes.concerns]


def test_an_answer_to_an_unknown_question_is_refused() -> None:
    with pytest.raises(UnknownQuestionError, match="'A99'"):
        judge_screening({"A99": Answer.NO})


@pytest.mark.parametrize("came", ["", "No", "maybe", True])
def test_an_answer_that_is_none_of_the_three_is_refused(came: object) -> None:
    with pytest.raises(UnknownAnswerError, match="A01"):
        judge_screening({"A01": came})  # type: ignore[dict-item]


def test_answers_that_can_change_are_asked_again_at_each_visit() -> None:
    kept = answers_to_keep({**ALL_NO, "R10": Answer.YES, "R04": Answer.UNSURE, "X00": Answer.NO})

    assert kept["R10"] is Answer.YES
    assert "R04" not in kept
    assert not {"A03", "A05", "R01", "R05", "R16", "R17", "F01", "X00"} & set(kept)
    assert not judge_screening(kept).permitted


@every_rule
def test_whatever_blocks_is_asked_again_at_each_visit(question: Question) -> None:
    if question.blocks and question.code != "R06a":  # nobody grows younger
        assert question.each_visit


@every_rule
def test_a_referral_says_how_soon(question: Question) -> None:
    assert (question.action is Action.REFER) == (question.urgency is not None)
