"""What a table-side screen needs for every muscle, worked out before the network is cut.

A card assumes that the path follows its site (position, grip, direction) and that the tip stays at
or above the limit shown; what departs from that is judged with :func:`judge_site`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from filiform.atlas import Muscle, load_atlas
from filiform.body import Side
from filiform.safety.judge_site import SiteContext, judge_site
from filiform.safety.path import NeedlePath, Person
from filiform.safety.site_rules import load_site_rules
from filiform.safety.sites import Grade, NeedlingSite, load_site_survey
from filiform.safety.verdict import SiteConcern, SiteVerdict

FORMAT = "filiform-site-cards-1"
ULTRASOUND_CODES = frozenset({"S07", "S08", "S19"})
"""Concerns whose text advises ultrasound."""
SIDES = (Side.LEFT, Side.RIGHT)


def site_cards(
    person: Person, context: SiteContext, *, lengths_mm: Sequence[float]
) -> dict[str, Any]:
    """Return one card a site, each with a judgement a stocked length and side, JSON-able.

    Parameters
    ----------
    lengths_mm
        The lengths in stock, millimetres.

    Returns
    -------
    dict
        ``format``, ``concerns`` (texts by number) and ``cards``; a judgement names the numbers of
        its concerns. Left and right are judged alike: only the visit's A17 tells them apart.
    """
    texts: dict[str, int] = {}
    cards = [
        _card(site, load_atlas().muscle(muscle), person, context, lengths_mm, texts)
        for site in load_site_survey().sites.values()
        for muscle in site.muscles
    ]
    return {"format": FORMAT, "concerns": [json.loads(text) for text in texts], "cards": cards}


def site_cards_json(person: Person, context: SiteContext, *, lengths_mm: Sequence[float]) -> str:
    """Return the cards as compact JSON; see :func:`site_cards`."""
    cards = site_cards(person, context, lengths_mm=lengths_mm)
    return json.dumps(cards, ensure_ascii=False, separators=(",", ":"))


def _card(
    site: NeedlingSite,
    muscle: Muscle,
    person: Person,
    context: SiteContext,
    lengths_mm: Iterable[float],
    texts: dict[str, int],
) -> dict[str, Any]:
    verdicts = {mm: _as_the_card_says(site, muscle.id, mm, person, context) for mm in lengths_mm}
    shown = next(iter(verdicts.values())).limit if verdicts else None
    codes = {concern.code for verdict in verdicts.values() for concern in verdict.concerns}
    return {
        "site": site.id,
        "muscle": muscle.id,
        "name": muscle.name,
        "part": site.part,
        "points": list(site.trigger_points) or [point.id for point in muscle.trigger_points],
        "sides": [side.value for side in SIDES],
        "landmark": site.landmark,
        "positions": list(site.positions),
        "grips": list(site.grips),
        "directions": list(site.directions),
        "refused_directions": list(site.refused_directions),
        "direction_words": site.direction_words,
        "hazards": [hazard.label for hazard in site.hazards],
        "over_lung": site.over_lung,
        "limit_mm": shown.mm if shown else None,
        "limit_words": shown.words if shown else "",
        "limit_basis": shown.basis if shown else "",
        "limit_mark": shown.mark if shown else "",
        "sources": list(site.sources),
        "typical_diameter_mm": site.diameter_mm,
        "typical_length_mm": site.length_mm,
        "grade": site.grade,
        "advanced": site.grade is Grade.ADVANCED,
        "ultrasound_advised": bool(codes & ULTRASOUND_CODES)
        or "ltrasound is strongly" in site.remark,
        "visible_twitch": site.visible_twitch,
        "remark": site.remark,
        "lengths": [
            {
                "mm": mm,
                "standing": verdict.standing,
                "concerns": [_number(_text(concern), texts) for concern in verdict.concerns],
            }
            for mm, verdict in verdicts.items()
        ],
    }


def site_concern_document(concern: SiteConcern) -> dict[str, Any]:
    """Return one concern as JSON-able values."""
    return {
        "code": concern.code,
        "action": concern.action,
        "title": concern.title,
        "reason": concern.reason,
        "lift": concern.lift,
        "limit_mm": concern.limit_mm,
        "evidence": list(concern.evidence),
        "sources": list(concern.sources),
        "mark": concern.mark,
        "action_mark": concern.action_mark,
        "note": concern.note,
        "missing": concern.missing,
    }


def _text(concern: SiteConcern) -> str:
    return json.dumps(site_concern_document(concern), ensure_ascii=False)


def verdict_document(verdict: SiteVerdict) -> dict[str, Any]:
    """Return a verdict as the public JSON document of ``filiform judge``."""
    return {
        "site": verdict.site,
        "grade": verdict.grade,
        "standing": verdict.standing,
        "limit": {
            "mm": verdict.limit.mm,
            "words": verdict.limit.words,
            "basis": verdict.limit.basis,
            "sources": list(verdict.limit.sources),
            "mark": verdict.limit.mark,
        },
        "concerns": [site_concern_document(concern) for concern in verdict.concerns],
    }


def _number(text: str, texts: dict[str, int]) -> int:
    return texts.setdefault(text, len(texts))


def _as_the_card_says(
    site: NeedlingSite, muscle: str, length_mm: float, person: Person, context: SiteContext
) -> SiteVerdict:
    usual = site.diameter_mm or load_site_rules().plausible["diameter_mm"]
    diameter_mm = usual[0]

    def path(depth_mm: float) -> NeedlePath:
        return NeedlePath(
            muscle=muscle,
            side=Side.LEFT,
            diameter_mm=diameter_mm,
            length_mm=length_mm,
            part=site.part or None,
            position=site.positions[0] if site.positions else None,
            grip=site.grips[0] if site.grips else None,
            direction=site.directions[0] if site.directions else None,
            technique="",
            depth_mm=depth_mm,
            lateral_mm=0 if site.limit and site.limit.corridor_mm else None,
        )

    limit_mm = judge_site(path(0), person, context).limit.mm
    return judge_site(
        path(length_mm if limit_mm is None else min(limit_mm, length_mm)), person, context
    )
