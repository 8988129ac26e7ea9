"""The answer: ranked trigger points, what each explains, and what stays unexplained."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from filiform.body.areas import SidedArea
from filiform.body.side import Side
from filiform.localise.parameters import Parameters, load_parameters


class Method(StrEnum):
    """How an answer was found."""

    EXACT = "exact"
    """Every combination of trigger points is accounted for."""
    SAMPLED = "sampled"
    """From weighted draws, within the stated error."""
    SKETCH = "sketch"
    """From too few draws to trust a probability: areas worth a look, no more."""


@dataclass(frozen=True, slots=True)
class ExplainedArea:
    """A painted area and the probability that one trigger point caused its pain."""

    area: str
    side: Side
    responsibility: float


@dataclass(frozen=True, slots=True)
class RankedPoint:
    """A trigger point on one side, with what speaks for it.

    Parameters
    ----------
    rank
        1 for the most probable; points that the error cannot tell apart share a rank.
    probability
        Probability that it is active, 0 to 1. Several points may be: the sum is not 1.
    explains
        The painted areas it can cause, the strongest claim first. Two points may share an area.
    """

    rank: int
    trigger_point: str
    muscle: str
    side: Side
    probability: float
    explains: tuple[ExplainedArea, ...]


@dataclass(frozen=True, slots=True)
class Localisation:
    """Which trigger points explain a case.

    Parameters
    ----------
    ranking
        Trigger points on each side, the most probable first, all of them or the top. Points that
        the stated error cannot tell apart follow each other in alphabetical order.
    method
        How the answer was found.
    error
        Largest error of any probability of a point: rounding where exact, else four standard
        errors.
    effective_draws
        Draws that a sampled answer is worth; None where it is exact.
    log_evidence
        Natural log probability of all findings; palpation counts relative to an inactive point.
    width
        Largest number of findings that had to be kept open at once.
    poorly_explained
        Whether the drawing is less probable than ninety-nine in a hundred that the model itself
        makes with as many areas: then another cause is likelier than any trigger point. None where
        so much hangs together that this cannot be told.
    unexplained
        For each painted area the probability that something outside the atlas caused it.
    """

    ranking: tuple[RankedPoint, ...]
    method: Method
    error: float
    effective_draws: float | None
    log_evidence: float
    width: int
    atlas_version: str
    parameters_version: str
    poorly_explained: bool | None
    unexplained: Mapping[SidedArea, float]


def localisation_as_json(localisation: Localisation, top: int | None = None) -> dict[str, object]:
    """Return the answer in the public format (``docs/reference/drawing-format.md``).

    Parameters
    ----------
    localisation
        The answer to write down.
    top
        How many trigger points to keep; all if omitted.
    """
    return {
        "ranking": [
            {
                "rank": point.rank,
                "trigger_point": point.trigger_point,
                "muscle": point.muscle,
                "side": point.side.value,
                "probability": point.probability,
                "explains": [
                    {
                        "area": claim.area,
                        "side": claim.side.value,
                        "responsibility": claim.responsibility,
                    }
                    for claim in point.explains
                ],
            }
            for point in localisation.ranking[:top]
        ],
        "method": localisation.method.value,
        "error": localisation.error,
        "poorly_explained": localisation.poorly_explained,
        "atlas_version": localisation.atlas_version,
        "parameters_version": localisation.parameters_version,
    }


def probability_in_percent(probability: float) -> str:
    """Return a whole percentage that never claims certainty, ``83 %`` or ``under 1 %``."""
    if probability < 0.01:
        return "under 1 %"
    if probability > 0.99:
        return "over 99 %"
    return f"{round(100 * probability)} %"


def probability_in_words(probability: float, parameters: Parameters | None = None) -> str:
    """Return the fixed words for a probability, ``likely`` for 0.7.

    Judged by the whole percentage, so that words and a printed number never disagree.

    References
    ----------
    ``IPCC07`` for the cut points.
    """
    scale = (parameters or load_parameters()).words
    shown = round(probability, 2)
    return next(words for at_least, words in scale if shown >= at_least)
