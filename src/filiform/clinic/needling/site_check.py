"""The judgement of the sites of a stored visit: one pure call around what the rows hold."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from filiform.atlas import load_atlas
from filiform.care import Acknowledgement, Obstacle, SigningObstacle, table_obstacles
from filiform.clinic.consents.mapping import on_file
from filiform.clinic.needling import journal_mapping, mapping
from filiform.clinic.needling.models import SessionRecord
from filiform.clinic.patients.models import Patient
from filiform.safety import Person, SafetyVerdict, SiteContext, SiteVerdict
from filiform.workflow.needling import VisitReview, review_visit
from filiform.workflow.site_review import review_sites, site_obstacles


@dataclass(frozen=True, slots=True)
class CheckedVisit:
    """The review of a visit with the verdict on each of its sites, by id of the needling."""

    review: VisitReview
    context: SiteContext
    verdicts: dict[UUID, SiteVerdict]


def person_of(patient: Patient) -> Person:
    """Return what the clinic knows of a person; what is not recorded counts as the strictest."""
    return Person(
        sex=patient.sex or None,
        age_years=patient.age,
        height_cm=patient.height_cm,
        weight_kg=patient.weight_kg,
    )


def context_of(screening: SafetyVerdict | None) -> SiteContext:
    """Return what holds for every site of a visit; no authorisation is stored so far."""
    return SiteContext(screening=screening, as_of=timezone.localdate())


def checked_visit(session: SessionRecord) -> CheckedVisit:
    """Review a visit and judge its sites."""
    domain = mapping.session_of(session)
    consents = on_file(session.episode, at=session.signed_at or timezone.now())
    review = review_visit(domain, mapping.answers_of(session), consents)
    context = context_of(review.verdict)
    needlings = [n for n in domain.needlings if n.muscle in load_atlas().muscles]
    verdicts = review_sites(needlings, person_of(session.episode.patient), context)
    reasons = {
        record.pk: [Acknowledgement(r.concern, r.reason, r.confirmed) for r in record.reasons.all()]
        for record in session.needlings.all()
    }
    found = site_obstacles(needlings, verdicts, reasons, context, load_atlas())
    at_table = table_obstacles(journal_mapping.table_record_of(session))
    table = tuple(SigningObstacle(Obstacle.TABLE, message) for message in at_table)
    return CheckedVisit(
        replace(review, obstacles=(*review.obstacles, *found, *table)),
        context,
        {needling.id: verdict for needling, verdict in zip(needlings, verdicts, strict=True)},
    )
