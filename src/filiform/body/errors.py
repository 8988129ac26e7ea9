"""What can be wrong with a place on the body."""

from filiform.errors import DataFileError, FiliformError


class UnknownAreaError(FiliformError, KeyError):
    """No area of this id exists; the message names the nearest ones."""


class WrongSideError(FiliformError, ValueError):
    """A midline area was given a side, or a sided area none."""


class AreaDataError(DataFileError):
    """The list of areas breaks a rule; the message names the area and the key."""


class UnknownChartError(FiliformError, KeyError):
    """No chart shows this view; the message names the views there are."""


class ChartDataError(DataFileError):
    """The list of charts breaks a rule, or names a file that is not there."""
