"""Between the stored pain score and the domain's value."""

from filiform.clinic.episodes.models import PainScoreRecord
from filiform.outcomes import Moment, Score


def score_of(record: PainScoreRecord) -> Score:
    """Return the score that a row holds."""
    return Score(
        measure="nprs",
        value=float(record.value),
        at=record.at,
        question="now",
        moment=Moment(record.moment),
        visit=str(record.session_id) if record.session_id else None,
    )
