"""Each override leaves a near miss that nobody can change, for the clinic lead to read."""

import csv
import io
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from filiform.care import Needle
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.incidents.models import NearMissRecord, Origin
from filiform.clinic.incidents.sheets import harmless
from filiform.clinic.needling import actions
from filiform.clinic.needling.models import SessionRecord, SiteReasonRecord
from filiform.safety import Answer
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast, signed_in

PAGE = "/near-misses/"
WARNED = all_no() | {"R01": Answer.YES}


@pytest.fixture
def visit(cast: Cast) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    return actions.answer_screening(session, WARNED, by=cast.ada)


@pytest.fixture
def as_lea(cast: Cast) -> Client:
    return signed_in(cast.lea)


def acknowledge(cast: Cast, visit: SessionRecord, reason: str = "stable dose") -> None:
    actions.acknowledge(visit, "R01", reason=reason, confirmed=False, by=cast.ada)


def rows(answer: object) -> list[list[str]]:
    text = answer.content.decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_an_acknowledged_warning_is_one_with_its_words_and_the_time(
    cast: Cast, visit: SessionRecord
) -> None:
    acknowledge(cast, visit)

    near = NearMissRecord.objects.get()
    assert (near.origin, near.concern, near.reason) == (Origin.SCREENING, "R01", "stable dose")
    assert near.title
    assert near.given_by == cast.ada


def test_it_stays_when_the_answer_changes_and_the_acknowledgement_lapses(
    cast: Cast, visit: SessionRecord
) -> None:
    acknowledge(cast, visit)

    actions.answer_screening(visit, all_no(), by=cast.ada)

    assert not visit.acknowledgements.exists()
    assert NearMissRecord.objects.count() == 1


def test_a_changed_reason_is_another_one_and_a_repeated_tap_is_not(
    cast: Cast, visit: SessionRecord
) -> None:
    for reason in ("stable dose", "stable dose", "physician agrees"):
        acknowledge(cast, visit, reason)

    assert [near.reason for near in NearMissRecord.objects.order_by("given_at")] == [
        "stable dose",
        "physician agrees",
    ]


def test_a_reason_for_a_site_is_one_and_stays_when_the_site_is_taken_out(
    cast: Cast, as_ada: Client, visit: SessionRecord
) -> None:
    actions.answer_screening(visit, all_no(), by=cast.ada)
    long = replace(a_needling(needles_out=1), needle=Needle(0.30, 100))
    site = actions.put_needling(visit, long, by=cast.ada)
    with pytest.raises(actions.SigningRefusedError) as refusal:
        actions.sign(visit, by=cast.ada)
    concern = refusal.value.obstacles[0].concern or ""

    actions.explain_site(visit, site.pk, concern, reason="held", confirmed=True, by=cast.ada)
    actions.remove_needling(visit, site.pk, by=cast.ada)

    near = NearMissRecord.objects.get()
    assert (near.origin, near.concern, near.needling_id) == (Origin.SITE, concern, site.pk)
    assert "right" in near.site


def test_a_reason_given_at_the_table_is_one_at_the_signature_at_the_latest(
    cast: Cast, visit: SessionRecord
) -> None:
    actions.answer_screening(visit, all_no(), by=cast.ada)
    site = actions.put_needling(visit, a_needling(needles_out=1), by=cast.ada)
    SiteReasonRecord.objects.create(
        needling=site, concern="S06", reason="held", given_by=cast.ada, at_table=True
    )

    actions.sign(visit, by=cast.ada)

    near = NearMissRecord.objects.get()
    assert (near.concern, near.reason, near.needling_id) == ("S06", "held", site.pk)
    assert near.title


def test_nobody_changes_or_deletes_one(cast: Cast, visit: SessionRecord) -> None:
    acknowledge(cast, visit)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        NearMissRecord.objects.update(reason="other")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        NearMissRecord.objects.all().delete()


@pytest.mark.parametrize("person", ["ada", "ben", "cleo", "dora", "ian"])
def test_only_the_clinic_lead_reads_them(cast: Cast, visit: SessionRecord, person: str) -> None:
    assert signed_in(getattr(cast, person)).get(PAGE).status_code == 403


def test_the_lead_reads_them_without_a_patients_name(
    cast: Cast, as_lea: Client, visit: SessionRecord
) -> None:
    acknowledge(cast, visit)

    page = as_lea.get(PAGE).content.decode()

    assert "stable dose" in page
    assert "Cleo" not in page
    assert AuditEntry.objects.filter(verb="near misses viewed", actor=cast.lea).exists()


def test_a_lead_of_another_clinic_reads_none_of_them(cast: Cast, visit: SessionRecord) -> None:
    acknowledge(cast, visit)
    cast.ben.role = "clinic_lead"
    cast.ben.save()
    elsewhere = signed_in(cast.ben)

    assert "No near miss yet" in elsewhere.get(PAGE).content.decode()
    assert len(rows(elsewhere.get(PAGE, {"as": "csv"}))) == 1


def test_an_empty_list_and_a_filter_that_finds_nothing_say_so(
    cast: Cast, as_lea: Client, visit: SessionRecord
) -> None:
    empty = as_lea.get(PAGE).content.decode()
    acknowledge(cast, visit)
    found = as_lea.get(PAGE, {"concern": "r01", "origin": "screening", "days": "30"})
    none = as_lea.get(PAGE, {"origin": "retained"})
    unreadable = as_lea.get(PAGE, {"origin": "nonsense", "days": "x"})

    assert "No near miss yet" in empty
    assert "stable dose" in found.content.decode()
    assert "None like this" in none.content.decode()
    assert "stable dose" in unreadable.content.decode()


def test_the_file_holds_what_the_list_shows_and_no_formula(
    cast: Cast, as_lea: Client, visit: SessionRecord
) -> None:
    acknowledge(cast, visit, "=1+1")
    acknowledge(cast, visit, "plain")

    answer = as_lea.get(PAGE, {"as": "csv", "concern": "R01"})

    head, *body = rows(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="near-misses.csv"'
    assert [row[head.index("reason")] for row in body] == ["plain", "'=1+1"]
    assert AuditEntry.objects.filter(verb="near misses exported").count() == 1


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_evaluate_is_made_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_the_menu_of_the_lead_leads_there(cast: Cast, as_lea: Client) -> None:
    assert f'href="{PAGE}"' in as_lea.get(reverse("patients:patients")).content.decode()
