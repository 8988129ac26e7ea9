"""The numbers of the model, read once from ``data/parameters.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.body.drawing import STRONGEST_INTENSITY, PainQuality
from filiform.evidence import Mark, require_source
from filiform.localise.errors import ParametersError

PALPATION_SIGNS = ("recognised_pain", "taut_band", "tender", "twitch")

PARAMETERS_FILE = "localise/data/parameters.toml"

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SignAccuracy:
    """How well one palpation sign tells an active trigger point.

    Parameters
    ----------
    sensitivity
        Probability of the sign at an active point, 0 to 1.
    specificity
        Probability that the sign is absent where no point is active, 0 to 1.
    """

    sensitivity: float
    specificity: float

    @property
    def ratio_when_present(self) -> float:
        """Likelihood ratio of the sign when it was found."""
        return self.sensitivity / (1.0 - self.specificity)

    @property
    def ratio_when_absent(self) -> float:
        """Likelihood ratio of the sign when it was looked for and not found."""
        return (1.0 - self.sensitivity) / self.specificity


@dataclass(frozen=True, slots=True)
class SimulatedPain:
    """How simulated clients describe their pain."""

    probability_by_quality: Mapping[PainQuality, float]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Strengths, leaks and priors of the model; probabilities unless said.

    Parameters
    ----------
    version
        Version of the set; stands on every answer.
    essential, spillover, local
        Strength of a link from an active point to an area of that class.
    contralateral
        The same to an essential area on the other side of the body.
    forgotten
        Chance that a felt area is not painted.
    area_leak
        Chance that an area is painted for a reason outside the atlas.
    restricted_strength, painful_strength, restricted_leak, painful_leak
        The same for movements.
    lowest_rating_by_level
        Lowest numeric rating, 0 to 10, that is called mild, moderate and severe.
    area_ratio, area_leak_ratio, movement_ratio, movement_leak_ratio
        Chance of each further grade, for a cause and for the leak.
    prior_by_frequency
        Chance per muscle by clinical frequency 1 to 3, before the common shift.
    active_points_mean
        Expected number of active points of a client, after the shift.
    accuracy_by_sign
        Palpation signs ``recognised_pain``, ``recognised_pain_in_taut_band``, ``taut_band``,
        ``tender``, ``twitch``.
    largest_likelihood_ratio
        Cap on what one palpated spot may say; its inverse is the floor.
    widest_frontier
        Largest number of findings open at once that is still answered exactly.
    sampling_core, sampling_draws, fewest_effective_draws
        Beyond that: width that stays exact, joint draws, and effective draws below which an answer
        is a sketch.
    words
        Lower bound and words, from the most likely down.
    simulation
        Only for simulated clients.

    References
    ----------
    The file names the mark and, where there is one, the source key of every number.
    """

    version: str
    essential: float
    spillover: float
    local: float
    contralateral: float
    forgotten: float
    area_leak: float
    restricted_strength: float
    painful_strength: float
    restricted_leak: float
    painful_leak: float
    lowest_rating_by_level: tuple[int, int, int]
    area_ratio: float
    area_leak_ratio: float
    movement_ratio: float
    movement_leak_ratio: float
    prior_by_frequency: Mapping[int, float]
    active_points_mean: float
    accuracy_by_sign: Mapping[str, SignAccuracy]
    largest_likelihood_ratio: float
    widest_frontier: int
    sampling_core: int
    sampling_draws: int
    fewest_effective_draws: int
    words: tuple[tuple[float, str], ...]
    simulation: SimulatedPain


@cache
def load_parameters() -> Parameters:
    """Read and check the parameters once.

    Raises
    ------
    ParametersError
        If a number is missing, out of range, or without mark and reason; names file and key.
    UnknownSourceError
        If a source key is not registered.
    """
    return parse_parameters(parameters_text())


def parameters_text() -> str:
    """Return the packaged file as it stands, for review and for a clinic's own copy."""
    return (files("filiform.localise") / "data" / "parameters.toml").read_text(encoding="utf-8")


def parse_parameters(text: str) -> Parameters:
    """Read parameters from TOML text; see :func:`load_parameters`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParametersError(f"{PARAMETERS_FILE}: not valid TOML: {error}") from error

    def chance(*path: str) -> float:
        return _chance(_entry(document, *path), "value", path)

    return Parameters(
        version=_text(document, "version", ()),
        essential=chance("links", "essential"),
        spillover=chance("links", "spillover"),
        local=chance("links", "local"),
        contralateral=chance("links", "contralateral"),
        forgotten=chance("links", "forgotten"),
        area_leak=chance("leaks", "area"),
        restricted_strength=chance("movements", "restricted_strength"),
        painful_strength=chance("movements", "painful_strength"),
        restricted_leak=chance("movements", "restricted_leak"),
        painful_leak=chance("movements", "painful_leak"),
        lowest_rating_by_level=_level_bounds(document),
        area_ratio=chance("levels", "area_ratio"),
        area_leak_ratio=chance("levels", "area_leak_ratio"),
        movement_ratio=chance("levels", "movement_ratio"),
        movement_leak_ratio=chance("levels", "movement_leak_ratio"),
        prior_by_frequency=MappingProxyType(
            {frequency: chance("priors", f"frequency_{frequency}") for frequency in (1, 2, 3)}
        ),
        active_points_mean=_positive(document, "value", "priors", "active_points_mean"),
        accuracy_by_sign=_accuracies(document),
        largest_likelihood_ratio=_positive(
            document, "value", "palpation", "largest_likelihood_ratio"
        ),
        widest_frontier=int(_positive(document, "value", "limits", "widest_frontier")),
        sampling_core=int(_positive(document, "value", "limits", "sampling_core")),
        sampling_draws=int(_positive(document, "value", "limits", "sampling_draws")),
        fewest_effective_draws=int(
            _positive(document, "value", "limits", "fewest_effective_draws")
        ),
        words=_words(document),
        simulation=_simulation(document),
    )


def _accuracies(document: Table) -> Mapping[str, SignAccuracy]:
    accuracy_by_sign = {}
    for sign in (*PALPATION_SIGNS, "recognised_pain_in_taut_band"):
        path = ("palpation", sign)
        entry = _entry(document, *path)
        accuracy_by_sign[sign] = SignAccuracy(
            _chance(entry, "sensitivity", path), _chance(entry, "specificity", path)
        )
    return MappingProxyType(accuracy_by_sign)


def _level_bounds(document: Table) -> tuple[int, int, int]:
    path = ("levels", "intensity")
    entry = _entry(document, *path)
    mild, moderate, severe = (entry.get(word) for word in ("mild", "moderate", "severe"))
    if not (
        isinstance(mild, int)
        and isinstance(moderate, int)
        and isinstance(severe, int)
        and 0 < mild < moderate < severe <= STRONGEST_INTENSITY
    ):
        raise ParametersError(
            f"{PARAMETERS_FILE}: {'.'.join(path)}: came mild {mild}, moderate {moderate}, severe "
            f"{severe}; expected whole numbers that rise, from 1 to {STRONGEST_INTENSITY}."
        )
    return mild, moderate, severe


def _words(document: Table) -> tuple[tuple[float, str], ...]:
    scale = _entry(document, "words", unit_needed=False).get("scale")
    if not isinstance(scale, list) or not scale:
        raise ParametersError(f"{PARAMETERS_FILE}: words.scale: expected bounds and words.")
    rows = tuple((float(row["at_least"]), str(row["words"])) for row in scale)
    bounds = [bound for bound, _ in rows]
    if bounds != sorted(bounds, reverse=True) or bounds[-1] != 0.0:
        raise ParametersError(f"{PARAMETERS_FILE}: words.scale: bounds must fall down to 0.")
    return rows


def _simulation(document: Table) -> SimulatedPain:
    quality_path = ("simulation", "quality")
    qualities = _entry(document, *quality_path)
    return SimulatedPain(
        probability_by_quality=MappingProxyType(
            {quality: _chance(qualities, quality.value, quality_path) for quality in PainQuality}
        ),
    )


def _entry(document: Table, *path: str, unit_needed: bool = True) -> Table:
    """Return one entry and check that it says its unit, mark, reason and known sources."""
    name = ".".join(path)
    entry: object = document
    for key in path:
        if not isinstance(entry, dict) or key not in entry:
            raise ParametersError(f"{PARAMETERS_FILE}: {name} is missing.")
        entry = entry[key]
    if not isinstance(entry, dict):
        raise ParametersError(f"{PARAMETERS_FILE}: {name}: expected a table.")
    for key in ("unit", "why") if unit_needed else ("why",):
        _text(entry, key, path)
    if entry.get("mark") not in {mark.value for mark in Mark}:
        raise ParametersError(f"{PARAMETERS_FILE}: {name}.mark: expected V, M, P or D.")
    for key in entry.get("sources", ()):
        require_source(key, cited_in=f"{PARAMETERS_FILE}: {name}")
    return entry


def _chance(entry: Table, key: str, path: tuple[str, ...]) -> float:
    """Return a probability strictly between 0 and 1; a certainty would allow no surprise."""
    value = entry.get(key)
    if not isinstance(value, float) or not 0.0 < value < 1.0:
        raise ParametersError(
            f"{PARAMETERS_FILE}: {'.'.join((*path, key))}: "
            f"came {value!r}, expected between 0 and 1."
        )
    return value


def _positive(document: Table, key: str, *path: str) -> float:
    value = _entry(document, *path).get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
        raise ParametersError(
            f"{PARAMETERS_FILE}: {'.'.join((*path, key))}: came {value!r}, expected above 0."
        )
    return value


def _text(entry: Table, key: str, path: tuple[str, ...]) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ParametersError(f"{PARAMETERS_FILE}: {'.'.join((*path, key))}: expected a text.")
    return value
