"""What the ranking page shows of a stored ranking."""

import json
from dataclasses import dataclass
from math import ceil
from typing import Any

from filiform.atlas import TriggerPoint, load_atlas
from filiform.body import Side, SidedArea
from filiform.clinic.localisations import spoken
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.localise import Method, probability_in_percent, probability_in_words
from filiform.safety import BlockedMuscle, load_blocked_muscles

SHOWN_POINTS = 12
FEWEST_POINTS = 3
WORTH_A_LOOK = 0.01
"""Less than that is folded away: a probability, not a clinical threshold."""
LEVELS = 5
CLEARLY_UNEXPLAINED = 0.5


@dataclass(frozen=True, slots=True)
class ShownArea:
    """A painted area with the share that is explained."""

    label: str
    percent: str


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """One line of the ranking, in words."""

    rank: int
    tied: bool
    """Whether the error cannot tell it apart from a neighbour of the same rank."""
    point: TriggerPoint
    muscle: str
    side: str
    probability: float
    words: str
    explains: tuple[ShownArea, ...]
    highlight: str
    """JSON for the body charts: areas with a level from 1 to 5."""
    palpated: dict[str, Any] | None
    blocked: BlockedMuscle | None
    """Why the muscle is not offered for needling, if it is not."""

    @property
    def percent(self) -> str:
        """The probability as a whole percentage."""
        return probability_in_percent(self.probability)

    @property
    def signs(self) -> tuple[tuple[str, str, bool | None], ...]:
        """Return each palpation sign with its name and what was found, None if not looked for."""
        found = self.palpated or {}
        return tuple((sign, label, found.get(sign)) for sign, label in spoken.SIGNS)

    @property
    def found(self) -> list[str]:
        """Return what palpation showed, in words."""
        return spoken.palpation_in_words(self.palpated or {})


@dataclass(frozen=True, slots=True)
class ShownRanking:
    """The top of a ranking: what is worth a look, and the rest of what was stored to fold away."""

    probable: tuple[ShownPoint, ...]
    others: tuple[ShownPoint, ...]
    method: str
    """How the answer was found and how far off it may be, in words."""
    margin: str
    """By how much a percentage may be off; empty where exact or not known."""
    badly: bool
    """Whether trigger points explain the drawing so badly that another cause is likelier."""

    @property
    def least(self) -> int:
        """The percentage that every folded point stays under."""
        return max((ceil(100 * point.probability) for point in self.others), default=0)


def shown_ranking(record: LocalisationRecord) -> ShownRanking:
    """Return the top of the ranking in words."""
    points = _shown_points(record)
    cut = max(FEWEST_POINTS, sum(point.probability >= WORTH_A_LOOK for point in points))
    return ShownRanking(
        points[:cut],
        points[cut:],
        method=spoken.method_in_words(record.answer),
        margin=_margin(record.answer),
        badly=record.answer.get("poorly_explained") is True,
    )


def _margin(answer: dict[str, Any]) -> str:
    error = answer.get("error")
    if error is None or answer.get("method") == Method.EXACT.value:
        return ""
    return spoken.margin_in_points(error)


def _shown_points(record: LocalisationRecord) -> tuple[ShownPoint, ...]:
    atlas = load_atlas()
    palpated = {(p["trigger_point"], p["side"]): p for p in record.case["palpation"]}
    ranking = record.answer["ranking"]
    # Rankings stored before there were ties have no rank: their place is their rank.
    ranks = [entry.get("rank", place) for place, entry in enumerate(ranking, start=1)]
    return tuple(
        ShownPoint(
            rank=rank,
            tied=ranks.count(rank) > 1,
            point=atlas.trigger_points[entry["trigger_point"]],
            muscle=atlas.muscles[entry["muscle"]].name,
            side=entry["side"],
            probability=entry["probability"],
            words=probability_in_words(entry["probability"]),
            explains=tuple(
                ShownArea(_label(claim), probability_in_percent(claim["responsibility"]))
                for claim in entry["explains"]
                if claim["responsibility"] >= WORTH_A_LOOK
            ),
            highlight=_highlight(entry["explains"]),
            palpated=palpated.get((entry["trigger_point"], entry["side"])),
            blocked=load_blocked_muscles().get(entry["muscle"]),
        )
        for rank, entry in zip(ranks, ranking[:SHOWN_POINTS], strict=False)
        if entry["trigger_point"] in atlas.trigger_points
    )


def unexplained_areas(record: LocalisationRecord) -> list[ShownArea]:
    """Return the painted areas that trigger points explain badly."""
    return [
        ShownArea(_label(entry), probability_in_percent(entry["probability"]))
        for entry in record.answer.get("unexplained", [])
        if entry["probability"] >= CLEARLY_UNEXPLAINED
    ]


def shown_movements(record: LocalisationRecord) -> list[dict[str, Any]]:
    """Return the movements tested, with their names and what was seen."""
    return [
        entry
        | {
            "label": spoken.movement_name(entry["id"]),
            "seen": spoken.movement_in_words(entry),
        }
        for entry in record.case["movements"]
    ]


def shown_palpations(record: LocalisationRecord) -> list[dict[str, Any]]:
    """Return the points palpated, with their names and what was found."""
    return [
        entry
        | {
            "label": spoken.point_name(entry["trigger_point"]),
            "seen": spoken.palpation_in_words(entry),
        }
        for entry in record.case["palpation"]
    ]


def change_in_words(
    before: LocalisationRecord | None, after: LocalisationRecord, finding: dict[str, Any] | None
) -> str:
    """Say what a finding did to the ranking; with a palpation, what it did to its own point."""
    first = after.answer["ranking"][0]
    leads = f"First: {_name(first)}, {probability_in_percent(first['probability'])}."
    spot = (finding.get("trigger_point"), finding.get("side")) if finding else None
    was, now = (_entry(record, spot) for record in (before, after))
    if was is None or now is None:
        return f"Ranked again. {leads}"
    moved = (
        f"{_name(now)}: from {probability_in_percent(was['probability'])} to "
        f"{probability_in_percent(now['probability'])}."
    )
    return f"Ranked again. {moved} {'It stands first.' if now is first else leads}"


def _entry(
    record: LocalisationRecord | None, spot: tuple[str | None, str | None] | None
) -> dict[str, Any] | None:
    ranking = record.answer["ranking"] if record else []
    return next((e for e in ranking if (e["trigger_point"], e["side"]) == spot), None)


def _name(entry: dict[str, Any]) -> str:
    return spoken.sided_name(entry["trigger_point"], entry["side"])


def _highlight(explains: list[dict[str, Any]]) -> str:
    return json.dumps(
        [
            {
                "area": claim["area"],
                "side": claim["side"],
                "level": min(LEVELS, 1 + int(claim["responsibility"] * LEVELS)),
            }
            for claim in explains
            if claim["responsibility"] > 0.005
        ]
    )


def _label(entry: dict[str, Any]) -> str:
    return SidedArea(entry["area"], Side(entry["side"])).label
