"""The table's journal at the server: stored once, refused with a reason, never half."""

import json
import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from filiform.care import CONSENT, load_consent_rules, record_as_json
from filiform.care.entry_json import moment_as_text
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.consents import actions as consent_actions
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.needling import actions, journal_mapping
from filiform.clinic.needling.models import (
    JournalEntryRecord,
    NeedlingRecord,
    SessionRecord,
)
from filiform.safety import Answer
from tests.clinic.consenting import agree
from tests.clinic.table import PLACE, Tablet, about, now, send
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast, signed_in


@pytest.fixture
def visit(cast: Cast) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(session, all_no(), by=cast.ada)
    return session


@pytest.fixture
def calf(cast: Cast) -> SessionRecord:
    """A visit for a complaint without a consent."""
    episode = EpisodeRecord.objects.create(
        patient=cast.patient, complaint="Calf", clinician=cast.ada
    )
    session = actions.start_session(episode, by=cast.ada)
    actions.answer_screening(session, all_no(), by=cast.ada)
    return session


@pytest.fixture
def tablet(as_ada: Client) -> Tablet:
    made = Tablet()
    made.register(as_ada)
    return made


def reasons(told: dict[str, Any]) -> str:
    return " ".join(refused["reason"] for refused in told["refused"])


def test_a_site_of_the_table_becomes_a_needling_with_all_its_details(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    more = [
        tablet.entry("twitch", needling=about(site)),
        tablet.entry("depth_mm", 22, needling=about(site)),
        tablet.entry("needle_out", 1, needling=about(site)),
    ]

    told = send(as_ada, visit.pk, tablet.batch(site + more))

    assert told["refused"] == []
    assert len(told["acknowledged"]) == 7
    row = NeedlingRecord.objects.get()
    assert (row.trigger_point, row.side, row.twitches) == ("infraspinatus.trp1", "right", 1)
    assert (row.needles_in, row.needles_out, row.detail.depth_mm) == (1, 1, 22)
    assert [each["way"] for each in row.detail.needles] == ["in", "out"]
    assert row.detail.twitches_at == [more[0]["made_at"]]


@pytest.mark.long
def test_the_same_batch_five_times_in_any_order_from_two_devices_is_stored_once(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    other = Tablet()
    other.register(as_ada)
    first, second = tablet.site(), other.site()
    depth = tablet.entry("depth_mm", 20, needling=about(first))
    send(as_ada, visit.pk, tablet.batch([*first, depth]))
    deeper = [
        tablet.entry("depth_mm", 22, needling=about(first), base=[depth["id"]]),
        other.entry("depth_mm", 25, needling=about(first), base=[depth["id"]]),
    ]
    by_device = {
        tablet.id: (tablet, [*first, depth, deeper[0]]),
        other.id: (other, [*second, deeper[1]]),
    }
    rng = random.Random(5)
    states = []

    for _ in range(5):
        for device in rng.sample(sorted(by_device), 2):
            sender, entries = by_device[device]
            told = send(as_ada, visit.pk, sender.batch(rng.sample(entries, len(entries))))
            assert told["refused"] == []
        states.append(record_as_json(journal_mapping.table_record_of(visit)))

    assert JournalEntryRecord.objects.count() == 11
    assert all(state == states[0] for state in states)
    assert [c["value"] for c in states[0]["conflicts"][0]["choices"]] in ([22, 25], [25, 22])
    assert visit.needlings.count() == 2


def test_an_undone_needle_in_takes_the_site_out_of_the_visit(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    send(as_ada, visit.pk, tablet.batch(site))

    undo = tablet.entry("undo", {"entries": [each["id"] for each in site]})
    send(as_ada, visit.pk, tablet.batch([undo]))

    assert visit.needlings.count() == 0
    assert AuditEntry.objects.filter(verb="site removed").exists()


def test_what_changes_something_unknown_waits_and_is_taken_later(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    twitch = tablet.entry("twitch", needling=about(site))

    early = send(as_ada, visit.pk, tablet.batch([twitch]))
    late = send(as_ada, visit.pk, tablet.batch([*site, twitch]))

    assert [refused["kind"] for refused in early["refused"]] == ["wait"]
    assert late["refused"] == []


def test_a_batch_is_stored_wholly_or_not_at_all(
    as_ada: Client, visit: SessionRecord, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object, **__: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr("filiform.clinic.needling.table_actions.bring_up_to_date", power_cut)
    as_ada.raise_request_exception = False
    batch = json.dumps(tablet.batch(tablet.site()))

    answer = as_ada.post(f"/visits/{visit.pk}/journal/", batch, content_type="application/json")

    assert answer.status_code == 500
    assert JournalEntryRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("depth_mm", 3000, "depth_mm came as 3000; expected 1 to 130"),
        ("needle", {"diameter_mm": 30, "length_mm": 40}, "looks like a gauge"),
    ],
)
def test_an_impossible_number_is_refused_and_the_rest_is_stored(
    as_ada: Client, visit: SessionRecord, tablet: Tablet, field: str, value: Any, words: str
) -> None:
    site = tablet.site()
    bad = tablet.entry(field, value, needling=about(site))

    told = send(as_ada, visit.pk, tablet.batch([*site, bad]))

    assert [refused["id"] for refused in told["refused"]] == [bad["id"]]
    assert words in reasons(told)
    assert len(told["acknowledged"]) == 4


def test_a_device_that_nobody_registered_is_refused(as_ada: Client, visit: SessionRecord) -> None:
    stranger = Tablet()

    told = send(as_ada, visit.pk, stranger.batch(stranger.site()))

    assert {refused["kind"] for refused in told["refused"]} == {"device"}
    assert JournalEntryRecord.objects.count() == 0


def test_a_device_of_another_person_of_the_clinic_is_refused(
    cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    told = send(signed_in(cast.lea), visit.pk, tablet.batch(tablet.site()))

    assert "Sign in as the one who recorded it" in reasons(told)


def test_nobody_registers_a_device_under_another_persons_id(cast: Cast, tablet: Tablet) -> None:
    answer = signed_in(cast.lea).post(f"/devices/{tablet.id}/register/")

    assert answer.status_code == 404


def test_entries_under_another_devices_name_are_refused(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    other = Tablet()

    told = send(as_ada, visit.pk, tablet.batch(other.site()))

    assert {refused["kind"] for refused in told["refused"]} == {"device"}


def test_a_lost_tablet_is_shut_out_and_may_send_when_it_is_found(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    lead = signed_in(cast.lea)
    lead.post(f"/devices/{tablet.id}/revoke/")
    shut_out = send(as_ada, visit.pk, tablet.batch(site))
    lead.post(f"/devices/{tablet.id}/revoke/")

    found = send(as_ada, visit.pk, tablet.batch(site))

    assert "shut out" in reasons(shut_out)
    assert len(found["acknowledged"]) == 4


def test_a_forged_or_foreign_visit_is_answered_with_not_here(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    batch = json.dumps(tablet.batch(tablet.site()))
    ben = signed_in(cast.ben)

    forged = as_ada.post(f"/visits/{uuid4()}/journal/", batch, content_type="application/json")
    foreign = ben.post(f"/visits/{visit.pk}/journal/", batch, content_type="application/json")

    assert [forged.status_code, foreign.status_code] == [404, 404]
    assert forged.json()["reason"] == "This clinic has no such visit."
    assert JournalEntryRecord.objects.count() == 0


def test_a_signed_out_device_gets_403_and_nothing_is_stored(
    visit: SessionRecord, tablet: Tablet
) -> None:
    batch = json.dumps(tablet.batch(tablet.site()))

    answer = Client().post(f"/visits/{visit.pk}/journal/", batch, content_type="application/json")

    assert answer.status_code == 403
    assert JournalEntryRecord.objects.count() == 0


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_clock_a_day_wrong_is_refused_until_a_person_confirms_the_times(
    as_ada: Client, visit: SessionRecord, tablet: Tablet, hours: int
) -> None:
    site = tablet.site()
    off = timedelta(hours=hours)

    refused = send(as_ada, visit.pk, tablet.batch(site, clock_off=off))
    confirmed = send(as_ada, visit.pk, tablet.batch(site, clock_off=off, clock_confirmed=True))

    assert {each["kind"] for each in refused["refused"]} == {"clock"}
    assert "30 hours" in reasons(refused)
    assert len(confirmed["acknowledged"]) == 4
    assert JournalEntryRecord.objects.filter(clock_doubtful=True).count() == 4


def test_an_entry_from_before_the_visit_or_from_the_future_is_doubted(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    far = [
        tablet.entry("twitch", needling=about(site), made_at=f"{moment:%Y-%m-%dT%H:%M:%S}.000Z")
        for moment in (now() + timedelta(days=2), now() - timedelta(days=2))
    ]

    told = send(as_ada, visit.pk, tablet.batch([*site, *far]))

    assert [refused["kind"] for refused in told["refused"]] == ["clock", "clock"]


def test_a_visit_without_a_network_for_a_weekend_is_taken(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    SessionRecord.objects.filter(pk=visit.pk).update(started_at=now() - timedelta(days=3))
    site = [
        each | {"made_at": f"{now() - timedelta(days=2.9):%Y-%m-%dT%H:%M:%S}.000Z"}
        for each in tablet.site()
    ]

    assert send(as_ada, visit.pk, tablet.batch(site))["refused"] == []


def test_the_signature_asked_for_at_the_table_is_given(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    out = tablet.entry("needle_out", 1, needling=about(site))
    sign = tablet.entry("sign", {"needles_in": 1, "needles_out": 1, "sites": 1})

    told = send(as_ada, visit.pk, tablet.batch([*site, out, sign]))

    visit.refresh_from_db()
    assert told["signing"] == []
    assert visit.is_signed
    assert actions.signature_of(visit) == visit.signature


def test_a_needle_still_in_blocks_the_signature_and_the_record_is_kept(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    sign = tablet.entry("sign", {"needles_in": 1, "needles_out": 0, "sites": 1})

    told = send(as_ada, visit.pk, tablet.batch([*site, sign]))

    visit.refresh_from_db()
    assert "1 needle not accounted for" in told["signing"][0]
    assert not visit.is_signed
    assert len(told["acknowledged"]) == 5


def test_a_count_that_the_tablet_did_not_have_is_not_signed(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    other = Tablet()
    other.register(as_ada)
    unseen = other.site()
    unseen_out = other.entry("needle_out", 1, needling=about(unseen))
    send(as_ada, visit.pk, other.batch([*unseen, unseen_out]))
    site = tablet.site()
    out = tablet.entry("needle_out", 1, needling=about(site))
    sign = tablet.entry("sign", {"needles_in": 1, "needles_out": 1, "sites": 1})

    told = send(as_ada, visit.pk, tablet.batch([*site, out, sign]))

    assert "the record has 2 needles in and 2 out at 2 sites" in told["signing"][0]


def test_a_conflict_blocks_the_signature_here_and_on_the_page(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    other = Tablet()
    other.register(as_ada)
    site = tablet.site()
    out = tablet.entry("needle_out", 1, needling=about(site))
    ours = tablet.entry("depth_mm", 20, needling=about(site))
    theirs = other.entry("depth_mm", 25, needling=about(site))
    send(as_ada, visit.pk, tablet.batch([*site, out, ours]))
    send(as_ada, visit.pk, other.batch([theirs]))

    with pytest.raises(actions.SigningRefusedError, match="disagree on depth_mm"):
        actions.sign(visit, by=cast.ada)

    settled = tablet.entry("depth_mm", 25, needling=about(site), base=[ours["id"], theirs["id"]])
    sign = tablet.entry("sign", {"needles_in": 1, "needles_out": 1, "sites": 1})
    assert send(as_ada, visit.pk, tablet.batch([settled, sign]))["signing"] == []


def test_a_signed_visit_takes_nothing_new_and_still_acknowledges_what_it_has(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    out = tablet.entry("needle_out", 1, needling=about(site))
    send(as_ada, visit.pk, tablet.batch([*site, out]))
    actions.sign(visit, by=cast.ada)
    late = tablet.entry("twitch", needling=about(site))

    told = send(as_ada, visit.pk, tablet.batch([*site, out, late]))

    assert len(told["acknowledged"]) == 5
    assert [(each["id"], each["kind"]) for each in told["refused"]] == [(late["id"], "signed")]
    assert told["signed"] is True


def test_the_signature_covers_what_only_the_table_records(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    send(as_ada, visit.pk, tablet.batch(site))
    before = actions.signature_of(visit)

    send(as_ada, visit.pk, tablet.batch([tablet.entry("depth_mm", 20, needling=about(site))]))

    assert actions.signature_of(visit) != before


def test_an_id_with_other_content_is_refused_and_the_first_stands(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    depth = tablet.entry("depth_mm", 20, needling=about(site))
    send(as_ada, visit.pk, tablet.batch([*site, depth]))

    told = send(as_ada, visit.pk, tablet.batch([depth | {"value": 21}]))

    assert "other content" in reasons(told)
    assert visit.needlings.get().detail.depth_mm == 20


def test_a_ring_of_bases_cannot_come_in(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    one = tablet.entry("depth_mm", 20, needling=about(site))
    two = tablet.entry("depth_mm", 21, needling=about(site), base=[one["id"]])
    one["base"] = [two["id"]]

    told = send(as_ada, visit.pk, tablet.batch([*site, one, two]))

    assert [refused["kind"] for refused in told["refused"]] == ["wait", "wait"]


def test_a_value_of_another_field_is_not_replaced(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    sly = tablet.entry("depth_mm", 20, needling=about(site), base=[site[1]["id"]])

    told = send(as_ada, visit.pk, tablet.batch([*site, sly]))

    assert "another site or field" in reasons(told)


def test_a_site_of_the_page_is_changed_on_the_page_and_one_of_the_table_at_the_table(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    on_page = actions.put_needling(visit, a_needling(), by=cast.ada)
    site = tablet.site()

    send(as_ada, visit.pk, tablet.batch(site))
    refused = send(
        as_ada, visit.pk, tablet.batch([tablet.entry("site", PLACE, needling=str(on_page.pk))])
    )

    assert refused["refused"][0]["kind"] == "elsewhere"
    with pytest.raises(actions.NeedlingConflictError, match="recorded at the table"):
        actions.put_needling(visit, a_needling(id=about(site)), by=cast.ada)


def test_what_was_done_is_recorded_although_the_screening_changed_and_it_blocks_signing(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    actions.answer_screening(visit, all_no() | {"A01": Answer.YES}, by=cast.ada)
    site = tablet.site()
    out = tablet.entry("needle_out", 1, needling=about(site))
    sign = tablet.entry("sign", {"needles_in": 1, "needles_out": 1, "sites": 1})

    told = send(as_ada, visit.pk, tablet.batch([*site, out, sign]))

    assert visit.needlings.count() == 1
    assert "A01" in " ".join(told["signing"])


def test_the_database_itself_refuses_to_change_an_entry(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    send(as_ada, visit.pk, tablet.batch(tablet.site()))

    for act in (
        lambda: JournalEntryRecord.objects.update(value={}),
        lambda: JournalEntryRecord.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"entries": 5}',
        b"\xff",
        b"[" * 5000,
        b'{"entries": [], "since": "x", "device": "y", "sent_at": 1}',
    ],
)
def test_what_is_no_batch_is_answered_400(
    as_ada: Client, visit: SessionRecord, body: bytes
) -> None:
    answer = as_ada.post(f"/visits/{visit.pk}/journal/", body, content_type="application/json")

    assert answer.status_code == 400
    assert "reason" in answer.json()


def test_the_page_that_is_kept_offline_holds_no_word_about_the_patient(
    as_ada: Client, cast: Cast, visit: SessionRecord
) -> None:
    page = as_ada.get(f"/visits/{visit.pk}/table/").content.decode()

    assert cast.patient.family_name not in page
    assert str(visit.pk) not in page


def test_the_visits_document_says_who_and_whether_needling_is_permitted(
    as_ada: Client, cast: Cast, visit: SessionRecord
) -> None:
    address = f"/visits/{visit.pk}/table/document/"
    permitted = as_ada.get(address).json()
    actions.answer_screening(visit, {}, by=cast.ada)

    unanswered = as_ada.get(address).json()

    assert permitted["patient"]["name"] == cast.patient.full_name
    assert permitted["permitted"] is True
    assert unanswered["permitted"] is False
    assert {v["standing"] for v in unanswered["site_cards"]["verdicts"]} == {"refused"}


def test_the_document_says_what_was_agreed_to_and_what_was_not(
    as_ada: Client, cast: Cast, calf: SessionRecord
) -> None:
    address = f"/visits/{calf.pk}/table/document/"

    before = as_ada.get(address).json()
    signed = agree(calf.episode, by=cast.ada, classes=("limbs_and_back",))
    after = as_ada.get(address).json()
    consent_actions.withdraw(signed, reason="", by=cast.ada)
    withdrawn = as_ada.get(address).json()

    assert (before["permitted"], before["consent"]["given"]) == (False, False)
    assert (after["permitted"], after["consent"]["given"]) == (True, True)
    assert "gastrocnemius" not in after["consent"]["lacking"]
    assert "over the lungs" in after["consent"]["lacking"]["infraspinatus"]
    assert after["ruled_out"] == {"E_STIM": "no consent covers it"}
    assert (withdrawn["permitted"], withdrawn["consent"]["given"]) == (False, False)


def test_a_tablet_permits_no_longer_than_the_consent_lasts(
    as_ada: Client, cast: Cast, calf: SessionRecord
) -> None:
    lifetime = load_consent_rules().lifetime
    signed = agree(calf.episode, by=cast.ada, at=timezone.now() - lifetime + timedelta(hours=1))

    document = as_ada.get(f"/visits/{calf.pk}/table/document/").json()

    assert document["permitted"] is True
    assert document["permitted_until"] == moment_as_text(signed.signed_at + lifetime)


def test_what_the_table_did_without_consent_is_stored_and_hinders_the_signature(
    as_ada: Client, calf: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    out = tablet.entry("needle_out", 1, needling=about(site))
    asked = tablet.entry("sign", {"needles_in": 1, "needles_out": 1, "sites": 1})

    told = send(as_ada, calf.pk, tablet.batch([*site, out, asked]))

    assert len(told["acknowledged"]) == len(site) + 2
    assert any("needled without consent to" in reason for reason in told["signing"])
    assert calf.needlings.count() == 1


def test_a_report_about_consent_lapses_when_the_table_records_another_site(
    as_ada: Client, cast: Cast, calf: SessionRecord, tablet: Tablet
) -> None:
    send(as_ada, calf.pk, tablet.batch(tablet.site()))
    actions.acknowledge(calf, CONSENT, reason="Power cut", confirmed=True, by=cast.ada)

    send(as_ada, calf.pk, tablet.batch(tablet.site()))

    assert not calf.acknowledgements.exists()


def test_a_device_is_given_what_other_devices_recorded_since(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    other = Tablet()
    other.register(as_ada)
    cursor = send(as_ada, visit.pk, tablet.batch(tablet.site()))["cursor"]
    theirs = other.site()
    send(as_ada, visit.pk, other.batch(theirs))

    told = send(as_ada, visit.pk, tablet.batch([], since=cursor))

    assert [each["id"] for each in told["entries"]] == [each["id"] for each in theirs]
