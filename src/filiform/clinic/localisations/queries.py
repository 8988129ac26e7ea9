"""Reading rankings; always within one clinic, and for clinicians only."""

from typing import Any

from filiform.body import marks_as_json
from filiform.clinic.drawings import mapping
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.clinic.patients.models import Handedness, Patient


def newest_of(drawing: DrawingRecord) -> LocalisationRecord | None:
    """Return the newest ranking of a drawing."""
    return drawing.localisations.first()


def evidence_of(drawing: DrawingRecord) -> dict[str, Any]:
    """Return what is known so far: the marks, and what the newest ranking knew beside them.

    Before the first ranking, the dominant hand comes from the patient's record.
    """
    newest = newest_of(drawing)
    known = newest.case if newest else {"context": _recorded(drawing.episode.patient)}
    return {
        "marks": marks_as_json(mapping.drawn_of(drawing).areas),
        "movements": list(known.get("movements", [])),
        "palpation": list(known.get("palpation", [])),
        "context": dict(known.get("context", {})),
    }


def _recorded(patient: Patient) -> dict[str, Any]:
    hand = patient.handedness
    return {"dominant_side": str(hand)} if hand in (Handedness.LEFT, Handedness.RIGHT) else {}


def top_points(episode: EpisodeRecord, *, count: int) -> list[dict[str, Any]]:
    """Return the best ranked points of the newest ranking of an episode; none if there is none."""
    newest = (
        LocalisationRecord.objects.filter(drawing__episode=episode)
        .order_by("-drawing__drawn_at", "-at")
        .first()
    )
    return list(newest.answer["ranking"][:count]) if newest else []
