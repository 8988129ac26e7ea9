"""From a story to the rows that the product would have stored for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Model

from filiform.atlas import load_atlas
from filiform.body import PainDrawing
from filiform.clinic.accounts.models import Clinic, User
from filiform.clinic.demo.complaint import complaint_in_words
from filiform.clinic.demo.consenting import consents_of
from filiform.clinic.demo.course import Course, Visit, evidence_as_it_grows, sample_uuid
from filiform.clinic.demo.people import load_plot
from filiform.clinic.demo.rows import Rows
from filiform.clinic.drawings import mapping as drawing_mapping
from filiform.clinic.drawings.actions import LINK_LIFE
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn, PaintingLink
from filiform.clinic.episodes.models import EpisodeRecord, Moment, PainScoreRecord
from filiform.clinic.localisations.actions import ranking_of
from filiform.clinic.needling import mapping as needling_mapping
from filiform.clinic.needling.models import AcknowledgementRecord, NeedlingRecord, SessionRecord
from filiform.clinic.patients.models import Patient
from filiform.localise import CaseFindings, rank_trigger_points
from filiform.safety import Answer, judge_screening, load_screening

PAINTING = timedelta(minutes=4)
RANKED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes the rows of one patient; ``clinician`` treats, ``rng`` makes the ids."""

    rows: Rows
    clinic: Clinic
    patient: Patient
    clinician: User
    rng: np.random.Generator

    def write_episode(self, course: Course) -> None:
        """Write one episode with everything that belongs to it."""
        first_at, first_drawing = course.drawings[0]
        started_at = first_at - PAINTING
        episode = EpisodeRecord(
            id=sample_uuid(self.rng),
            patient=self.patient,
            complaint=complaint_in_words(first_drawing),
            started_on=started_at.date(),
            ended_on=course.ended_on,
            clinician=self.clinician,
        )
        self.rows.add(episode)
        self._note("episode started", episode, started_at, by=self.clinician)
        for place, (at, drawing) in enumerate(course.drawings):
            record = self._write_drawing(episode, drawing, at)
            evidence = evidence_as_it_grows(course) if place == 0 else [CaseFindings(drawing)]
            self._write_rankings(record, evidence, at)
        for consent in consents_of(episode, course.visits, by=self.clinician):
            self.rows.add(consent)
            self._note("consent signed", consent, consent.signed_at, by=self.clinician)
        for visit in course.visits:
            self._write_visit(episode, visit)
        for at, value in course.check_ins:
            self._write_score(episode, Moment.CHECK_IN, value, at, by=self.patient.user)
        if course.ended_on:
            self._note(
                "episode ended",
                episode,
                course.visits[-1].at + timedelta(minutes=31),
                by=self.clinician,
            )

    def _write_drawing(
        self, episode: EpisodeRecord, drawing: PainDrawing, at: datetime
    ) -> DrawingRecord:
        ways = [DrawnOn.CLINIC, DrawnOn.TABLET, DrawnOn.PHONE]
        if self.patient.user:
            ways = [DrawnOn.OWN_PAGE]
        drawn_on = ways[int(self.rng.integers(len(ways)))]
        by = {DrawnOn.CLINIC: self.clinician, DrawnOn.OWN_PAGE: self.patient.user}.get(drawn_on)
        record = DrawingRecord(
            id=sample_uuid(self.rng),
            episode=episode,
            marks=drawing_mapping.marks_of(drawing),
            drawn_on=drawn_on,
            drawn_at=at,
            recorded_by=by,
        )
        self.rows.add(record)
        if drawn_on in (DrawnOn.TABLET, DrawnOn.PHONE):
            self._write_link(record, at)
        self._note("drawing saved", record, at, by=by)
        return record

    def _write_link(self, drawing: DrawingRecord, at: datetime) -> None:
        opened_at = at - PAINTING
        made_at = opened_at - timedelta(seconds=30)
        link = PaintingLink(
            id=sample_uuid(self.rng),
            token_digest=hashlib.sha256(self.rng.bytes(24)).hexdigest(),
            episode=drawing.episode,
            drawn_on=drawing.drawn_on,
            created_by=self.clinician,
            created_at=made_at,
            expires_at=made_at + LINK_LIFE,
            opened_at=opened_at,
            closed_at=at,
            drawing=drawing,
        )
        self.rows.add(link)
        self._note("painting link made", link, made_at, by=self.clinician)
        self._note("painting link opened", link, opened_at)

    def _write_rankings(
        self, drawing: DrawingRecord, evidence: Sequence[CaseFindings], at: datetime
    ) -> None:
        for step, findings in enumerate(evidence, start=1):
            localisation = rank_trigger_points(findings, load_atlas())
            record = ranking_of(drawing, findings, localisation, by=self.clinician)
            record.id = sample_uuid(self.rng)
            record.at = at + step * RANKED_AFTER
            self.rows.add(record)
            self._note("trigger points ranked", record, record.at, by=self.clinician)

    def _write_visit(self, episode: EpisodeRecord, visit: Visit) -> None:
        session = SessionRecord(
            id=visit.id,
            episode=episode,
            clinician=self.clinician,
            started_at=visit.at,
            answers=dict(visit.answers),
            answered={
                code: {"at": visit.screened_at.isoformat(), "by": self.clinician.full_name}
                for code in visit.answers
            },
            screening_version=load_screening().version,
            no_needling_reason=visit.no_needling_reason,
        )
        self.rows.add(session)
        self._note("visit started", session, visit.at, by=self.clinician)
        self._note("screening answered", session, visit.screened_at, by=self.clinician)
        self._write_score(
            episode, Moment.BEFORE, visit.pain_before, visit.asked_at, session=session
        )
        self._write_acknowledgements(session, visit)
        for at, needling in visit.needlings:
            site = NeedlingRecord(
                id=needling.id,
                session=session,
                recorded_at=at,
                **needling_mapping.columns_of(needling),
            )
            self.rows.add(site)
            self._note("site recorded", site, at, by=self.clinician)
        if visit.no_needling_reason:
            self._note("visit without needling", session, visit.asked_at, by=self.clinician)
        if visit.pain_after is not None:
            self._write_score(
                episode, Moment.AFTER, visit.pain_after, visit.asked_again_at, session=session
            )
        if visit.signed_at:
            self._note("visit signed", session, visit.signed_at, by=self.clinician)

    def _write_acknowledgements(self, session: SessionRecord, visit: Visit) -> None:
        answers = {code: Answer(answer) for code, answer in visit.answers.items()}
        for concern in judge_screening(answers).requires_acknowledgement:
            if concern.code in visit.reason_by_concern:
                given = AcknowledgementRecord(
                    session=session,
                    concern=concern.code,
                    reason=visit.reason_by_concern[concern.code],
                    confirmed=concern.needs_second_confirmation,
                    given_by=self.clinician,
                    given_at=visit.screened_at,
                )
                self.rows.add(given)
                self._note("concern acknowledged", session, visit.screened_at, by=self.clinician)

    def _write_score(
        self,
        episode: EpisodeRecord,
        moment: Moment,
        value: int,
        at: datetime,
        *,
        session: SessionRecord | None = None,
        by: User | None = None,
    ) -> None:
        by = by or self.clinician

        def score(value: int, supersedes: PainScoreRecord | None = None) -> PainScoreRecord:
            return PainScoreRecord(
                id=sample_uuid(self.rng),
                episode=episode,
                session_id=session.pk if session else None,
                moment=moment,
                value=value,
                at=at,
                recorded_by=by,
                supersedes=supersedes,
            )

        if self.rng.random() >= load_plot()["pain"]["corrected"]:
            right = score(value)
            self.rows.add(right)
            self._note("pain score recorded", right, at, by=by)
            return
        wrong = score((value + 1) % 11)
        right = score(value, supersedes=wrong)
        self.rows.add(wrong, right)
        self._note("pain score recorded", wrong, at, by=by)
        self._note("pain score corrected", right, at + timedelta(minutes=1), by=by)

    def _note(self, verb: str, subject: Model, at: datetime, *, by: User | None = None) -> None:
        self.rows.note(verb, subject, at=at, clinic=self.clinic, by=by)
