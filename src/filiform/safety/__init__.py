"""Contraindications and their answers → a verdict that can explain itself."""

from filiform.safety.errors import ScreeningFileError, UnknownAnswerError, UnknownQuestionError
from filiform.safety.judge import Answer, answers_to_keep, judge_screening
from filiform.safety.screening import (
    Question,
    QuestionGroup,
    Screening,
    load_screening,
    parse_screening,
)
from filiform.safety.verdict import Action, Because, Concern, SafetyVerdict, Urgency

__all__ = [
    "Action",
    "Answer",
    "Because",
    "Concern",
    "Question",
    "QuestionGroup",
    "SafetyVerdict",
    "Screening",
    "ScreeningFileError",
    "UnknownAnswerError",
    "UnknownQuestionError",
    "Urgency",
    "answers_to_keep",
    "judge_screening",
    "load_screening",
    "parse_screening",
]
