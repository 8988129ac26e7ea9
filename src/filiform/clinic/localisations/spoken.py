"""Findings, points and errors as the pages say them."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from filiform.atlas import load_atlas
from filiform.localise import Method, Position

SIGNS = (
    ("recognised_pain", "Recognised pain"),
    ("taut_band", "Taut band"),
    ("tender", "Tender"),
    ("twitch", "Local twitch"),
)
NEGATIONS = {"tender": "not"}
MOVEMENT_SIGNS = ("restricted", "painful")
ADVERBS = {"mild": "mildly", "moderate": "moderately", "severe": "severely"}
POSITIONS = {
    Position.SITTING: "sitting",
    Position.SUPINE: "lying on the back",
    Position.PRONE: "lying on the front",
    Position.SIDE: "lying on the side",
}


def activity_name(activity: str) -> str:
    """Return ``Racket sports``."""
    return activity.replace("_", " ").capitalize()


def context_in_words(context: dict[str, Any]) -> list[str]:
    """Return what is known of a client beforehand, one thing each."""
    activities = [activity_name(each) for each in context.get("activities", [])]
    side = context.get("dominant_side")
    return [*activities, *([f"{side.capitalize()}-handed"] if side else [])]


def point_name(trigger_point: str) -> str:
    """Return ``Infraspinatus 1``; an identifier that this atlas does not hold stays as it is."""
    atlas = load_atlas()
    point = atlas.trigger_points.get(trigger_point)
    return f"{atlas.muscles[point.muscle].name} {point.number}" if point else trigger_point


def sided_name(trigger_point: str, side: str) -> str:
    """Return ``Infraspinatus 1, right``."""
    return f"{point_name(trigger_point)}, {side}"


def movement_name(movement: str) -> str:
    """Return the label of a movement; one that this atlas does not hold stays as it is."""
    known = load_atlas().movements.get(movement)
    return known.label if known else movement


def palpation_in_words(finding: Mapping[str, Any]) -> list[str]:
    """Return each sign that was looked for, ``local twitch`` or ``no local twitch``."""
    return [
        label.lower() if finding[sign] else f"{NEGATIONS.get(sign, 'no')} {label.lower()}"
        for sign, label in SIGNS
        if finding.get(sign) is not None
    ]


def movement_in_words(finding: Mapping[str, Any]) -> list[str]:
    """Return each sign that was looked at, ``mildly restricted`` or ``not painful``."""
    return [
        degree_in_words(sign, finding[sign])
        for sign in MOVEMENT_SIGNS
        if finding.get(sign) is not None
    ]


def degree_in_words(sign: str, degree: bool | str) -> str:
    """Return ``restricted``, ``not restricted`` or ``mildly restricted``."""
    if isinstance(degree, str):
        return f"{ADVERBS[degree]} {sign}"
    return sign if degree else f"not {sign}"


def method_in_words(answer: Mapping[str, Any]) -> str:
    """Say how an answer was found and how far off it may be; old answers do not say."""
    method, error = answer.get("method"), answer.get("error")
    if method == Method.EXACT.value:
        return (
            "Exact: every combination of trigger points is counted, so only rounding is left, far "
            "below anything shown."
        )
    if method is None or error is None:
        return "How exact this ranking is was not stored with it."
    return (
        "Sampled: too much hangs together to count every combination. Each percentage may be off "
        f"by up to {margin_in_points(error)}."
    )


def margin_in_points(error: float) -> str:
    """Return ``2.3 percentage points``, rounded up so that it never promises too much."""
    return f"{ceil(1000 * error) / 10:.1f} percentage points"
