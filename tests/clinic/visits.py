"""Screenings and sites that tests of visits start from."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from filiform.body import Side
from filiform.care import Causality, Needle, Needling, Onset, load_event_scheme, technique
from filiform.clinic.accounts.models import User
from filiform.clinic.incidents import actions as incidents
from filiform.clinic.incidents.models import AdverseEventRecord, Outcome
from filiform.clinic.needling.models import SessionRecord
from filiform.safety import Answer, load_screening


def all_no() -> dict[str, Answer]:
    """Return a screening in which every question is answered with no."""
    return {question.code: Answer.NO for question in load_screening().questions}


def a_needling(**changes: Any) -> Needling:
    """Return one needle in the right infraspinatus, in and not yet out."""
    needling = Needling(
        id=uuid4(),
        muscle="infraspinatus",
        trigger_point="infraspinatus.trp1",
        side=Side.RIGHT,
        needle=Needle(0.30, 40),
        technique=technique("PISTON"),
        twitches=None,
        needles_in=1,
        needles_out=0,
    )
    return replace(needling, **changes)


def an_event(
    session: SessionRecord, kind: str = "syncope", *, by: User, **changes: Any
) -> AdverseEventRecord:
    """Report an adverse event of a visit, as significant as its kind is at least."""
    usual = incidents.Report(
        kind=kind,
        grade=load_event_scheme().kinds[kind].least_grade,
        onset=Onset.DURING,
        causality=Causality.PROBABLE,
        happened_at=timezone.now(),
        description="As told.",
        outcome=Outcome.RECOVERING,
    )
    return incidents.report_event(session, uuid4(), replace(usual, **changes), by=by)


def site_form(needling: Needling) -> dict[str, str]:
    """Return what the visit page posts for a site."""
    return {
        "trigger_point": needling.trigger_point or "",
        "side": needling.side.value,
        "diameter_mm": str(needling.needle.diameter_mm),
        "length_mm": str(needling.needle.length_mm),
        "technique": needling.technique.id,
        "twitches": "" if needling.twitches is None else str(needling.twitches),
        "needles_in": str(needling.needles_in),
        "needles_out": str(needling.needles_out),
    }


def screening_form(**changes: str) -> dict[str, str]:
    """Return a posted screening, every answer no but for the changes."""
    return {code: answer.value for code, answer in all_no().items()} | changes
