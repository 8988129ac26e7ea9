"""One visit's needlings, the count of needles, and what stands in the way of signing."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from filiform.body.side import Side
from filiform.care.errors import MalformedNeedlingError, MalformedSessionError
from filiform.care.needle import Needle
from filiform.care.technique import Technique
from filiform.safety import Direction, Grip, Position


@dataclass(frozen=True, slots=True)
class PathTaken:
    """How the needle went, as it was recorded; ``None`` was not recorded."""

    position: Position | None = None
    grip: Grip | None = None
    direction: Direction | None = None
    depth_mm: float | None = None
    """Deepest tip, perpendicular to the skin."""
    lateral_mm: float | None = None
    """Distance of the entry from the spinous line."""
    measured_mm: float | None = None
    """Skin to the structure at risk, by ultrasound in this visit and position."""
    border_mm: float | None = None
    """Skin to the deep border of the muscle, measured with it."""


@dataclass(frozen=True, slots=True)
class Needling:
    """One site needled.

    Raises
    ------
    MalformedNeedlingError
        If a count is negative or no whole number, or if no needle went in.
    """

    id: UUID
    """Made where the needling was entered, so that sending it twice stores it once."""
    muscle: str
    trigger_point: str | None
    """Atlas id of the point; ``None`` for a site of the muscle away from any atlas point."""
    side: Side
    needle: Needle
    technique: Technique
    twitches: int | None
    """Twitches counted; 0 was looked for and not seen, ``None`` was not looked for."""
    needles_in: int
    needles_out: int
    taken: PathTaken = PathTaken()

    def __post_init__(self) -> None:
        if not self.muscle:
            raise MalformedNeedlingError("A needling needs its muscle; none came.")
        _require_count("needles_in", self.needles_in, least=1)
        _require_count("needles_out", self.needles_out, least=0)
        if self.twitches is not None:
            _require_count("twitches", self.twitches, least=0)

    @property
    def missing(self) -> int:
        """Needles in that did not come out; negative if more came out than went in."""
        return self.needles_in - self.needles_out


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A clinician's answer to one concern: why needling goes on all the same."""

    concern: str
    """Code of the concern, as ``R01``."""
    reason: str
    confirmed: bool = False
    """The second confirmation, needed where a region is to be avoided."""


@dataclass(frozen=True, slots=True)
class RetainedNeedle:
    """Needles that went in at a site and could not be taken out or found.

    They are never counted as out: the record tells that they are missing, and what was done.

    Raises
    ------
    MalformedNeedlingError
        If the count is not a whole number of 1 or more.
    """

    needling: UUID
    count: int
    searched: bool
    """Skin, clothes, linen and floor were searched and the sharps counted again."""
    patient_told: bool
    arranged: str
    """Who takes over and when: imaging, surgery, the call back."""

    def __post_init__(self) -> None:
        _require_count("retained needles", self.count, least=1)


@dataclass(frozen=True, slots=True)
class EmergencyStop:
    """A visit that was stopped in an emergency."""

    ended: bool
    false_alarm: bool = False
    """Nothing had happened to the patient; only for one that has ended."""


@dataclass(frozen=True, slots=True)
class Session:
    """One visit as it would be signed.

    Raises
    ------
    MalformedSessionError
        If one needling, its retained needles or one acknowledged concern stands in it twice.
    """

    needlings: tuple[Needling, ...]
    acknowledgements: tuple[Acknowledgement, ...] = ()
    no_needling_reason: str = ""
    """Why nobody was needled; for a visit without a needling."""
    retained: tuple[RetainedNeedle, ...] = ()
    stops: tuple[EmergencyStop, ...] = ()
    adverse_events: int = 0
    """How many adverse events are recorded for the visit."""

    def __post_init__(self) -> None:
        _require_once("needling", (str(needling.id) for needling in self.needlings))
        _require_once("retained needle of", (str(entry.needling) for entry in self.retained))
        _require_once("acknowledgement", (given.concern for given in self.acknowledgements))


@dataclass(frozen=True, slots=True)
class NeedleCount:
    """Needles in and out over a visit."""

    needles_in: int
    needles_out: int
    settled: bool
    """Whether in and out agree at every single site, not only in sum."""

    @property
    def missing(self) -> int:
        """Needles in minus needles out."""
        return self.needles_in - self.needles_out


def needle_count(needlings: Iterable[Needling]) -> NeedleCount:
    """Count the needles of a visit.

    Two sites whose errors cancel (one needle too few here, one too many there) are not settled.
    """
    counted = tuple(needlings)
    return NeedleCount(
        needles_in=sum(needling.needles_in for needling in counted),
        needles_out=sum(needling.needles_out for needling in counted),
        settled=all(needling.missing == 0 for needling in counted),
    )


def _require_count(name: str, value: int, *, least: int) -> None:
    if type(value) is not int or value < least:
        raise MalformedNeedlingError(
            f"{name} came as {value!r}; expected a whole number of {least} or more."
        )


def _require_once(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise MalformedSessionError(f"The {what} {key} stands twice in one session; keep one.")
        seen.add(key)
