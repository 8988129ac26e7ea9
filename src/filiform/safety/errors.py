"""What can be broken about a screening; an expected "no" is a verdict, not an error."""

from filiform.errors import DataFileError, FiliformError


class ScreeningFileError(DataFileError):
    """``screening.toml`` breaks a rule; the message names the question and the key."""


class BlockedMusclesFileError(DataFileError):
    """``blocked_muscles.toml`` breaks a rule; the message names the muscle and the key."""


class UnknownQuestionError(FiliformError, KeyError):
    """An answer carries a code that no screening question has."""


class UnknownAnswerError(FiliformError, ValueError):
    """An answer is none of yes, no and unsure."""
