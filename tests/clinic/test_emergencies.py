"""An emergency at the table: the stop, the needles that come out, those that stay in or lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.incidents.models import NearMissRecord, Origin
from filiform.clinic.needling import actions, emergencies, signed_form
from filiform.clinic.needling.models import (
    EmergencyStopRecord,
    NeedlingRecord,
    RetainedNeedleRecord,
    SessionRecord,
)
from tests.clinic.table import Tablet, send
from tests.clinic.visits import a_needling, all_no, an_event
from tests.conftest import Cast, signed_in

DONE = {"searched": True, "patient_told": True, "arranged": "Surgeon at four"}


@pytest.fixture
def visit(cast: Cast) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    return actions.answer_screening(session, all_no(), by=cast.ada)


@pytest.fixture
def site(cast: Cast, visit: SessionRecord) -> NeedlingRecord:
    return actions.put_needling(visit, a_needling(needles_in=3, needles_out=1), by=cast.ada)


def address(name: str, visit: SessionRecord, site: NeedlingRecord | None = None) -> str:
    return reverse(f"needling:{name}", args=[visit.pk, *([site.pk] if site else [])])


def test_the_count_is_in_sight_on_the_emergency_page(
    as_ada: Client, visit: SessionRecord, site: NeedlingRecord
) -> None:
    page = as_ada.get(address("emergency", visit)).content.decode()

    assert 'count__figure">3</span> needles in' in page
    assert 'count__figure">1</span> out' in page
    assert "2 still in or missing" in page


def test_needles_come_out_one_by_one_and_a_double_tap_counts_once(
    as_ada: Client, visit: SessionRecord, site: NeedlingRecord
) -> None:
    for out in (2, 2, 3):
        as_ada.post(address("out", visit, site), {"out": out})

    site.refresh_from_db()
    assert site.missing == 0
    assert AuditEntry.objects.filter(verb="site changed").count() == 2


def test_a_needle_of_the_table_is_counted_out_here_too_as_an_entry_of_its_journal(
    as_ada: Client, visit: SessionRecord
) -> None:
    tablet = Tablet()
    tablet.register(as_ada)
    send(as_ada, visit.pk, tablet.batch(tablet.site()))
    record = NeedlingRecord.objects.get()
    page = as_ada.get(address("emergency", visit)).content.decode()

    as_ada.post(address("out", visit, record), {"out": 1})

    assert "Count each needle once" in page
    record.refresh_from_db()
    assert record.missing == 0
    assert visit.journal.filter(field="needle_out").count() == 1


def test_a_retained_needle_stays_though_its_site_is_taken_back_at_the_table(
    as_ada: Client, cast: Cast, visit: SessionRecord
) -> None:
    tablet = Tablet()
    tablet.register(as_ada)
    entries = tablet.site()
    send(as_ada, visit.pk, tablet.batch(entries))
    record = NeedlingRecord.objects.get()
    emergencies.record_retained(visit, record.pk, count=1, by=cast.ada, **DONE)  # type: ignore[arg-type]

    undo = tablet.entry("undo", {"entries": [entry["id"] for entry in entries]})
    told = send(as_ada, visit.pk, tablet.batch([undo]))

    assert told["refused"] == []
    assert RetainedNeedleRecord.objects.get().needling == record
    assert NearMissRecord.objects.get().origin == Origin.RETAINED

    emergencies.take_back_retained(visit, record.pk, by=cast.ada)

    assert not NeedlingRecord.objects.exists()
    assert NearMissRecord.objects.exists()


@pytest.mark.parametrize("out", [0, 4, -1, "x"])
def test_a_count_that_falls_or_is_more_than_went_in_is_refused(
    as_ada: Client, visit: SessionRecord, site: NeedlingRecord, out: object
) -> None:
    as_ada.post(address("out", visit, site), {"out": out})

    site.refresh_from_db()
    assert site.needles_out == 1


def test_a_stopped_visit_takes_no_further_needle_and_still_counts_those_that_come_out(
    cast: Cast, visit: SessionRecord, site: NeedlingRecord
) -> None:
    emergencies.stop_visit(visit, "vasovagal", by=cast.ada)

    with pytest.raises(actions.NeedlingRefusedError, match="stopped in an emergency"):
        actions.put_needling(visit, a_needling(), by=cast.ada)
    assert emergencies.count_out(visit, site.pk, out=3, by=cast.ada).missing == 0


def test_stopping_twice_is_one_stop_and_only_for_what_is_on_the_card(
    cast: Cast, visit: SessionRecord
) -> None:
    first = emergencies.stop_visit(visit, "seizure", by=cast.ada)
    again = emergencies.stop_visit(visit, "vasovagal", by=cast.ada)

    assert again == first
    with pytest.raises(emergencies.EmergencyError):
        emergencies.stop_visit(visit, "hiccup", by=cast.ada)


def test_the_signature_waits_for_the_end_the_count_and_what_happened(
    cast: Cast, visit: SessionRecord, site: NeedlingRecord
) -> None:
    emergencies.stop_visit(visit, "vasovagal", by=cast.ada)
    emergencies.note_in_stop(visit, "pulse 48", by=cast.ada)
    refusals = []

    for act in (
        lambda: emergencies.end_stop(visit, how="well again", false_alarm=False, by=cast.ada),
        lambda: an_event(visit, by=cast.ada),
        lambda: emergencies.count_out(visit, site.pk, out=3, by=cast.ada),
    ):
        with pytest.raises(actions.SigningRefusedError) as refusal:
            actions.sign(visit, by=cast.ada)
        refusals.append({obstacle.kind.value for obstacle in refusal.value.obstacles})
        act()
    signed = actions.sign(visit, by=cast.ada)

    assert refusals == [
        {"needle_count", "emergency_stop"},
        {"needle_count", "emergency_stop"},
        {"needle_count"},
    ]
    assert [note["text"] for note in signed.stops.get().notes] == ["pulse 48", "well again"]
    assert signed_form.is_intact(SessionRecord.objects.get(pk=visit.pk))


def test_a_false_alarm_is_a_near_miss_and_needs_no_adverse_event(
    cast: Cast, visit: SessionRecord
) -> None:
    emergencies.stop_visit(visit, "seizure", by=cast.ada)
    emergencies.end_stop(visit, how="wrong button", false_alarm=True, by=cast.ada)
    actions.put_needling(visit, a_needling(needles_out=1), by=cast.ada)

    actions.sign(visit, by=cast.ada)

    assert NearMissRecord.objects.get().origin == Origin.FALSE_ALARM


def test_a_retained_needle_is_never_counted_out_and_lets_the_visit_be_signed_when_all_is_done(
    as_ada: Client, cast: Cast, visit: SessionRecord, site: NeedlingRecord
) -> None:
    form = {"count": 2, "searched": "on", "arranged": DONE["arranged"]}
    as_ada.post(address("retained", visit, site), form)
    with pytest.raises(actions.SigningRefusedError, match="Tell the patient"):
        actions.sign(visit, by=cast.ada)
    as_ada.post(address("retained", visit, site), form | {"patient_told": "on"})
    with pytest.raises(actions.SigningRefusedError, match="adverse event"):
        actions.sign(visit, by=cast.ada)
    an_event(visit, "retained_needle", by=cast.ada)

    signed = actions.sign(visit, by=cast.ada)

    page = as_ada.get(address("visit", visit)).content.decode()
    site.refresh_from_db()
    assert (site.needles_in, site.needles_out) == (3, 1)
    assert signed.missing == 2
    assert "2 retained" in page
    assert "3 needles in, 1 out" in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_retained_needle_is_exactly_what_is_missing(
    cast: Cast, visit: SessionRecord, site: NeedlingRecord, count: int
) -> None:
    with pytest.raises(actions.NeedlingRefusedError, match="2 missing"):
        emergencies.record_retained(visit, site.pk, count=count, by=cast.ada, **DONE)  # type: ignore[arg-type]

    assert not RetainedNeedleRecord.objects.exists()


def test_a_needle_that_was_found_is_taken_back_and_the_near_miss_stays(
    cast: Cast, as_ada: Client, visit: SessionRecord, site: NeedlingRecord
) -> None:
    emergencies.record_retained(visit, site.pk, count=2, by=cast.ada, **DONE)  # type: ignore[arg-type]

    as_ada.post(address("retained", visit, site), {"found": ""})
    emergencies.count_out(visit, site.pk, out=3, by=cast.ada)

    actions.sign(visit, by=cast.ada)
    assert not RetainedNeedleRecord.objects.exists()
    assert NearMissRecord.objects.get().origin == Origin.RETAINED


def test_a_site_with_a_retained_needle_cannot_be_taken_out(
    cast: Cast, visit: SessionRecord, site: NeedlingRecord
) -> None:
    emergencies.record_retained(visit, site.pk, count=2, by=cast.ada, **DONE)  # type: ignore[arg-type]

    with pytest.raises(actions.NeedlingRefusedError, match="not accounted for"):
        actions.remove_needling(visit, site.pk, by=cast.ada)
    emergencies.count_out(visit, site.pk, out=3, by=cast.ada)
    with pytest.raises(actions.NeedlingRefusedError, match="take that back first"):
        actions.remove_needling(visit, site.pk, by=cast.ada)


def test_raising_the_needles_out_past_those_in_is_a_miscount_all_the_same(
    cast: Cast, visit: SessionRecord, site: NeedlingRecord
) -> None:
    emergencies.record_retained(visit, site.pk, count=2, by=cast.ada, **DONE)  # type: ignore[arg-type]
    an_event(visit, "retained_needle", by=cast.ada)
    needling = a_needling(id=site.pk, needles_in=3, needles_out=2)
    actions.put_needling(visit, replace(needling), by=cast.ada)

    with pytest.raises(actions.SigningRefusedError, match="1 needle not accounted for"):
        actions.sign(visit, by=cast.ada)


def test_stops_and_retained_needles_of_a_signed_visit_are_kept(
    cast: Cast, visit: SessionRecord, site: NeedlingRecord
) -> None:
    emergencies.stop_visit(visit, "needle", by=cast.ada)
    emergencies.record_retained(visit, site.pk, count=2, by=cast.ada, **DONE)  # type: ignore[arg-type]
    emergencies.end_stop(visit, how="to the surgeon", false_alarm=False, by=cast.ada)
    an_event(visit, "retained_needle", by=cast.ada)
    actions.sign(visit, by=cast.ada)

    for change in (
        lambda: EmergencyStopRecord.objects.update(false_alarm=True),
        lambda: RetainedNeedleRecord.objects.update(count=1),
        lambda: RetainedNeedleRecord.objects.all().delete(),
        lambda: EmergencyStopRecord.objects.create(
            session=visit, kind="seizure", started_by=cast.ada,
            ended_at=timezone.now() + timedelta(seconds=1), ended_by=cast.ada,
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="write an amendment"), transaction.atomic():
            change()


def test_another_clinic_stops_nothing(cast: Cast, visit: SessionRecord) -> None:
    answer = signed_in(cast.ben).post(address("stop", visit), {"kind": "seizure"})

    assert answer.status_code == 404
    assert not EmergencyStopRecord.objects.exists()
