"""What can be wrong with a place on the body."""

from filiform.errors import DataFileError, FiliformError, MalformedInputError


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


class UnknownLanguageError(FiliformError, KeyError):
    """Nobody has translated the names of the body into this language."""


class LabelDataError(DataFileError):
    """The names of a language break a rule; the message names the file and the key."""


class UnknownTopologyError(FiliformError, ValueError):
    """A drawing or a place names a surface other than the one that ships."""


class UnknownShapeError(FiliformError, KeyError):
    """The surface has no shape of this name; the message names those there are."""


class UnknownLandmarkError(FiliformError, KeyError):
    """No landmark of this id on this side; the message names the nearest ones."""


class OffBodyError(MalformedInputError):
    """A vertex, a triangle or a weight within it lies outside the surface."""


class StrokeWeightError(MalformedInputError):
    """A weight of a stroke is not a number from 0 to 1."""


class DrawingTooLargeError(MalformedInputError):
    """A document is larger than any drawing can be; it was not read."""


class SurfaceDataError(DataFileError):
    """A file of the surface is missing, damaged, or contradicts itself."""
