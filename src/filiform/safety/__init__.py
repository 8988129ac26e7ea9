"""Contraindications and their answers → a verdict that can explain itself."""

from filiform.safety.blocked import BlockedMuscle, load_blocked_muscles, parse_blocked_muscles
from filiform.safety.errors import (
    BlockedMusclesFileError,
    ScreeningFileError,
    UnknownAnswerError,
    UnknownQuestionError,
)
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
    "BlockedMuscle",
    "BlockedMusclesFileError",
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
    "load_blocked_muscles",
    "load_screening",
    "parse_blocked_muscles",
    "parse_screening",
]
