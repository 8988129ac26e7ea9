"""The two documents a tablet works from: the catalogue, true of any visit, and the visit."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.urls import is_valid_path
from django.utils import timezone
from django.utils.formats import date_format

from filiform.atlas import Atlas, Muscle, load_atlas
from filiform.care import (
    ConsentVerdict,
    entry_as_json,
    load_consent_rules,
    load_needle_sizes,
    load_table_limits,
    load_techniques,
    needle_count,
)
from filiform.care.entry_json import moment_as_text
from filiform.clinic.accounts.models import User
from filiform.clinic.consents.forms import class_choices
from filiform.clinic.consents.mapping import on_file
from filiform.clinic.needling import (
    journal_mapping,
    mapping,
    queries,
    table_guidance,
    table_queries,
    visit,
)
from filiform.clinic.needling.models import SessionRecord
from filiform.safety import Concern, in_force_until, load_blocked_muscles
from filiform.workflow.needling import VisitReview, review_visit

EMERGENCY_PAGE = "/emergency/"


@cache
def catalogue() -> dict[str, Any]:
    """Return what can be chosen at a table: points by region, needles, techniques, limits."""
    atlas = load_atlas()
    sizes = load_needle_sizes()
    muscles = _in_order(atlas)
    blocked = load_blocked_muscles()
    return {
        "regions": [
            {"id": region, "label": region.replace("_", " ").capitalize()}
            for region in dict.fromkeys(muscle.region for muscle in muscles)
        ],
        "muscles": [
            {
                "id": muscle.id,
                "name": muscle.name,
                "region": muscle.region,
                "midline": muscle.laterality == "midline",
                "offered": muscle.id not in blocked,
                "sites": table_guidance.sites_at(muscle.id, None),
                "usual": _usual_needle(muscle.id),
                "points": [
                    {
                        "id": point.id,
                        "number": point.number,
                        "location": point.location,
                        "sites": table_guidance.sites_at(muscle.id, point.id),
                    }
                    for point in muscle.trigger_points
                ],
            }
            for muscle in muscles
        ],
        "sites": table_guidance.surveyed_sites(),
        **table_guidance.words_of_paths(),
        "diameters_mm": [size.mm for size in sizes.diameters],
        "lengths_mm": table_guidance.lengths_mm(),
        "techniques": [
            {"id": entry.id, "label": entry.label, "electrical": entry.electrical}
            for entry in load_techniques().values()
        ],
        "limits": {
            name: {"low": limit.low, "high": limit.high, "start": limit.start, "step": limit.step}
            for name, limit in load_table_limits().items()
        },
    }


def _in_order(atlas: Atlas) -> list[Muscle]:
    """Return the muscles region after region, those met most often first.

    Those that are not offered are among them: what was done can be recorded everywhere.
    """
    return sorted(atlas.muscles.values(), key=lambda m: (m.region, -m.clinical_frequency, m.name))


def visit_document(session: SessionRecord, *, by: User) -> dict[str, Any]:
    """Return a visit as a tablet needs it for going on without a network."""
    now = timezone.now()
    review = review_visit(
        mapping.session_of(session), mapping.answers_of(session), on_file(session.episode, at=now)
    )
    patient = session.episode.patient
    valid_h = load_table_limits()["document_h"].high
    return {
        "visit": str(session.pk),
        "user": {"id": str(by.pk), "name": by.full_name},
        "patient": {
            "name": patient.full_name,
            "born": date_format(patient.birth_date, "j M Y"),
            "born_iso": patient.birth_date.isoformat(),
        },
        "complaint": session.episode.complaint,
        "signed": session.is_signed,
        "permitted_until": moment_as_text(
            min(
                now + timedelta(hours=valid_h),
                review.consent.until or now,
                in_force_until(mapping.given_of(session), at=now) or now,
            )
        ),
        "consent": _consent(review.consent),
        "blocked_by": [_concern(concern) for concern in review.verdict.blocking],
        "concerns": _concerns(session, review),
        "ruled_out": _ruled_out(review),
        "suggestions": _suggestions(session),
        "defaults": _defaults(),
        "elsewhere": _elsewhere(session),
        "site_cards": table_guidance.site_cards_of(session),
        "emergency": _emergency_page(),
        **table_guidance.standing_of(session),
        **journal_since(session, 0),
    }


def journal_since(session: SessionRecord, number: int) -> dict[str, Any]:
    """Return the entries that arrived after ``number``, and the number to ask from next."""
    rows = table_queries.entries_after(session, number)
    return {
        "entries": [entry_as_json(journal_mapping.entry_of(row)) for row in rows],
        "cursor": max((row.number for row in rows), default=number),
    }


def _concern(concern: Concern) -> dict[str, Any]:
    return {
        "code": concern.code,
        "title": concern.title,
        "because": str(concern.because),
        "action": str(concern.action),
        "advice": concern.advice,
        "regions": concern.regions,
        "mark": str(concern.mark),
        "sources": list(concern.sources),
    }


def _concerns(session: SessionRecord, review: VisitReview) -> list[dict[str, Any]]:
    given = {answer.concern: answer.reason for answer in session.acknowledgements.all()}
    return [
        _concern(concern) | {"acknowledged": given.get(concern.code, "")}
        for concern in review.verdict.requires_acknowledgement
    ]


def _consent(consent: ConsentVerdict) -> dict[str, Any]:
    """Return what was agreed to, and by muscle what was not, whatever the technique."""
    words, rules = dict(class_choices()), load_consent_rules()
    lacking = {
        muscle.id: sorted(rules.classes_of(muscle.id, technique="") - consent.classes)
        for muscle in load_atlas().muscles.values()
    }
    return {
        "given": consent.given,
        "reasons": list(consent.reasons),
        "covers": [words[key] for key in rules.classes if key in consent.classes],
        "lacking": {
            muscle: "; ".join(words[key] for key in keys)
            for muscle, keys in lacking.items()
            if keys
        },
    }


def _ruled_out(review: VisitReview) -> dict[str, str]:
    """Return why a technique is ruled out today, by technique; a concern comes before consent."""
    without_consent = {
        technique: "no consent covers it"
        for entry in load_consent_rules().classes.values()
        if entry.id not in review.consent.classes
        for technique in entry.techniques
    }
    return without_consent | {
        technique: f"{concern.code} {concern.title}"
        for concern in review.verdict.concerns
        for technique in concern.techniques
    }


def _suggestions(session: SessionRecord) -> list[dict[str, Any]]:
    """Return points worth offering first: last visit's, the ranked, then earlier ones."""
    atlas = load_atlas()
    found = [
        {
            "trigger_point": site.trigger_point,
            "muscle": atlas.trigger_points[site.trigger_point].muscle,
            "side": site.side,
            "because": site.because,
            "diameter_mm": float(site.diameter_mm),
            "length_mm": float(site.length_mm),
            "technique": site.technique,
        }
        for site in visit.suggestions(session)
    ]
    seen = {(site["trigger_point"], site["side"]) for site in found}
    usual = _defaults()
    for point, side in queries.needled_points(session.episode):
        if (point, side) in seen or point not in atlas.trigger_points:
            continue
        muscle = atlas.trigger_points[point].muscle
        if muscle not in load_blocked_muscles():
            found.append(
                {"trigger_point": point, "muscle": muscle, "side": side, "because": "earlier visit"}
                | usual
            )
    return found


def _usual_needle(muscle: str) -> dict[str, float]:
    """Return the needle that a site of a muscle starts with: a usual one for that muscle."""
    usual = visit.site_defaults(muscle)
    return {name: float(usual[name]) for name in ("diameter_mm", "length_mm")}


def _defaults() -> dict[str, Any]:
    usual = visit.site_defaults()
    return {
        "diameter_mm": float(usual["diameter_mm"]),
        "length_mm": float(usual["length_mm"]),
        "technique": usual["technique"],
    }


def _elsewhere(session: SessionRecord) -> dict[str, int]:
    """Return the count of needles at the sites that the visit's page recorded."""
    at_table = set(session.journal.exclude(needling=None).values_list("needling", flat=True))
    others = [n for n in mapping.session_of(session).needlings if n.id not in at_table]
    count = needle_count(others)
    return {
        "needles_in": count.needles_in,
        "needles_out": count.needles_out,
        "sites": len(others),
    }


def _emergency_page() -> str | None:
    return EMERGENCY_PAGE if is_valid_path(EMERGENCY_PAGE) else None
