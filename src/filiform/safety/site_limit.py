"""The limit of one path in one person: the smallest that any rule gives."""

from dataclasses import dataclass
from datetime import date

from filiform.evidence import Mark
from filiform.safety.clinic_limits import ClinicLimits, Measure, loosens
from filiform.safety.path import NeedlePath, Person
from filiform.safety.site_rules import load_site_rules
from filiform.safety.sites import NeedlingSite, SiteLimit, Stop
from filiform.safety.verdict import SafetyVerdict


@dataclass(frozen=True, slots=True)
class FoundLimit:
    """A limit with what it comes from."""

    mm: float | None
    """``None``: the fold or the bone holds the tip back, and the length of the needle limits it."""
    words: str
    mark: Mark
    measurement_counts: bool
    """Whether a depth was measured today in this position."""
    for_want_of_words: bool
    """Whether it holds only because grip or direction were not stated."""


def limit_of(
    site: NeedlingSite,
    path: NeedlePath,
    person: Person,
    screening: SafetyVerdict | None,
    limits: ClinicLimits,
    as_of: date | None,
) -> FoundLimit:
    """Return the limit of a site that is not blocked."""
    assert site.limit is not None
    void = bool(limit_void_because(site, person, screening))
    usual = _usual(site, path, person, void=void)
    mm, words = _of_the_clinic(site, usual, limits, void=void)
    counts = measurement_counts(path, person, as_of)
    mm, words = _measured(site, mm, words, person, counts=counts)
    if mm is not None and site.limit.hard_max_mm is not None:
        mm = min(mm, site.limit.hard_max_mm)
    unstated = site.limit.kind is Stop.PINCH and path.grip is None
    unstated |= site.limit.kind is Stop.BONE and path.direction is None
    return FoundLimit(mm, words, site.limit.mark, counts, unstated)


def limit_void_because(
    site: NeedlingSite, person: Person, screening: SafetyVerdict | None
) -> tuple[str, ...]:
    """Say why limits by BMI do not hold for a person; empty where they do, or where none counts."""
    assert site.limit is not None
    if not site.over_lung and site.limit.high_bmi_mm is None:
        return ()
    numbers = load_site_rules().rules["S08"].numbers
    bmi, age = person.body_mass_index, person.age_years
    reasons = []
    if bmi is None or not numbers["lowest_bmi"] <= bmi <= numbers["highest_bmi"]:
        reasons.append("BMI")
    if age is None or age < numbers["lowest_age_years"]:
        reasons.append("age")
    if screening is None:
        reasons.append("no screening")
    else:
        raised = {concern.code for concern in screening.concerns}
        reasons.extend(code for code in numbers["codes"] if code in raised)
    return tuple(reasons)


def measurement_counts(path: NeedlePath, person: Person, as_of: date | None) -> bool:
    """Whether a depth was measured today in the position of the path."""
    measured = person.measured
    return (
        measured is not None
        and None not in (as_of, path.position)
        and measured.measured_on == as_of
        and measured.position == path.position
    )


def is_held(site: NeedlingSite, path: NeedlePath) -> bool:
    """Whether the fold or the bone holds the tip back, as the path is stated."""
    assert site.limit is not None
    match site.limit.kind:
        case Stop.PINCH:
            return path.grip in site.grips
        case Stop.BONE:
            return path.direction in site.directions
        case Stop.DEPTH:
            return False


def _usual(site: NeedlingSite, path: NeedlePath, person: Person, *, void: bool) -> float | None:
    limit = site.limit
    assert limit is not None
    mm = limit.mm
    if limit.men_mm is not None and person.sex == "male":
        mm = limit.men_mm
    if limit.high_bmi_mm is not None and _high_bmi(person) and not void:
        mm = limit.high_bmi_mm
    held = is_held(site, path)
    if limit.kind is Stop.PINCH and held:
        mm = None
    if site.over_lung and not held:
        wall = chest_wall_mm(person, void=void)
        mm = wall if mm is None else min(mm, wall)
    return mm


def chest_wall_mm(person: Person, *, void: bool) -> float:
    """Return the limit over a rib gap; the smaller one wherever BMI says little."""
    wall = load_site_rules().chest_wall
    return float(wall["high_mm"] if _high_bmi(person) and not void else wall["low_mm"])


def _high_bmi(person: Person) -> bool:
    bmi = person.body_mass_index
    return bmi is not None and bmi >= load_site_rules().chest_wall["from_bmi"]


def _of_the_clinic(
    site: NeedlingSite, mm: float | None, limits: ClinicLimits, *, void: bool
) -> tuple[float | None, str]:
    change = limits.of(site, Measure.DEPTH)
    words = _words(site.limit, mm)
    if change is None:
        return mm, words
    if mm is not None and loosens(change, site):
        return (mm, words) if void else (max(mm, change.mm), f"loosened by {change.by}")
    tighter = change.mm if mm is None else min(mm, change.mm)
    return tighter, "tightened by the clinic"


def _measured(
    site: NeedlingSite, mm: float | None, words: str, person: Person, *, counts: bool
) -> tuple[float | None, str]:
    """Let a measurement lower the limit, and raise it where it counts and a rule allows."""
    measured, limit = person.measured, site.limit
    assert limit is not None
    if measured is None or (mm is None and limit.kind is Stop.PINCH):
        return mm, words
    margins = load_site_rules().rules["S07"].numbers
    margin = margins["pleura_margin_mm" if site.over_lung else "structure_margin_mm"]
    deepest = max(0.0, measured.hazard_mm - margin)
    if site.over_lung and measured.muscle_border_mm is not None:
        deepest = min(deepest, measured.muscle_border_mm)
    raises = measured.muscle_border_mm is not None if site.over_lung else limit.measured_may_raise
    if mm is None or deepest < mm or (counts and raises):
        return deepest, f"measured by ultrasound, less {margin:g} mm"
    return mm, words


def _words(limit: SiteLimit | None, mm: float | None) -> str:
    assert limit is not None
    if mm is not None:
        return "depth of the tip, perpendicular to the skin"
    return "the lifted fold" if limit.kind is Stop.PINCH else "contact with bone"
