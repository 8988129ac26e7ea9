"""What is known of a client before anything is painted: activities, complaint, dominant side."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import Muscle
from filiform.localise.errors import ParametersError, UnknownFindingError
from filiform.localise.findings import Context
from filiform.localise.network import Network, shift_to_mean

COVARIATES_FILE = "localise/data/covariates.toml"
CONTEXTS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Covariates:
    """How far each known thing moves the log odds of a point, and whose.

    References
    ----------
    All shifts are proposals of this project; the file gives the reason of each.
    """

    activity_shift: float
    complaint_shift: float
    dominant_shift: float
    dominant_regions: tuple[str, ...]
    words_by_activity: Mapping[str, tuple[str, ...]]

    def provokes(self, activity: str, muscle: Muscle) -> bool:
        """Whether the atlas names the activity among those that provoke a muscle."""
        begin = "|".join(re.escape(word) for word in self.words_by_activity[activity])
        pattern = re.compile(rf"\b(?:{begin})")
        return any(pattern.search(each) for each in muscle.provoking_activities)


@cache
def load_covariates() -> Covariates:
    """Read and check the covariates once.

    Raises
    ------
    ParametersError
        If a number or a reason is missing; names file and key.
    """
    text = (files("filiform.localise") / "data" / "covariates.toml").read_text(encoding="utf-8")
    return parse_covariates(text)


def parse_covariates(text: str) -> Covariates:
    """Read covariates from TOML text; see :func:`load_covariates`."""
    document = tomllib.loads(text)
    activities = document.get("activities")
    if not isinstance(activities, dict) or not all(
        isinstance(words, list) and words for words in activities.values()
    ):
        raise ParametersError(f"{COVARIATES_FILE}: activities: expected lists of words.")
    regions = document.get("dominant_side", {}).get("regions")
    if not isinstance(regions, list) or not regions:
        raise ParametersError(f"{COVARIATES_FILE}: dominant_side.regions: expected a list.")
    return Covariates(
        activity_shift=_shift(document, "activity"),
        complaint_shift=_shift(document, "complaint"),
        dominant_shift=_shift(document, "dominant_side"),
        dominant_regions=tuple(regions),
        words_by_activity=MappingProxyType(
            {name: tuple(words) for name, words in activities.items()}
        ),
    )


def log_odds_in(context: Context, network: Network) -> NDArray[np.float64]:
    """Return the log odds of each cause before any evidence, ``(causes,)`` float.

    Raises
    ------
    UnknownFindingError
        If an activity or a region is unknown.
    """
    if context == Context():
        return network.log_odds
    return _log_odds(context, _Held(network))


class _Held:
    """A network as the key of a cache: the same one, and no other that is equal."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __hash__(self) -> int:
        return id(self.network)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.network is self.network


@lru_cache(CONTEXTS_KEPT)
def _log_odds(context: Context, held: _Held) -> NDArray[np.float64]:
    network, covariates = held.network, load_covariates()
    _require_known(context, network, covariates)
    muscle_by_point = {
        point.id: muscle
        for muscle in network.atlas.muscles.values()
        for point in muscle.trigger_points
    }
    shifted = network.log_odds.copy()
    for position, cause in enumerate(network.causes):
        muscle = muscle_by_point[cause.trigger_point]
        # Several activities that provoke one muscle are one reason, not several.
        if any(covariates.provokes(activity, muscle) for activity in context.activities):
            shifted[position] += covariates.activity_shift
        if muscle.region == context.complaint:
            shifted[position] += covariates.complaint_shift
        if cause.side is context.dominant_side and muscle.region in covariates.dominant_regions:
            shifted[position] += covariates.dominant_shift
    prior = shift_to_mean(1.0 / (1.0 + np.exp(-shifted)), network.parameters.active_points_mean)
    log_odds = np.asarray(np.log(prior) - np.log1p(-prior))
    log_odds.flags.writeable = False
    return log_odds


def _require_known(context: Context, network: Network, covariates: Covariates) -> None:
    for activity in context.activities:
        if activity not in covariates.words_by_activity:
            raise UnknownFindingError(
                f"No activity is called {activity!r}; expected one of "
                f"{', '.join(sorted(covariates.words_by_activity))}."
            )
    regions = {muscle.region for muscle in network.atlas.muscles.values()}
    if context.complaint is not None and context.complaint not in regions:
        raise UnknownFindingError(
            f"No region is called {context.complaint!r}; expected one of "
            f"{', '.join(sorted(regions))}."
        )


def _shift(document: Mapping[str, object], name: str) -> float:
    shifts = document.get("shifts")
    entry = shifts.get(name) if isinstance(shifts, dict) else None
    if not isinstance(entry, dict):
        raise ParametersError(f"{COVARIATES_FILE}: shifts.{name} is missing.")
    for key in ("unit", "mark", "why"):
        if not isinstance(entry.get(key), str):
            raise ParametersError(f"{COVARIATES_FILE}: shifts.{name}.{key}: expected a text.")
    value = entry.get("value")
    if not isinstance(value, float):
        raise ParametersError(
            f"{COVARIATES_FILE}: shifts.{name}.value: came {value!r}, expected a number."
        )
    return value
