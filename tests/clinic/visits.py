"""Screenings and sites that tests of visits start from."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from filiform.body import Side
from filiform.care import Needle, Needling, technique
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
