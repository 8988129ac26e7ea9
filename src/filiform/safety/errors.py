"""What can be broken about a screening; an expected "no" is a verdict, not an error."""

from filiform.errors import DataFileError, FiliformError


class ScreeningFileError(DataFileError):
    """``screening.toml`` breaks a rule; the message names the question and the key."""


class UnknownQuestionError(FiliformError, KeyError):
    """An answer carries a code that no screening question has."""


class UnknownAnswerError(FiliformError, ValueError):
    """An answer is none of yes, no and unsure."""


class SiteFileError(DataFileError):
    """A file of sites, hazards, measured depths or site rules breaks a rule; it says where."""


class UnsurveyedRegionError(FiliformError, KeyError):
    """Nobody surveyed this muscle or this part of it; silence is not safety."""


class ImplausiblePathError(FiliformError, ValueError):
    """A depth, needle, position or body measure that cannot be, such as a gauge for millimetres."""


class LimitChangeError(FiliformError, ValueError):
    """A change of a limit that a clinic may not make, or one without name, reason and date."""


class UntimedAnswerError(FiliformError, ValueError):
    """An answer whose time has no time zone, so that nobody knows when it expires."""
