"""Between the stored consent and the domain's values."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from filiform.care import Consent, ConsentsOnFile
from filiform.clinic.consents.models import ConsentRecord
from filiform.clinic.episodes.models import EpisodeRecord


def consent_of(record: ConsentRecord) -> Consent:
    """Return the consent that a row holds, with its withdrawal if there is one."""
    withdrawal = getattr(record, "withdrawal", None)
    return Consent(
        episode=record.episode_id,
        classes=frozenset(record.classes),
        risks=frozenset(record.risks),
        edition=record.edition,
        jurisdiction=record.jurisdiction,
        age_years=record.age_years,
        signed_at=record.signed_at,
        by_guardian=record.by_guardian,
        assent=record.assent,
        withdrawn_at=withdrawal.at if withdrawal else None,
    )


def on_file(episode: EpisodeRecord, *, at: datetime) -> ConsentsOnFile:
    """Return all consents of an episode, to be read for one moment."""
    return ConsentsOnFile(
        tuple(consent_of(record) for record in episode.consents.all()), episode.pk, at
    )


def canonical(record: ConsentRecord) -> dict[str, Any]:
    """Return a whole consent as one JSON value: what its digest covers."""
    return {
        "consent": str(record.pk),
        "episode": str(record.episode_id),
        "document": record.document,
        "classes": record.classes,
        "risks": record.risks,
        "edition": record.edition,
        "jurisdiction": record.jurisdiction,
        "age_years": record.age_years,
        "signer_name": record.signer_name,
        "by_guardian": record.by_guardian,
        "assent": record.assent,
        "interpreter": record.interpreter,
        "method": record.method,
        "strokes": record.strokes,
        "signed_at": record.signed_at.astimezone(UTC).isoformat(),
        "recorded_by": str(record.recorded_by_id),
    }


def digest_of(record: ConsentRecord) -> str:
    """Return the SHA-256 of a consent's canonical JSON."""
    text = json.dumps(canonical(record), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digests_at(episode: EpisodeRecord, at: datetime) -> list[str]:
    """Return the digests of the consents that were signed by a moment, oldest first."""
    records = [record for record in episode.consents.all() if record.signed_at <= at]
    return [record.digest for record in sorted(records, key=lambda record: record.signed_at)]
