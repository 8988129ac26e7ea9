"""Signing the demo's visits as the product signs them."""

from filiform.clinic.accounts.models import User
from filiform.clinic.consents.mapping import on_file
from filiform.clinic.demo.rows import BATCH, Rows
from filiform.clinic.needling import mapping
from filiform.clinic.needling.actions import (
    SIGNED_COLUMNS,
    SigningRefusedError,
    put_signature,
)
from filiform.clinic.needling.models import SessionRecord
from filiform.workflow.needling import review_visit


def sign_visits(rows: Rows) -> None:
    """Sign the stored visits for which the audit trail has a signature.

    Raises
    ------
    SigningRefusedError
        If the product would refuse one; then the story is wrong.
    """
    signed = {
        entry.object_id: (entry.at, entry.actor)
        for entry in rows.audit
        if entry.verb == "visit signed"
    }
    sessions = list(
        SessionRecord.objects.filter(pk__in=signed)
        .select_related("episode")
        .prefetch_related(
            "needlings__reasons",
            "acknowledgements",
            "amendments",
            "episode__consents__withdrawal",
        )
    )
    for session in sessions:
        review = review_visit(
            mapping.session_of(session),
            mapping.answers_of(session, at=signed[str(session.pk)][0]),
            on_file(session.episode, at=signed[str(session.pk)][0]),
        )
        if not review.may_sign:
            raise SigningRefusedError(review.obstacles)
        at, actor = signed[str(session.pk)]
        assert isinstance(actor, User)
        put_signature(session, by=actor, at=at)
    SessionRecord.objects.bulk_update(sessions, SIGNED_COLUMNS, batch_size=BATCH // 5)
