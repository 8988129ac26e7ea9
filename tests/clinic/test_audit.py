"""The audit trail: everything leaves an entry, nothing changes one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from filiform.clinic.audit import actions as audit
from filiform.clinic.audit.models import AuditEntry, AuditIsFinalError
from tests.conftest import Cast, signed_in

PROTECTED = [
    "audit_auditentry",
    "drawings_drawingrecord",
    "episodes_painscorerecord",
    "localisations_localisationrecord",
]


@pytest.fixture
def entry(cast: Cast) -> AuditEntry:
    audit.record("patient viewed", cast.patient, by=cast.ada)
    return AuditEntry.objects.get()


def test_an_entry_holds_ids_and_a_verb_and_no_name(cast: Cast, entry: AuditEntry) -> None:
    assert (entry.verb, entry.object_type) == ("patient viewed", "patient")
    assert entry.object_id == str(cast.patient.pk)
    assert (entry.actor, entry.clinic) == (cast.ada, cast.clinic)
    assert cast.patient.family_name not in str(entry)


def test_the_model_refuses_to_change_or_delete(entry: AuditEntry) -> None:
    entry.verb = "nothing happened"

    with pytest.raises(AuditIsFinalError):
        entry.save()
    with pytest.raises(AuditIsFinalError):
        entry.delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET verb = 'nothing happened'",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_database_refuses_to_change_or_delete(entry: AuditEntry, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["patient viewed"]


def test_a_query_set_cannot_go_round_the_model(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(verb="nothing happened")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all()._raw_delete(using="default")

    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("table", PROTECTED)
def test_what_is_stored_as_given_is_protected_by_the_database(db: None, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
        else:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
                [table],
            )
        row = cursor.fetchone()

    assert row == (2,), "one trigger against changing, one against deleting"


@pytest.mark.parametrize(
    ("name", "verb"),
    [("patients:patient", "patient viewed"), ("patients:me", "own page viewed")],
)
def test_reading_a_patient_leaves_an_entry(cast: Cast, name: str, verb: str) -> None:
    reader, arguments = (cast.cleo, []) if name == "patients:me" else (cast.dora, [cast.patient.pk])

    answer = signed_in(reader).get(reverse(name, args=arguments))

    assert answer.status_code == 200
    entry = AuditEntry.objects.get(verb=verb)
    assert (entry.actor, entry.object_id) == (reader, str(cast.patient.pk))


def test_reading_an_episode_leaves_an_entry(cast: Cast) -> None:
    signed_in(cast.ada).get(reverse("episodes:episode", args=[cast.episode.pk]))

    assert AuditEntry.objects.filter(
        verb="episode viewed", object_id=str(cast.episode.pk), actor=cast.ada
    ).exists()


def test_a_refused_reading_leaves_none(cast: Cast) -> None:
    signed_in(cast.ben).get(reverse("patients:patient", args=[cast.patient.pk]))

    assert not AuditEntry.objects.exists()


def test_an_entry_and_its_change_are_stored_together_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise IntegrityError("the disk is full")

    monkeypatch.setattr(AuditEntry.objects, "create", fail)
    browser = signed_in(cast.dora)
    browser.raise_request_exception = False

    answer = browser.post(
        reverse("patients:edit", args=[cast.patient.pk]),
        {"given_name": "Changed", "family_name": "Example", "birth_date": "1990-05-04"},
    )

    cast.patient.refresh_from_db()
    assert answer.status_code == 500
    assert cast.patient.given_name == "Cleo"


def test_a_lead_reads_the_trail_of_the_own_clinic_only(cast: Cast, entry: AuditEntry) -> None:
    audit.record("visit signed", cast.ben, by=cast.ben)

    page = signed_in(cast.lea).get("/audit/").content.decode()

    assert "patient viewed" in page
    assert "visit signed" not in page
    assert cast.patient.full_name not in page


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", ""])
def test_a_page_number_that_does_not_exist_shows_the_nearest(cast: Cast, page: str) -> None:
    assert signed_in(cast.ian).get("/audit/", {"page": page}).status_code == 200


def test_nothing_is_recorded_of_nowhere(cast: Cast) -> None:
    with pytest.raises(TypeError, match="needs a person or a clinic"):
        audit.record("drawing saved", cast.patient, by=None)
