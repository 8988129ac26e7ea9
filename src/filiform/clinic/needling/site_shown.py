"""What the visit page and the guidance say about a site, in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from filiform.atlas import TriggerPoint, load_atlas
from filiform.body import Side
from filiform.care import load_needle_sizes
from filiform.clinic.drawings.painter import body_sources, muscle_sources
from filiform.clinic.needling import mapping, site_check
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord, SiteReasonRecord
from filiform.safety import (
    Grade,
    Lift,
    NeedlingSite,
    SiteConcern,
    SiteVerdict,
    judge_screening,
    load_site_rules,
    load_site_survey,
    site_cards,
)
from filiform.workflow.site_review import concerns_to_explain

STANDING_BADGES = {"permitted": "ok", "needs reason": "caution", "refused": "stop"}


@dataclass(frozen=True, slots=True)
class Explained:
    """A concern about a done needling with the reason that was given."""

    concern: SiteConcern
    given: SiteReasonRecord | None

    @property
    def deviation(self) -> bool:
        """Whether no reason permits it."""
        return self.concern.lift is Lift.NEVER

    @property
    def confirm(self) -> bool:
        """Whether a second confirmation is asked for."""
        return self.concern.lift is Lift.CONFIRMED_REASON


@dataclass(frozen=True, slots=True)
class JudgedSite:
    """A recorded site with its verdict."""

    verdict: SiteVerdict
    hazards: tuple[str, ...]
    to_explain: tuple[Explained, ...]
    others: tuple[SiteConcern, ...]
    """Shown beside the site; no obstacle of its own."""
    not_recorded: tuple[str, ...]
    guidance_url: str


def judged(record: NeedlingRecord, checked: site_check.CheckedVisit) -> JudgedSite | None:
    """Return the verdict on a recorded site; ``None`` for a muscle of an older atlas."""
    verdict = checked.verdicts.get(record.pk)
    if verdict is None:
        return None
    given = {reason.concern: reason for reason in record.reasons.all()}
    explain = concerns_to_explain(verdict, checked.context)
    url = ""
    if record.trigger_point:
        url = reverse(
            "needling:guidance", args=[record.session_id, record.trigger_point, record.side]
        )
    return JudgedSite(
        verdict=verdict,
        hazards=hazards_of(record.muscle),
        to_explain=tuple(Explained(c, given.get(c.code)) for c in explain),
        others=tuple(c for c in verdict.concerns if c not in explain and not c.missing),
        not_recorded=_not_recorded(verdict),
        guidance_url=url,
    )


def _not_recorded(verdict: SiteVerdict) -> tuple[str, ...]:
    rules = load_site_rules().rules
    missing = [
        rules[c.code].numbers.get("unstated", c.title) for c in verdict.concerns if c.missing
    ]
    return tuple(dict.fromkeys(missing))


NUMBERS = (
    ("depth_mm", "Depth", "mm"),
    ("lateral_mm", "Beside the spinous line", "mm"),
    ("measured_mm", "Ultrasound: to the structure at risk", "mm"),
    ("border_mm", "Ultrasound: to the border of the muscle", "mm"),
    ("pain_during", "Pain during", "of 10"),
    ("dwell_min", "Left in place", "min"),
    ("frequency_hz", "Frequency", "Hz"),
    ("pulse_us", "Pulse width", "µs"),
    ("intensity", "Intensity felt", "of 10"),
    ("stimulation_min", "Stimulation", "min"),
)


def path_words(record: NeedlingRecord) -> tuple[tuple[str, str], ...]:
    """Return what was recorded beside the row itself, each with its name and unit."""
    detail = getattr(record, "detail", None)
    if detail is None:
        return ()
    words = [
        (name.capitalize(), _spoken(getattr(detail, name)))
        for name in ("position", "grip", "direction")
        if getattr(detail, name)
    ]
    numbers = [
        (label, f"{getattr(detail, name):g} {unit}")
        for name, label, unit in NUMBERS
        if getattr(detail, name) is not None
    ]
    return (*words, *numbers)


def hazards_of(muscle: str) -> tuple[str, ...]:
    """Return the structures beside the sites of a muscle, each once."""
    sites = load_site_survey().sites_of(muscle)
    return tuple(dict.fromkeys(h.label for site in sites for h in site.hazards))


def guidance_context(session: SessionRecord, point: TriggerPoint, side: Side) -> dict[str, Any]:
    """Return what the guidance for one point shows: every part of the muscle that it can mean."""
    screening = judge_screening(mapping.answers_of(session))
    context = site_check.context_of(screening)
    person = site_check.person_of(session.episode.patient)
    sites = load_site_survey().sites_of(point.muscle)
    meant = tuple(site for site in sites if point.id in site.trigger_points) or sites
    # One length in stock is enough: the limit does not depend on it.
    document = site_cards(person, context, lengths_mm=[_shortest(meant)])
    cards = {(card["site"], card["muscle"]): card for card in document["cards"]}
    return {
        "session": session,
        "episode": session.episode,
        "patient": session.episode.patient,
        "point": point,
        "muscle": load_atlas().muscles[point.muscle],
        "side": side,
        "parts": [_part(site, cards[site.id, point.muscle], document) for site in meant],
        "viewer": body_sources() | {"muscles": muscle_sources()},
        "marks": {"marks": []},
        "layers": {"drawing": {"marks": []}, "before": None, "sites": []},
    }


def _part(site: NeedlingSite, card: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    length = card["lengths"][0]
    return card | {
        "positions": [_spoken(word) for word in site.positions],
        "grips": [_spoken(word) for word in site.grips],
        "refused": [_spoken(word) for word in site.refused_directions],
        "blocked": site.grade is Grade.BLOCKED,
        "marks": {
            cell: site.mark_of(cell) for cell in ("position", "direction", "hazards", "grip")
        },
        "concerns": [document["concerns"][number] for number in length["concerns"]],
    }


def _shortest(sites: tuple[NeedlingSite, ...]) -> float:
    lengths = [site.length_mm[0] for site in sites if site.length_mm]
    return min(lengths or [size.mm for size in load_needle_sizes().lengths])


def _spoken(word: str) -> str:
    return str(word).replace("_", " ")
