"""Judge the answers of a screening: silence and doubt count as yes."""

from collections.abc import Mapping
from enum import StrEnum

from filiform.safety.errors import UnknownAnswerError
from filiform.safety.screening import Question, Screening, load_screening
from filiform.safety.verdict import Because, Concern, SafetyVerdict


class Answer(StrEnum):
    """An answer to a screening question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def judge_screening(
    answers: Mapping[str, Answer], *, screening: Screening | None = None
) -> SafetyVerdict:
    """Judge whether this visit may go on, from the answers to the screening questions.

    Only a plain no raises no concern; a missing answer and "unsure" count as yes. The order of
    the concerns is that of the screening.

    Parameters
    ----------
    answers
        Answers by code of the question; the plain words yes, no and unsure are taken too.
    screening
        The questions; the packaged ones if omitted.

    Raises
    ------
    UnknownQuestionError
        If a code belongs to no question.
    UnknownAnswerError
        If an answer is none of yes, no and unsure.
    """
    screening = screening or load_screening()
    for code in answers:
        screening.question(code)
    concerns = []
    for question in screening.questions:
        because = _because(question.code, answers.get(question.code))
        if because is not None:
            concerns.append(_concern(question, because))
    return SafetyVerdict(concerns=tuple(concerns), screening_version=screening.version)


def answers_to_keep(
    earlier: Mapping[str, Answer], *, screening: Screening | None = None
) -> dict[str, Answer]:
    """Return the answers of an earlier visit that still count today.

    Whatever can change between two visits (illness, drugs, pregnancy, implants, skin, reactions,
    red flags) is left out and so counts as yes until it is asked again; an unsure answer is asked
    again as well. Answers to questions that no longer exist are dropped.
    """
    screening = screening or load_screening()
    return {
        question.code: Answer(earlier[question.code])
        for question in screening.questions
        if not question.each_visit
        and question.code in earlier
        and earlier[question.code] != Answer.UNSURE
    }


def _because(code: str, answer: str | None) -> Because | None:
    match answer:
        case None:
            return Because.UNANSWERED
        case Answer.NO:
            return None
        case Answer.YES:
            return Because.YES
        case Answer.UNSURE:
            return Because.UNSURE
    raise UnknownAnswerError(
        f"screening: the answer to {code} came as {answer!r}; expected yes, no or unsure."
    )


def _concern(question: Question, because: Because) -> Concern:
    return Concern(
        code=question.code,
        action=question.action,
        title=question.title,
        reason=question.reason,
        regions=question.regions,
        advice=question.advice,
        techniques=question.techniques,
        absolute=question.absolute,
        blocks=question.blocks,
        urgency=question.urgency,
        sources=question.sources,
        mark=question.mark,
        action_mark=question.action_mark,
        because=because,
    )
