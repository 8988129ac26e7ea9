"""What can be broken about a score; a change that cannot be judged is a value, not an error."""

from filiform.errors import DataFileError, FiliformError


class MeasureFileError(DataFileError):
    """A measure file breaks a rule; the message names the file and the key."""


class UnknownMeasureError(FiliformError, KeyError):
    """A measure that no data file holds, or a score of another measure than the one given."""


class UnknownQuestionKindError(FiliformError, KeyError):
    """A kind of question that the measure does not ask."""


class ScoreOutOfRangeError(FiliformError, ValueError):
    """A score that the scale does not have."""


class MalformedScoreError(FiliformError, ValueError):
    """A score without a time zone, or averaged over no reading."""


class ScoresOutOfOrderError(FiliformError, ValueError):
    """The later score was taken before the earlier one."""


class InstrumentFileError(DataFileError):
    """An instrument file is incomplete or breaks a rule; the message names the file and key."""


class UnknownInstrumentError(FiliformError, KeyError):
    """An instrument that no data file holds."""


class UnknownPartError(FiliformError, KeyError):
    """A group of items that the instrument does not score."""


class AnswerError(FiliformError, ValueError):
    """An answer that the form does not offer, or more answers than it has items."""


class GoalError(FiliformError, ValueError):
    """A goal whose primary outcome was not fixed, or not before treatment."""


class TooFewReadingsError(FiliformError, ValueError):
    """Too few readings, or readings too alike, for the statistic."""


class CourseFileError(DataFileError):
    """A usual course is incomplete or describes no course."""


class UnknownCourseError(FiliformError, KeyError):
    """A usual course that no data file holds."""


class ForecastError(FiliformError, ValueError):
    """A forecast that cannot be made: broken readings, or further ahead than is known."""


class UncalibratedForecastError(FiliformError, ValueError):
    """A forecast that failed its check of calibration and is switched off."""
