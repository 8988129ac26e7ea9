"""What a patient is asked on the phone, and whether an answer calls for help at once."""

from collections.abc import Mapping

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.needling import mapping
from filiform.clinic.needling.models import SessionRecord
from filiform.safety import Answer, Urgency, answers_to_keep, judge_screening, load_screening


def codes_to_ask(episode: EpisodeRecord) -> frozenset[str]:
    """Return the patient's questions without a lasting answer from the last signed visit."""
    last = (
        SessionRecord.objects.filter(episode__patient=episode.patient_id, signed_at__isnull=False)
        .order_by("-started_at")
        .first()
    )
    kept = answers_to_keep(mapping.answers_of(last)) if last else {}
    asked = {q.code for q in load_screening().questions if q.asked_of == "patient"}
    return frozenset(asked - kept.keys())


def calls_for_help(answers: Mapping[str, str]) -> bool:
    """Whether what a patient answered is a reason to see a doctor now, whatever the visit."""
    given = {code: Answer(answer) for code, answer in answers.items()}
    return any(
        concern.urgency is Urgency.NOW and concern.code in given
        for concern in judge_screening(given).concerns
    )
