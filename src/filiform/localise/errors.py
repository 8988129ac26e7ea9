"""What can be wrong with the evidence of a localisation."""

from filiform.errors import DataFileError, FiliformError, MalformedInputError


class ParametersError(DataFileError):
    """The parameters of the model break a rule; the message names the file and the key."""


class UnknownFindingError(FiliformError, KeyError):
    """A movement or trigger point is named that this atlas does not hold."""


class ContradictoryFindingError(MalformedInputError):
    """The same test appears twice and cannot be counted twice."""


class FrontierTooWideError(FiliformError, ValueError):
    """Too many painted areas hang together for an exact answer within the stated limit."""


class UnexplainedEvidenceError(FiliformError, ValueError):
    """The evidence has probability zero under the model, so nothing can be ranked."""


class TooFewPointsError(FiliformError, ValueError):
    """More trigger points must be active in a simulated client than may be."""
