"""Adverse events: reported from a visit or afterwards, graded, followed up until reached."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.care import GradeTooLowError
from filiform.clinic.incidents import actions as incidents
from filiform.clinic.incidents.models import AdverseEventRecord, Cause, FollowUpRecord, Outcome
from filiform.clinic.needling import actions, signed_form
from filiform.clinic.needling.models import SessionRecord
from tests.clinic.visits import a_needling, all_no, an_event
from tests.conftest import Cast, signed_in

LUNG = {"muscle": "trapezius_upper", "trigger_point": "trapezius_upper.trp1"}
FAR = {"muscle": "soleus", "trigger_point": "soleus.trp1"}


@pytest.fixture
def visit(cast: Cast) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    return actions.answer_screening(session, all_no(), by=cast.ada)


def signed_with(cast: Cast, visit: SessionRecord, site: dict[str, str]) -> SessionRecord:
    """Sign a visit with one site; a reason for whatever speaks against it."""
    record = actions.put_needling(visit, a_needling(needles_out=1, **site), by=cast.ada)
    for _ in range(5):
        try:
            return actions.sign(visit, by=cast.ada)
        except actions.SigningRefusedError as refusal:
            for obstacle in refusal.obstacles:
                actions.explain_site(
                    visit, record.pk, obstacle.concern or "", reason="held", confirmed=True,
                    by=cast.ada,
                )  # fmt: skip
    raise AssertionError("the visit cannot be signed")


def form(**changes: str) -> dict[str, str]:
    usual = {
        "event_id": str(uuid4()),
        "kind": "syncope",
        "grade": "significant",
        "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "onset": "during",
        "causality": "probable",
        "description": "Fainted on sitting up.",
        "outcome": "recovered",
    }
    return usual | changes


def address(visit: SessionRecord) -> str:
    return reverse("incidents:report", args=[visit.pk])


def test_one_is_reported_from_the_visit_and_shown_there(
    as_ada: Client, visit: SessionRecord
) -> None:
    answer = as_ada.post(address(visit), form(), follow=True)

    record = AdverseEventRecord.objects.get()
    assert (record.scheme, record.kind, record.grade) == ("white", "syncope", "significant")
    assert "Fainting" in answer.content.decode()


def test_one_is_reported_after_the_signature_and_leaves_it_alone(
    as_ada: Client, cast: Cast, visit: SessionRecord
) -> None:
    signed = signed_with(cast, visit, FAR)

    as_ada.post(address(signed), form())

    assert AdverseEventRecord.objects.count() == 1
    assert signed_form.is_intact(SessionRecord.objects.get(pk=signed.pk))


def test_a_grade_below_the_least_of_its_kind_is_refused_with_the_reason(
    as_ada: Client, cast: Cast, visit: SessionRecord
) -> None:
    answer = as_ada.post(address(visit), form(kind="pneumothorax", grade="mild"))

    assert answer.status_code == 400
    assert "Pneumothorax is at least serious" in answer.content.decode()
    with pytest.raises(GradeTooLowError):
        an_event(visit, "pneumothorax", by=cast.ada, grade="mild")


@pytest.mark.parametrize("missing", ["kind", "grade", "happened_at", "description", "outcome"])
def test_what_is_missing_is_asked_for(as_ada: Client, visit: SessionRecord, missing: str) -> None:
    answer = as_ada.post(address(visit), form(**{missing: ""}))

    assert answer.status_code == 400
    assert not AdverseEventRecord.objects.exists()


@pytest.mark.parametrize("shift", [timedelta(days=-2), timedelta(hours=2)])
def test_it_begins_neither_before_the_visit_nor_in_the_future(
    cast: Cast, visit: SessionRecord, shift: timedelta
) -> None:
    with pytest.raises(incidents.EventTimeError):
        an_event(visit, by=cast.ada, happened_at=timezone.now() + shift)


def test_sending_it_twice_stores_it_once_and_another_content_is_refused(
    as_ada: Client, visit: SessionRecord
) -> None:
    sent = form()

    as_ada.post(address(visit), sent)
    as_ada.post(address(visit), sent)
    other = as_ada.post(address(visit), sent | {"description": "Other."})

    assert AdverseEventRecord.objects.count() == 1
    assert FollowUpRecord.objects.count() == 2
    assert other.status_code == 400


def test_a_report_is_never_changed(cast: Cast, visit: SessionRecord) -> None:
    an_event(visit, by=cast.ada)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AdverseEventRecord.objects.update(grade="mild")


def test_a_mild_event_asks_for_nothing_more_and_a_worse_one_twice(
    cast: Cast, visit: SessionRecord
) -> None:
    mild, worse = an_event(visit, "bruising", by=cast.ada), an_event(visit, by=cast.ada)

    assert not mild.follow_ups.exists()
    assert [task.hours for task in worse.follow_ups.all()] == [24, 72]


def test_the_lead_sees_all_of_the_clinic_and_others_none(cast: Cast, visit: SessionRecord) -> None:
    an_event(visit, by=cast.ada)
    lead, page = signed_in(cast.lea), reverse("incidents:events")
    cast.ben.role = "clinic_lead"
    cast.ben.save()

    assert "Fainting" in lead.get(page).content.decode()
    assert "No adverse event yet" in signed_in(cast.ben).get(page).content.decode()
    assert signed_in(cast.ada).get(page).status_code == 403


def test_a_signed_visit_with_a_needle_over_the_lung_makes_two_tasks_once(
    cast: Cast, visit: SessionRecord
) -> None:
    signed = signed_with(cast, visit, LUNG)
    incidents.plan_lung_follow_ups(signed, (24, 72))

    tasks = list(signed.follow_ups.all())

    needled_at = signed.needlings.get().recorded_at
    assert [task.due_at - needled_at for task in tasks] == [
        timedelta(hours=24),
        timedelta(hours=72),
    ]
    assert {task.cause for task in tasks} == {Cause.LUNG}


def test_a_needle_far_from_the_lung_makes_none(cast: Cast, visit: SessionRecord) -> None:
    assert not signed_with(cast, visit, FAR).follow_ups.exists()


def overdue(signed: SessionRecord) -> FollowUpRecord:
    task = signed.follow_ups.first()
    assert task is not None
    task.due_at = timezone.now() - timedelta(hours=1)
    task.save()
    return task


def test_an_overdue_task_is_shown_on_every_page_until_the_patient_is_reached(
    cast: Cast, as_ada: Client, visit: SessionRecord
) -> None:
    task = overdue(signed_with(cast, visit, LUNG))
    answer, page = reverse("incidents:answer", args=[task.pk]), reverse("incidents:follow_ups")
    elsewhere = reverse("patients:patients")

    before = as_ada.get(elsewhere).content.decode()
    as_ada.post(answer, {"reached": "not_reached"})
    tried = as_ada.get(page).content.decode()
    as_ada.post(answer, {"reached": "no_symptoms", "note": "fine"})
    after = as_ada.get(elsewhere).content.decode()

    task.refresh_from_db()
    assert '1<span class="visually-hidden"> overdue</span>' in before
    assert "Not reached" in tried
    assert 'badge--stop">overdue' in tried
    assert "overdue</span>" not in after
    assert (task.done_by, task.symptoms, task.note) == (cast.ada, False, "fine")


def test_symptoms_lead_to_the_card_and_the_report(
    cast: Cast, as_ada: Client, visit: SessionRecord
) -> None:
    task = overdue(signed_with(cast, visit, LUNG))
    said = {"reached": "symptoms", "note": "pain on breathing, sent for X-ray"}

    page = as_ada.post(
        reverse("incidents:answer", args=[task.pk]), said, follow=True
    ).content.decode()

    assert 'href="/emergency/#pneumothorax"' in page
    assert f'href="{address(visit)}"' in page


@pytest.mark.parametrize("said", [{}, {"reached": "symptoms"}, {"reached": "maybe"}])
def test_an_answer_that_says_too_little_leaves_the_task_open(
    cast: Cast, as_ada: Client, visit: SessionRecord, said: dict[str, str]
) -> None:
    task = overdue(signed_with(cast, visit, LUNG))

    as_ada.post(reverse("incidents:answer", args=[task.pk]), said)

    task.refresh_from_db()
    assert task.done_at is None


def test_a_task_is_done_once(cast: Cast, visit: SessionRecord) -> None:
    task = overdue(signed_with(cast, visit, LUNG))
    incidents.answer_follow_up(task, symptoms=False, note="", by=cast.ada)

    with pytest.raises(incidents.FollowUpDoneError):
        incidents.answer_follow_up(task, symptoms=True, note="x", by=cast.lea)
    with pytest.raises(incidents.FollowUpDoneError):
        incidents.note_not_reached(task, by=cast.lea)


def test_the_latest_outcome_told_is_the_one_shown(cast: Cast, visit: SessionRecord) -> None:
    record = an_event(visit, by=cast.ada, outcome=Outcome.NOT_RECOVERED)
    task = record.follow_ups.first()
    assert task is not None
    incidents.answer_follow_up(
        task, symptoms=False, note="", outcome=Outcome.RECOVERED, by=cast.ada
    )

    page = signed_in(cast.ada).get(reverse("incidents:event", args=[record.pk])).content.decode()

    assert "<dd>recovered</dd>" in page


def test_another_clinic_sees_and_does_nothing(cast: Cast, visit: SessionRecord) -> None:
    task = overdue(signed_with(cast, visit, LUNG))
    ben = signed_in(cast.ben)

    assert "Cleo" not in ben.get(reverse("incidents:follow_ups")).content.decode()
    answer = reverse("incidents:answer", args=[task.pk])
    assert ben.post(answer, {"reached": "no_symptoms"}).status_code == 404
