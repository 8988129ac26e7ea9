"""What the pages of this app say, in the language of the page."""

from dataclasses import dataclass

from filiform.care import (
    Emergency,
    Told,
    load_aftercare,
    load_emergency_card,
    load_event_scheme,
    needlings_over_lung,
)
from filiform.clinic.incidents.models import AdverseEventRecord, FollowUpRecord
from filiform.clinic.needling import mapping as needling_mapping
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord
from filiform.safety import load_site_survey


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its mark and its sources, as shown."""

    text: str
    mark: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownEmergency:
    """One emergency in one language."""

    id: str
    title: str
    recognise: list[Line]
    act: list[Line]


def lines(entries: tuple[Told, ...], language: str) -> list[Line]:
    """Return sentences in a language."""
    return [Line(entry.told_in(language), entry.mark.value, entry.sources) for entry in entries]


def emergencies(language: str) -> list[ShownEmergency]:
    """Return the emergency card in a language."""
    return [_emergency(entry, language) for entry in load_emergency_card().emergencies]


def _emergency(entry: Emergency, language: str) -> ShownEmergency:
    return ShownEmergency(
        entry.id,
        entry.title_in(language),
        lines(entry.recognise, language),
        lines(entry.act, language),
    )


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of the aftercare sheet in one language."""

    id: str
    title: str
    lines: list[Line]


def aftercare_parts(language: str, *, lung: bool) -> list[ShownPart]:
    """Return the aftercare sheet in a language."""
    return [
        ShownPart(part.id, part.title_by_language[language], lines(part.lines, language))
        for part in load_aftercare().parts_for(lung=lung)
    ]


def over_lung(session: SessionRecord) -> list[NeedlingRecord]:
    """Return the recorded sites of a visit whose path can meet the lung."""
    records = list(session.needlings.all())
    needlings = [needling_mapping.needling_of(record) for record in records]
    found = {n.id for n in needlings_over_lung(needlings, load_site_survey())}
    return [record for record in records if record.pk in found]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An adverse event with its words."""

    record: AdverseEventRecord
    kind: str
    grade: str
    badge: str
    expected: bool
    follow_ups: list[FollowUpRecord]

    @property
    def open(self) -> int:
        """How many follow-ups are not done."""
        return sum(task.done_at is None for task in self.follow_ups)

    @property
    def outcome(self) -> str:
        """The latest outcome that is known."""
        told = [task for task in self.follow_ups if task.outcome and task.done_at]
        latest = max(told, key=lambda task: str(task.done_at)) if told else None
        return latest.get_outcome_display() if latest else self.record.get_outcome_display()


BADGES = {"mild": "info", "significant": "caution", "serious": "stop"}


def event_row(record: AdverseEventRecord) -> EventRow:
    """Return an adverse event with the words of its scheme; its ids where those are gone."""
    scheme = load_event_scheme()
    kind, grade = scheme.kinds.get(record.kind), scheme.grades.get(record.grade)
    return EventRow(
        record=record,
        kind=kind.label if kind else record.kind,
        grade=grade.label if grade else record.grade,
        badge=BADGES.get(record.grade, "caution"),
        expected=kind.expected if kind else False,
        follow_ups=list(record.follow_ups.all()),
    )
