"""Ranking a drawing: one pure call, stored as shown."""

from typing import Any

from django.db import transaction

from filiform.atlas import load_atlas
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.localisations import queries
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.localise import (
    CaseFindings,
    Localisation,
    Method,
    TooWidespreadError,
    case_as_json,
    localisation_as_json,
    parse_case,
    rank_trigger_points,
)

STORED_POINTS = 40
"""Enough for every list that is shown; the rest of the 426 is recomputable from the versions."""


@transaction.atomic
def rank(drawing: DrawingRecord, *, by: User) -> LocalisationRecord:
    """Rank with the newest evidence; the same evidence and versions give the stored ranking back.

    Raises
    ------
    TooWidespreadError
        If the drawing is too widespread for probabilities.
    """
    return _rank(drawing, queries.evidence_of(drawing), by=by)


@transaction.atomic
def add_evidence(
    drawing: DrawingRecord, kind: str, finding: dict[str, Any], *, by: User
) -> LocalisationRecord:
    """Add a movement or a palpation, in place of an earlier one of the same spot, and rank again.

    Raises
    ------
    MalformedInputError, ContradictoryFindingError
        If the finding is not of the documented form, or contradicts another.
    """
    case = queries.evidence_of(drawing)
    spot = _spot(finding)
    case[kind] = [entry for entry in case[kind] if _spot(entry) != spot] + [finding]
    return _rank(drawing, case, by=by)


@transaction.atomic
def remove_evidence(
    drawing: DrawingRecord, kind: str, position: int, *, by: User
) -> LocalisationRecord:
    """Take one movement or palpation back and rank again."""
    case = queries.evidence_of(drawing)
    case[kind] = [entry for place, entry in enumerate(case[kind]) if place != position]
    return _rank(drawing, case, by=by)


@transaction.atomic
def set_context(drawing: DrawingRecord, context: dict[str, Any], *, by: User) -> LocalisationRecord:
    """Say what is known beforehand, in place of what was said before, and rank again.

    Raises
    ------
    MalformedInputError
        If an activity or a side is unknown.
    """
    return _rank(drawing, queries.evidence_of(drawing) | {"context": context}, by=by)


def ranking_of(
    drawing: DrawingRecord, findings: CaseFindings, localisation: Localisation, *, by: User
) -> LocalisationRecord:
    """Return the row of a ranking, not stored yet."""
    answer = localisation_as_json(localisation, top=STORED_POINTS)
    answer["unexplained"] = [
        {"area": place.area, "side": place.side.value, "probability": chance}
        for place, chance in localisation.unexplained.items()
    ]
    return LocalisationRecord(
        drawing=drawing,
        case=case_as_json(findings),
        answer=answer,
        atlas_version=localisation.atlas_version,
        parameters_version=localisation.parameters_version,
        asked_by=by,
    )


def _rank(drawing: DrawingRecord, case: dict[str, Any], *, by: User) -> LocalisationRecord:
    DrawingRecord.objects.select_for_update().get(pk=drawing.pk)
    findings: CaseFindings = parse_case(case)
    localisation = rank_trigger_points(findings, load_atlas())
    if localisation.method is Method.SKETCH:
        raise TooWidespreadError(
            f"{len(findings.drawing.marks)} painted areas hang together too closely for "
            "probabilities. Rank region by region: one drawing for each."
        )
    stored = case_as_json(findings)
    newest = queries.newest_of(drawing)
    if (
        newest is not None
        and newest.case == stored
        and newest.atlas_version == localisation.atlas_version
        and newest.parameters_version == localisation.parameters_version
    ):
        return newest
    record = ranking_of(drawing, findings, localisation, by=by)
    record.save()
    audit.record("trigger points ranked", record, by=by)
    return record


def _spot(entry: dict[str, Any]) -> tuple[Any, ...]:
    return (entry.get("id") or entry.get("trigger_point"), entry.get("side"))
