"""The consents of the demo: one for each complaint, and one more when a new risk comes up."""

from collections.abc import Iterator, Sequence
from uuid import uuid5

from filiform.care import ConsentOffer, compose_consent, load_consent_rules
from filiform.clinic.accounts.models import User
from filiform.clinic.consents import mapping
from filiform.clinic.consents.models import ConsentRecord, Method
from filiform.clinic.demo.course import Visit
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.safety import Answer, judge_screening


def consents_of(
    episode: EpisodeRecord, visits: Sequence[Visit], *, by: User
) -> Iterator[ConsentRecord]:
    """Give the consents that the visits of an episode needed, each before its needles."""
    rules = load_consent_rules()
    needed = {
        class_id
        for visit in visits
        for _, needling in visit.needlings
        for class_id in rules.classes_of(needling.muscle, needling.technique.id)
    }
    classes = tuple(key for key in rules.classes if key in needed)
    named: set[str] = set()
    agreed = False
    for visit in visits:
        concerns = judge_screening({k: Answer(a) for k, a in visit.answers.items()}).concerns
        raised = {concern.code for concern in concerns}
        if not visit.needlings or (agreed and raised <= named):
            continue
        agreed, named = True, raised
        offer = ConsentOffer("en", classes, concerns, "generic", by.full_name, by.clinic.name)
        document = compose_consent(offer)
        record = ConsentRecord(
            id=uuid5(visit.id, "consent"),
            episode=episode,
            document=document,
            edition=document["edition"],
            classes=list(classes),
            risks=[concern.code for concern in concerns],
            jurisdiction="generic",
            age_years=episode.patient.age_years(visit.at.date()),
            signer_name=episode.patient.full_name,
            method=Method.TYPED,
            signed_at=visit.screened_at,
            recorded_by=by,
        )
        record.digest = mapping.digest_of(record)
        yield record
