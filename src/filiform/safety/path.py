"""What is planned at one site, and what is known of the person: refused where it cannot be."""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.safety.errors import ImplausiblePathError
from filiform.safety.site_rules import load_site_rules
from filiform.safety.sites import Direction, Grip, Position

CM_PER_M = 100


@dataclass(frozen=True, slots=True)
class NeedlePath:
    """One needle at one site; whatever is ``None`` was not stated.

    Raises
    ------
    ImplausiblePathError
        If a number is none, not finite or out of the plausible range, a gauge came in place of
        millimetres, the depth exceeds the needle, or the trigger point is of another muscle.
    UnknownMuscleError
        If the atlas holds no such muscle.
    """

    muscle: str
    side: Side
    diameter_mm: float
    length_mm: float
    trigger_point: str | None = None
    part: str | None = None
    position: Position | None = None
    grip: Grip | None = None
    direction: Direction | None = None
    technique: str | None = None
    depth_mm: float | None = None
    """Deepest tip, perpendicular to the skin."""
    lateral_mm: float | None = None
    """Distance of the entry from the spinous line; for sites beside the spine."""

    def __post_init__(self) -> None:
        points = [point.id for point in load_atlas().muscle(self.muscle).trigger_points]
        if self.trigger_point is not None and self.trigger_point not in points:
            raise ImplausiblePathError(
                f"The trigger point came as {self.trigger_point!r}; expected one of "
                f"{', '.join(points)}, or none."
            )
        require_plausible("diameter_mm", self.diameter_mm)
        require_plausible("length_mm", self.length_mm)
        for name in ("depth_mm", "lateral_mm"):
            if getattr(self, name) is not None:
                require_plausible(name, getattr(self, name))
        if self.depth_mm is not None and self.depth_mm > self.length_mm:
            raise ImplausiblePathError(
                f"The depth came as {self.depth_mm:g} mm with a needle of {self.length_mm:g} mm; "
                "expected a depth that the needle can reach."
            )


@dataclass(frozen=True, slots=True)
class MeasuredDepth:
    """Skin to the structure at risk, by ultrasound; where and when it was measured.

    Raises
    ------
    ImplausiblePathError
        If a depth is no plausible number.
    """

    hazard_mm: float
    muscle_border_mm: float | None = None
    """Skin to the deep border of the muscle; without it a limit over the lung is not raised."""
    measured_on: date | None = None
    position: Position | None = None

    def __post_init__(self) -> None:
        require_plausible("measured_mm", self.hazard_mm)
        if self.muscle_border_mm is not None:
            require_plausible("measured_mm", self.muscle_border_mm)


@dataclass(frozen=True, slots=True)
class Person:
    """What of a person a limit depends on; ``None`` is not known.

    Raises
    ------
    ImplausiblePathError
        If a measure is no plausible number, or the sex is none of female and male.
    """

    sex: str | None = None
    age_years: float | None = None
    bmi: float | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    measured: MeasuredDepth | None = None

    def __post_init__(self) -> None:
        if self.sex not in (None, "female", "male"):
            raise ImplausiblePathError(f"sex came as {self.sex!r}; expected female, male or none.")
        for name in ("age_years", "bmi", "height_cm", "weight_kg"):
            if getattr(self, name) is not None:
                require_plausible(name, getattr(self, name))

    @property
    def body_mass_index(self) -> float | None:
        """Return the BMI as given, else from height and weight, else ``None``."""
        if self.bmi is not None:
            return self.bmi
        if self.height_cm is None or self.weight_kg is None:
            return None
        return self.weight_kg / (self.height_cm / CM_PER_M) ** 2


def require_plausible(name: str, value: Any) -> None:
    """Refuse a number that cannot be.

    Raises
    ------
    ImplausiblePathError
        With what came, what was expected, and a word on gauge where a diameter looks like one.
    """
    plausible = load_site_rules().plausible
    low, high = plausible[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and isfinite(value) and low <= value <= high:
        return
    message = f"{name} came as {value!r}; expected a number from {low:g} to {high:g}."
    gauge_low, gauge_high = plausible["gauge"]
    if name == "diameter_mm" and number and gauge_low <= value <= gauge_high:
        message += " It looks like a gauge: enter the millimetres printed on the pack."
    raise ImplausiblePathError(message)
