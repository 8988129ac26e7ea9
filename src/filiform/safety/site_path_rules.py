"""Rules on the needle itself: depth, length, position, grip, direction and corridor."""

from collections.abc import Iterable, Iterator

from filiform.safety.clinic_limits import ClinicLimits, Measure
from filiform.safety.path import NeedlePath, Person
from filiform.safety.site_concerns import concern_of, in_mm
from filiform.safety.site_limit import FoundLimit
from filiform.safety.site_rules import load_site_rules
from filiform.safety.sites import Grip, NeedlingSite, Stop
from filiform.safety.verdict import SiteConcern


def path_concerns(
    site: NeedlingSite,
    path: NeedlePath,
    person: Person,
    found: FoundLimit,
    limits: ClinicLimits,
    *,
    void: bool,
) -> Iterator[SiteConcern]:
    """Yield what speaks against a path at a site that is not blocked."""
    yield from _depth(site, path, found)
    yield from _length(site, path, person, found, limits, void=void)
    yield from _window(path, person)
    if person.measured is not None and not found.measurement_counts:
        yield concern_of("S07")
    yield from _position(site, path)
    yield from _grip(site, path)
    yield from _direction(site, path)
    yield from _corridor(site, path)
    if site.limit and site.limit.needs_ultrasound and not found.measurement_counts:
        yield concern_of("S19", missing=True)


def _depth(site: NeedlingSite, path: NeedlePath, found: FoundLimit) -> Iterator[SiteConcern]:
    """Without a depth the whole needle could go in."""
    assert site.limit is not None
    stated = path.depth_mm is not None
    tip_mm = path.length_mm if path.depth_mm is None else path.depth_mm
    came = f"{in_mm(tip_mm)} deep{'' if stated else ' at most, the depth is not stated'}"
    if found.mm is not None and tip_mm > found.mm:
        yield concern_of(
            "S04",
            missing=not stated or found.for_want_of_words,
            limit_mm=found.mm,
            came=came,
            limit=in_mm(found.mm),
        )
    hard = site.limit.hard_max_mm
    if hard is not None and tip_mm > hard:
        yield concern_of("S05", missing=not stated, limit_mm=hard, came=came, limit=in_mm(hard))


def _length(
    site: NeedlingSite,
    path: NeedlePath,
    person: Person,
    found: FoundLimit,
    limits: ClinicLimits,
    *,
    void: bool,
) -> Iterator[SiteConcern]:
    """A hand can slip, so the length counts before the depth."""
    assert site.limit is not None
    rules = load_site_rules().rules
    came = in_mm(path.length_mm)
    hard = site.limit.hard_length_mm
    if hard is not None and path.length_mm > hard:
        yield concern_of("S05", limit_mm=hard, came=f"a needle of {came}", limit=in_mm(hard))
    if site.over_lung and found.mm is not None:
        most_mm = found.mm + rules["S09"].numbers["margin_mm"]
        if path.length_mm > most_mm:
            yield concern_of(
                "S09",
                missing=found.for_want_of_words,
                limit_mm=most_mm,
                came=came,
                limit=in_mm(most_mm),
            )
    usual_mm = longest_usual_mm(site, person, limits, void=void)
    most_mm = usual_mm + rules["S10"].numbers["allowance_mm"]
    if path.length_mm > most_mm:
        yield concern_of("S11", limit_mm=most_mm, came=came, limit=in_mm(most_mm))
    elif path.length_mm > usual_mm:
        yield concern_of("S10", limit_mm=usual_mm, came=came, limit=in_mm(usual_mm))


def longest_usual_mm(
    site: NeedlingSite, person: Person, limits: ClinicLimits, *, void: bool
) -> float:
    """Return the longest usual needle of a site, in millimetres, as the clinic has it."""
    assert site.length_mm is not None
    assert site.limit is not None
    longest = site.length_mm[1]
    bmi, large_mm = person.body_mass_index, site.limit.high_bmi_length_mm
    from_bmi = load_site_rules().chest_wall["from_bmi"]
    if large_mm is not None and bmi is not None and bmi > from_bmi and not void:
        longest = large_mm
    change = limits.of(site, Measure.LENGTH)
    return longest if change is None else change.mm


def _window(path: NeedlePath, person: Person) -> Iterator[SiteConcern]:
    numbers = load_site_rules().rules["S06"].numbers
    if path.muscle not in numbers["muscles"] or path.direction == numbers["allowed_direction"]:
        return
    bmi = person.body_mass_index
    if bmi is None or numbers["low_bmi"] <= bmi < numbers["high_bmi"]:
        yield concern_of("S06", missing=bmi is None or path.direction is None)


def _position(site: NeedlingSite, path: NeedlePath) -> Iterator[SiteConcern]:
    if path.position not in site.positions:
        yield _other("S12", path.position, site.positions)


def _grip(site: NeedlingSite, path: NeedlePath) -> Iterator[SiteConcern]:
    if path.grip in site.grips:
        return
    assert site.limit is not None
    fold = site.limit.kind is Stop.PINCH
    bracket = site.over_lung and Grip.BRACKET in site.grips
    yield _other("S14" if fold or bracket else "S13", path.grip, site.grips)


def _direction(site: NeedlingSite, path: NeedlePath) -> Iterator[SiteConcern]:
    if path.direction in site.directions:
        return
    toward_danger = path.direction is None or path.direction in site.refused_directions
    refuses = bool(site.refused_directions) and toward_danger
    yield _other("S16" if site.over_lung or refuses else "S15", path.direction, site.directions)


def _corridor(site: NeedlingSite, path: NeedlePath) -> Iterator[SiteConcern]:
    assert site.limit is not None
    corridor_mm = site.limit.corridor_mm
    if corridor_mm is None:
        return
    came = "not stated how far" if path.lateral_mm is None else in_mm(path.lateral_mm)
    missing = path.lateral_mm is None
    if path.lateral_mm is None or path.lateral_mm > corridor_mm:
        yield concern_of(
            "S17", missing=missing, limit_mm=corridor_mm, came=came, limit=in_mm(corridor_mm)
        )
    from_mm = load_site_rules().rules["S18"].numbers["from_mm"]
    if path.lateral_mm is None or path.lateral_mm >= from_mm:
        yield concern_of("S18", missing=missing, limit_mm=from_mm)


def _other(code: str, came: str | None, expected: Iterable[str]) -> SiteConcern:
    return concern_of(
        code,
        missing=came is None,
        came=in_words(came) if came else "not stated",
        expected=" or ".join(in_words(word) for word in expected),
    )


def in_words(word: str) -> str:
    """Return a word of the data as people say it."""
    return str(word).replace("_", " ")
