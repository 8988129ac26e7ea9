"""What can be wrong with the evidence of a localisation."""

from filiform.errors import DataFileError, FiliformError, MalformedInputError


class ParametersError(DataFileError):
    """The parameters of the model break a rule; the message names the file and the key."""


class UnknownFindingError(FiliformError, KeyError):
    """A movement or trigger point is named that this atlas does not hold."""


class ContradictoryFindingError(MalformedInputError):
    """The same test appears twice and cannot be counted twice."""


class FrontierTooWideError(FiliformError, ValueError):
    """Too many findings hang together for an exact answer within the stated limit.

    Parameters
    ----------
    width
        Findings that would be open at once.
    widest
        How many may be.
    """

    def __init__(self, width: int, widest: int) -> None:
        super().__init__(
            f"An exact answer would keep {width} findings open at once; the limit is {widest}."
        )
        self.width = width
        self.widest = widest


class UnexplainedEvidenceError(FiliformError, ValueError):
    """The evidence has probability zero under the model, so nothing can be ranked."""

    def __init__(self) -> None:
        super().__init__(
            "The findings have probability zero under the model; check the strengths and leaks of "
            "the parameters."
        )


class TooFewPointsError(FiliformError, ValueError):
    """More trigger points must be active in a simulated client than may be."""


class TooWidespreadError(FiliformError, ValueError):
    """The answer is a sketch: so much is painted that no probability can be trusted."""


class NotLearnableError(FiliformError, ValueError):
    """Confirmed cases or their sums break a rule of learning; the message names it."""
