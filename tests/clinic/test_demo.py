"""The demo: fictional clinics, made once, from the model, and never beside real records."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from filiform.atlas import load_atlas
from filiform.clinic.accounts.models import Clinic, User
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.consents.mapping import digest_of, on_file
from filiform.clinic.consents.models import ConsentRecord
from filiform.clinic.demo.actions import make_demo
from filiform.clinic.demo.errors import DemoRefusedError
from filiform.clinic.demo.people import load_people
from filiform.clinic.drawings.mapping import drawn_of
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.episodes.models import EpisodeRecord, PainScoreRecord
from filiform.clinic.incidents import actions as incidents
from filiform.clinic.incidents.models import FollowUpRecord, NearMissRecord
from filiform.clinic.incidents.shown import over_lung
from filiform.clinic.needling import mapping
from filiform.clinic.needling.actions import signature_of
from filiform.clinic.needling.models import AcknowledgementRecord, NeedlingRecord, SessionRecord
from filiform.clinic.patients.models import Patient
from filiform.safety import load_blocked_muscles
from filiform.workflow.needling import concerns_against, review_visit
from tests.conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
FEW = 5


@pytest.fixture(autouse=True)
def own_state(settings: LazySettings, tmp_path: Path) -> None:
    settings.STATE = tmp_path


@pytest.fixture
def small_demo() -> None:
    make_demo(as_of=NOW, patients=FEW)


def test_a_signed_visit_of_the_demo_could_have_been_signed_in_the_product(small_demo: None) -> None:
    signed = SessionRecord.objects.exclude(signed_at=None)

    assert signed.count() >= FEW
    for session in signed:
        consents = on_file(session.episode, at=session.signed_at)
        review = review_visit(mapping.session_of(session), mapping.answers_of(session), consents)
        assert review.obstacles == ()
        assert session.signature == signature_of(session)


def test_every_consent_of_the_demo_is_stored_as_signed(small_demo: None) -> None:
    consents = list(ConsentRecord.objects.all())

    assert len(consents) >= FEW
    assert all(digest_of(consent) == consent.digest for consent in consents)


def test_no_needling_of_the_demo_goes_against_a_rule(small_demo: None) -> None:
    atlas = load_atlas()

    for session in SessionRecord.objects.prefetch_related("needlings"):
        answers = mapping.answers_of(session, at=session.signed_at or NOW)
        verdict = review_visit(mapping.session_of(session), answers).verdict
        for needling in mapping.session_of(session).needlings:
            assert concerns_against(needling, verdict, atlas) == ()
            assert needling.muscle not in load_blocked_muscles()


def test_two_visits_are_going_on_with_a_needle_in(small_demo: None) -> None:
    going_on = SessionRecord.objects.filter(signed_at=None)

    assert [session.missing for session in going_on] == [1, 1]


def test_every_drawing_can_be_read_and_every_record_lies_in_the_past(small_demo: None) -> None:
    drawings = list(DrawingRecord.objects.all())

    assert all(drawn_of(drawing).areas.marks for drawing in drawings)
    assert all(drawing.drawn_at <= NOW for drawing in drawings)
    assert not PainScoreRecord.objects.filter(at__gt=NOW).exists()
    assert not AuditEntry.objects.filter(at__gt=NOW).exists()


def test_every_site_and_drawing_has_its_audit_entry(small_demo: None) -> None:
    audited = set(AuditEntry.objects.values_list("verb", "object_id"))

    for verb, model in (("site recorded", NeedlingRecord), ("drawing saved", DrawingRecord)):
        assert {(verb, str(pk)) for pk in model.objects.values_list("pk", flat=True)} <= audited


def test_what_the_visits_brought_is_there_as_the_product_would_have_made_it(
    small_demo: None,
) -> None:
    lungs = [s for s in SessionRecord.objects.exclude(signed_at=None) if over_lung(s)]

    assert NearMissRecord.objects.count() == AcknowledgementRecord.objects.count()
    assert FollowUpRecord.objects.filter(cause="lung").count() == 2 * len(lungs)
    newest = {
        task.session.clinician.clinic_id: task.pk
        for task in FollowUpRecord.objects.filter(cause="lung").order_by(
            "session__started_at", "due_at"
        )
    }
    long_due = FollowUpRecord.objects.filter(due_at__lt=NOW - timedelta(days=4))
    for task in long_due.exclude(pk__in=newest.values()):
        assert task.done_at is not None
        assert task.done_at <= NOW
    assert not FollowUpRecord.objects.filter(pk__in=newest.values()).exclude(done_at=None).exists()
    for session in lungs:
        tasks = set(session.follow_ups.values_list("pk", "due_at"))
        again = incidents.plan_lung_follow_ups(session, (24, 72))
        assert {(task.pk, task.due_at) for task in again} == tasks


def test_the_same_seed_and_moment_give_the_same_records() -> None:
    def told() -> list[object]:
        return [
            list(EpisodeRecord.objects.order_by("pk").values_list("pk", "complaint", "ended_on")),
            list(NeedlingRecord.objects.order_by("pk").values_list("pk", "muscle", "twitches")),
        ]

    make_demo(as_of=NOW, patients=3)
    first = told()
    make_demo(as_of=NOW, patients=3, reset=True)
    again = told()
    make_demo(as_of=NOW, patients=3, reset=True, seed=7)

    assert again == first
    assert told() != first


def test_a_second_start_keeps_what_was_changed(small_demo: None) -> None:
    Patient.objects.filter(family_name="Lanternfield").update(sport="Chess")

    made = make_demo(as_of=NOW)

    assert made is False
    assert Patient.objects.count() == FEW
    assert Patient.objects.get(family_name="Lanternfield").sport == "Chess"


def test_the_demo_is_refused_beside_a_real_clinic_and_changes_nothing() -> None:
    Clinic.objects.create(name="Real Clinic")

    with pytest.raises(DemoRefusedError, match="Real Clinic"):
        make_demo(as_of=NOW, reset=True)

    assert list(Clinic.objects.values_list("name", flat=True)) == ["Real Clinic"]


def test_the_demo_is_refused_in_production(settings: LazySettings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(DemoRefusedError, match="production"):
        make_demo(as_of=NOW)

    assert not Clinic.objects.exists()


def test_everybody_offered_at_the_door_can_sign_in(
    small_demo: None, settings: LazySettings
) -> None:
    offered = json.loads((settings.STATE / "demo-sign-ins.json").read_text(encoding="utf-8"))

    assert len(offered) == 9
    for person in offered:
        assert User.objects.get(email=person["email"]).check_password(person["password"])


def test_addresses_of_the_demo_belong_to_nobody() -> None:
    people = load_people()

    assert all(re.search(r"@\w+\.example$", person.email) for person in people.sign_ins)


def test_every_page_of_a_demo_patient_opens(small_demo: None) -> None:
    ines = signed_in(User.objects.get(email="ines@tidewater.example"))
    addresses = [f"/episodes/{pk}/" for pk in EpisodeRecord.objects.values_list("pk", flat=True)]
    addresses += [f"/visits/{pk}/" for pk in SessionRecord.objects.values_list("pk", flat=True)]
    for pk in DrawingRecord.objects.values_list("pk", flat=True):
        addresses += [f"/drawings/{pk}/", f"/drawings/{pk}/ranking/"]

    answers = {address: ines.get(address).status_code for address in addresses}

    assert set(answers.values()) == {200}
