"""What the visit page shows: where the visit stands and what can be added."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.formats import date_format

from filiform.atlas import TriggerPoint, load_atlas
from filiform.body import Side
from filiform.care import (
    CONSENT,
    ConsentVerdict,
    load_billing_rules,
    load_consent_rules,
    load_needle_sizes,
    load_techniques,
    needle_count,
    suggest_code,
)
from filiform.clinic.consents.forms import class_choices
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.episodes.models import Moment, PainScoreRecord
from filiform.clinic.incidents import shown as incidents_shown
from filiform.clinic.localisations import queries as localisation_queries
from filiform.clinic.localisations.shown import WORTH_A_LOOK
from filiform.clinic.needling import mapping, queries, signed_form, site_check, site_shown
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord
from filiform.clinic.screenings.queries import fresh_answers
from filiform.localise import probability_in_percent
from filiform.safety import (
    Answer,
    Concern,
    Question,
    QuestionGroup,
    load_blocked_muscles,
    load_screening,
    load_site_survey,
)

SUGGESTIONS = 6
EARLIER_QUESTION = "(a question of an earlier version)"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One recorded site with its words."""

    record: NeedlingRecord
    point: TriggerPoint | None
    muscle: str
    technique: str
    judged: site_shown.JudgedSite | None = None
    at_table: bool = False
    """Whether the table records it, where alone it is changed."""
    path: tuple[tuple[str, str], ...] = ()
    """How the needle went and what else was recorded at the table, in words."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A site that one tap adds: from the last visit, or from the ranking."""

    trigger_point: str
    side: str
    label: str
    because: str
    diameter_mm: str
    length_mm: str
    technique: str
    needling_id: UUID


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """One concern with what has been said to it."""

    concern: Concern
    reason: str
    confirmed: bool

    @property
    def done(self) -> bool:
        """Whether nothing more is needed for this concern."""
        return bool(self.reason) and (self.confirmed or not self.concern.needs_second_confirmation)


@dataclass(frozen=True, slots=True)
class AnsweredGroup:
    """A group of questions with today's answers; None where none is given."""

    group: QuestionGroup
    questions: tuple[tuple[Question, str | None, str], ...]
    """Each question with the answer that counts, and who gave which answer when."""
    is_next: bool
    """Whether it is the first group with something to answer."""

    @property
    def open(self) -> int:
        """How many questions are not answered."""
        return sum(answer is None for _, answer, _ in self.questions)


def visit_context(session: SessionRecord) -> dict[str, Any]:
    """Return everything the visit page and its fragments show."""
    checked = site_check.checked_visit(session)
    review = checked.review
    given = {a.concern: a for a in session.acknowledgements.all()}
    groups = answered_groups(session)
    return {
        "session": session,
        "episode": session.episode,
        "patient": session.episode.patient,
        "review": review,
        "groups": groups,
        "unanswered": sum(group.open for group in groups),
        "question_count": len(load_screening().questions),
        "told_by_patient": told_by_patient(session),
        "lifetime_h": load_screening().lifetime // timedelta(hours=1),
        "concerns": [
            ConcernRow(
                concern,
                given[concern.code].reason if concern.code in given else "",
                given[concern.code].confirmed if concern.code in given else False,
            )
            for concern in review.verdict.requires_acknowledgement
        ],
        "sites": [
            replace(row, judged=site_shown.judged(row.record, checked))
            for row in site_rows(session)
        ],
        **_after_visit(session),
        "pain": pain_of(session),
        "pain_ids": {"before": uuid4(), "after": uuid4()},
        "values": range(11),
        "without_consent": given.get(CONSENT),
        "agreed": agreed_in_words(review.consent),
        "needled_without_consent": any(
            review.consent.lacking(needling) for needling in mapping.session_of(session).needlings
        ),
    }


def agreed_in_words(consent: ConsentVerdict) -> list[str]:
    """Return what the consents in force cover, in the order of the rules."""
    return [words for key, words in class_choices() if key in consent.classes]


def counted_context(session: SessionRecord) -> dict[str, Any]:
    """Return the needles of a visit, in and out, and its sites; judged no further."""
    return {
        "session": session,
        "episode": session.episode,
        "patient": session.episode.patient,
        "count": needle_count(mapping.session_of(session).needlings),
        "sites": site_rows(session),
    }


def answered_groups(session: SessionRecord) -> list[AnsweredGroup]:
    """Return the questions by group with the answers given so far."""
    groups: list[AnsweredGroup] = []
    counting = mapping.answers_of(session)
    for group in load_screening().groups:
        questions = tuple(
            (asked, counting.get(asked.code), _told(session, asked, asked.code in counting))
            for asked in group.questions
        )
        is_open = any(answer is None for _, answer, _ in questions)
        is_next = is_open and not any(made.is_next for made in groups)
        groups.append(AnsweredGroup(group, questions, is_next))
    return groups


def told_by_patient(session: SessionRecord) -> dict[str, Any] | None:
    """Return what the patient answered on the phone and nobody has taken over yet."""
    last = fresh_answers(session.episode, at=timezone.now())
    if last is None:
        return None
    given = mapping.given_of(session)
    waiting = [c for c in last.answers if c not in given or given[c].given_at < last.at]
    texts = {question.code: question.text for question in load_screening().questions}
    raised = [
        {"text": texts[code], "answer": last.answers[code]}
        for code in waiting
        if code in texts and last.answers[code] != Answer.NO
    ]
    noes = sum(last.answers[code] == Answer.NO for code in waiting)
    return {"id": last.pk, "at": last.at, "raised": raised, "noes": noes} if waiting else None


def _told(session: SessionRecord, asked: Question, counts: bool) -> str:
    """Say who answered when, if it was not in this visit or no longer counts; else nothing."""
    given = mapping.given_of(session).get(asked.code)
    if given is None or (counts and given.given_at >= session.started_at):
        return ""
    told = session.answered.get(asked.code, {})
    who = f" by {told['by']}" if "by" in told else ""
    when = date_format(timezone.localtime(given.given_at), "j M Y, H:i")
    again = "" if counts else "; ask again"
    return f"Answered {given.answer} on {when}{who}{again}."


def signed_context(session: SessionRecord) -> dict[str, Any]:
    """Return what the page of a signed visit shows: as signed, never judged again."""
    known = {question.code: question.text for question in load_screening().questions}
    return {
        "session": session,
        "episode": session.episode,
        "patient": session.episode.patient,
        "count": needle_count(mapping.session_of(session).needlings),
        "sites": site_rows(session),
        "pain": _of_moments(signed_form.signed_scores(session)),
        **_after_visit(session),
        "billing": suggest_code(mapping.session_of(session).needlings, load_billing_rules()),
        "amendments": session.amendments.select_related("written_by"),
        "raised": [
            {"text": f"{code} {known.get(code, EARLIER_QUESTION)}", "answer": answer}
            for code, answer in session.answers.items()
            if answer != "no"
        ],
        "acknowledgements": session.acknowledgements.all(),
        "intact": signed_form.is_intact(session),
    }


def _after_visit(session: SessionRecord) -> dict[str, Any]:
    return {
        "over_lung": incidents_shown.over_lung(session),
        "events": [incidents_shown.event_row(e) for e in session.adverse_events.all()],
    }


def site_rows(session: SessionRecord) -> list[SiteRow]:
    """Return every recorded site of a visit once, wherever it was recorded."""
    at_table = set(session.journal.exclude(needling=None).values_list("needling", flat=True))
    return [
        site_row(record, at_table=record.pk in at_table)
        for record in session.needlings.select_related("detail", "retained")
    ]


def site_row(record: NeedlingRecord, *, at_table: bool) -> SiteRow:
    """Return a recorded site with the names of its muscle and technique."""
    atlas = load_atlas()
    muscle = atlas.muscles.get(record.muscle)
    known = load_techniques().get(record.technique)
    return SiteRow(
        record=record,
        point=atlas.trigger_points.get(record.trigger_point),
        muscle=muscle.name if muscle else record.muscle,
        technique=known.label if known else record.technique,
        at_table=at_table,
        path=site_shown.path_words(record),
    )


def suggestions(session: SessionRecord) -> list[Suggestion]:
    """Return sites that one tap adds: those of the last visit first, then the best ranked."""
    taken = {(n.trigger_point, n.side) for n in session.needlings.all()}
    found: dict[tuple[str, str], Suggestion] = {}
    last = queries.last_signed_before(session)
    for record in last.needlings.all() if last else ():
        key = (record.trigger_point, record.side)
        if record.trigger_point and key not in taken:
            found[key] = _suggestion(
                record.trigger_point,
                record.side,
                "last visit",
                diameter_mm=f"{record.diameter_mm:.2f}",
                length_mm=f"{float(record.length_mm):g}",
                technique=record.technique,
            )
    for point in localisation_queries.top_points(session.episode, count=2 * SUGGESTIONS):
        if point["muscle"] in load_blocked_muscles() or point["probability"] < WORTH_A_LOOK:
            continue
        key = (point["trigger_point"], point["side"])
        if key not in taken and key not in found:
            found[key] = _suggestion(
                *key, f"ranked, {probability_in_percent(point['probability'])}"
            )
    return list(found.values())[:SUGGESTIONS]


def covered(suggested: list[Suggestion], consent: ConsentVerdict) -> list[Suggestion]:
    """Return the suggested sites that a consent in force covers."""
    points = load_atlas().trigger_points
    return [
        site
        for site in suggested
        if not consent.lacking_at(points[site.trigger_point].muscle, site.technique)
    ]


def consent_asked_for(session: SessionRecord) -> frozenset[str]:
    """Return the region classes that the recorded and the suggested sites need."""
    rules = load_consent_rules()
    sites = [(n.muscle, n.technique) for n in session.needlings.all()]
    points = load_atlas().trigger_points
    sites += [(points[s.trigger_point].muscle, s.technique) for s in suggestions(session)]
    return frozenset().union(*(rules.classes_of(*site) for site in sites))


def site_defaults(muscle: str | None = None) -> dict[str, str]:
    """Return the needle and technique that a new site starts with: the usual ones.

    With a muscle it is the shortest usual needle of its sites, from the sizes in common use.
    """
    sizes = load_needle_sizes()
    diameter_mm, length_mm = 0.30, 40.0
    usual = [s for s in load_site_survey().sites_of(muscle) if s.length_mm] if muscle else []
    if usual:
        diameter_mm = min(site.diameter_mm[1] for site in usual if site.diameter_mm)
        length_mm = min(site.length_mm[0] for site in usual if site.length_mm)
    usual_mm = min(sizes.diameters, key=lambda size: abs(size.mm - diameter_mm))
    fitting = [s for s in sizes.lengths if not usual or s.mm <= length_mm] or sizes.lengths[:1]
    length = min(fitting, key=lambda size: abs(size.mm - length_mm))
    return {
        "diameter_mm": f"{usual_mm.mm:.2f}",
        "length_mm": f"{length.mm:g}",
        "technique": next(iter(load_techniques())),
    }


def pain_of(session: SessionRecord) -> dict[str, PainScoreRecord | None]:
    """Return the scores before and after the needling of a visit."""
    scores = [
        score
        for score in episode_queries.scores_of(session.episode)
        if score.session_id == session.pk
    ]
    return _of_moments(scores)


def _of_moments(scores: Sequence[PainScoreRecord]) -> dict[str, PainScoreRecord | None]:
    """Return the last score of each moment that no other of them corrects."""
    corrected = {score.supersedes_id for score in scores}
    standing = sorted((s for s in scores if s.pk not in corrected), key=lambda s: s.at)
    return {
        moment.value: next((s for s in reversed(standing) if s.moment == moment), None)
        for moment in (Moment.BEFORE, Moment.AFTER)
    }


def _suggestion(trigger_point: str, side: str, because: str, **needle: str) -> Suggestion:
    atlas = load_atlas()
    point = atlas.trigger_points[trigger_point]
    name = f"{atlas.muscles[point.muscle].name} {point.number}, {Side(side).value}"
    return Suggestion(
        trigger_point=trigger_point,
        side=side,
        label=name,
        because=because,
        needling_id=uuid4(),
        **(site_defaults(point.muscle) | needle),
    )
