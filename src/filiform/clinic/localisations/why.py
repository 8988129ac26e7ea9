"""Why a trigger point stands where it stands, in words."""

from dataclasses import dataclass
from typing import Any

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.clinic.localisations import spoken
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.localise import (
    FrontierTooWideError,
    SidedPoint,
    explain,
    load_parameters,
    network_of,
    parse_case,
    probability_in_percent,
    weight_as_factor,
    weight_in_words,
)
from filiform.localise.explain import Pair, PointSet, Weight

HARDLY = "hardly"


@dataclass(frozen=True, slots=True)
class ShownWeight:
    """What one finding did to the point: ``strongly for``, odds ``× 13``."""

    finding: str
    words: str
    factor: str
    is_for: bool


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two points that the drawing ties together."""

    either: bool
    first: str
    second: str
    both: str
    independent: str


@dataclass(frozen=True, slots=True)
class ShownSet:
    """Points that explain the whole drawing together; empty where none of the notable ones does."""

    points: tuple[str, ...]
    percent: str


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that is said of one point.

    Parameters
    ----------
    name
        The point with its side.
    weights
        What moved it, the strongest first.
    unmoved
        How many further findings hardly moved it.
    pairs, sets
        Of all points; a pair only if this point is one of the two.
    covered
        Probability that the truth is one of the sets.
    """

    name: str
    weights: tuple[ShownWeight, ...]
    unmoved: int
    pairs: tuple[ShownPair, ...]
    sets: tuple[ShownSet, ...]
    covered: str


def why(record: LocalisationRecord, trigger_point: str, side: Side) -> Why | None:
    """Explain one point of a stored ranking; None if only a sampled answer is to be had."""
    point = SidedPoint(trigger_point, side)
    network = network_of(load_atlas(), load_parameters())
    try:
        explained = explain(parse_case(record.case), network, points=[point])
    except FrontierTooWideError:
        return None
    weights = tuple(_weight(weight) for weight in explained.weights[point])
    notable = tuple(weight for weight in weights if not weight.words.startswith(HARDLY))
    return Why(
        name=_name(point),
        weights=notable,
        unmoved=len(weights) - len(notable),
        pairs=tuple(_pair(p, point) for p in explained.pairs if point in (p.first, p.second)),
        sets=tuple(_set(each) for each in explained.sets),
        covered=probability_in_percent(explained.covered),
    )


def _weight(weight: Weight) -> ShownWeight:
    is_for = weight.log_odds > 0
    factor = weight_as_factor(weight.log_odds)
    return ShownWeight(
        finding=_finding(weight),
        words=weight_in_words(weight.log_odds),
        factor=f"{'×' if is_for else '÷'} {'over 1000' if factor > 1000 else f'{factor:g}'}",
        is_for=is_for,
    )


def _finding(weight: Weight) -> str:
    if weight.area is not None:
        return f"{weight.area.label} painted"
    movement, sign = weight.movement, weight.sign
    assert movement is not None
    assert sign is not None
    side = f", {movement.side.value}" if movement.side else ""
    seen: Any = dict(movement.degrees)[sign]
    return f"{spoken.movement_name(movement.movement)}{side}: {spoken.degree_in_words(sign, seen)}"


def _pair(pair: Pair, point: SidedPoint) -> ShownPair:
    other = pair.second if pair.first == point else pair.first
    return ShownPair(
        either=pair.is_either_or,
        first=_name(point),
        second=_name(other),
        both=probability_in_percent(pair.both),
        independent=probability_in_percent(pair.independent),
    )


def _set(each: PointSet) -> ShownSet:
    return ShownSet(
        tuple(_name(point) for point in each.points), probability_in_percent(each.probability)
    )


def _name(point: SidedPoint) -> str:
    return spoken.sided_name(point.trigger_point, point.side.value)
