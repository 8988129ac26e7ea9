import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.care import Needle, technique
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.episodes.models import PainScoreRecord
from filiform.clinic.needling import actions, mapping, signed_rows
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord, SignedError
from filiform.safety import Answer, load_screening
from tests.clinic.visits import a_needling, all_no, screening_form, site_form
from tests.conftest import Cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def session(cast: Cast) -> SessionRecord:
    return actions.start_session(cast.episode, by=cast.ada)


@pytest.fixture
def screened(cast: Cast, session: SessionRecord) -> SessionRecord:
    return actions.answer_screening(session, all_no(), by=cast.ada)


def url(name: str, session: SessionRecord, **more: object) -> str:
    return reverse(f"needling:{name}", kwargs={"session_id": session.pk, **more})


def set_told(session: SessionRecord, at: datetime) -> None:
    """Have every answer given by Ada at one moment."""
    session.answered = {code: {"at": at.isoformat(), "by": "Ada Example"} for code in all_no()}
    session.save(update_fields=["answered"])


def test_a_new_visit_shows_every_question_unanswered(
    as_ada: Client, session: SessionRecord
) -> None:
    page = as_ada.get(url("visit", session)).content.decode()

    assert "Unanswered and unsure count as yes" in page
    assert "needling not permitted" in page
    assert "Needle in: record the site" not in page


def test_starting_twice_goes_on_with_the_open_visit(cast: Cast, session: SessionRecord) -> None:
    again = actions.start_session(cast.episode, by=cast.ada)

    assert again.pk == session.pk


def test_a_site_is_refused_while_a_question_is_open(cast: Cast, session: SessionRecord) -> None:
    with pytest.raises(actions.NeedlingRefusedError, match="not answered"):
        actions.put_needling(session, a_needling(), by=cast.ada)

    assert not NeedlingRecord.objects.exists()


def test_a_blocked_muscle_is_neither_offered_nor_recorded(
    cast: Cast, as_ada: Client, screened: SessionRecord
) -> None:
    site = a_needling(muscle="diaphragm", trigger_point="diaphragm.trp1")

    page = as_ada.get(url("visit", screened)).content.decode()
    with pytest.raises(actions.NeedlingRefusedError, match=r"lung and its lining.*ICA12"):
        actions.put_needling(screened, site, by=cast.ada)

    assert "infraspinatus.trp1" in page
    assert "diaphragm.trp1" not in page
    assert not NeedlingRecord.objects.exists()


def test_an_absolute_yes_blocks_with_reason_and_source(
    as_ada: Client, session: SessionRecord
) -> None:
    as_ada.post(url("screening", session), screening_form(A01="yes"))

    page = as_ada.get(url("visit", session)).content.decode()
    refused = as_ada.post(
        url("put", session, needling_id=uuid4()), site_form(a_needling()), headers=HTMX
    )
    assert "No needling today" in page
    assert "No valid consent" in page
    assert "IRISH-LIST" in page
    assert refused.headers["X-Filiform-Refused"] == "1"
    assert "A01 No valid consent" in refused.content.decode()
    assert not NeedlingRecord.objects.exists()


def test_unsure_counts_as_yes(cast: Cast, session: SessionRecord) -> None:
    actions.answer_screening(session, all_no() | {"A03": Answer.UNSURE}, by=cast.ada)

    with pytest.raises(actions.NeedlingRefusedError, match="A03"):
        actions.put_needling(session, a_needling(), by=cast.ada)


def test_a_site_sent_twice_is_stored_once(as_ada: Client, screened: SessionRecord) -> None:
    needling = a_needling()

    for _ in range(2):
        as_ada.post(
            url("put", screened, needling_id=needling.id), site_form(needling), headers=HTMX
        )

    assert NeedlingRecord.objects.count() == 1
    assert AuditEntry.objects.filter(verb="site recorded").count() == 1
    assert not AuditEntry.objects.filter(verb="site changed").exists()


def test_twitches_not_looked_for_and_none_seen_are_two_things(
    cast: Cast, screened: SessionRecord
) -> None:
    unlooked, unseen = a_needling(), a_needling(twitches=0)

    for needling in (unlooked, unseen):
        actions.put_needling(screened, needling, by=cast.ada)

    assert NeedlingRecord.objects.get(pk=unlooked.id).twitches is None
    assert NeedlingRecord.objects.get(pk=unseen.id).twitches == 0


def test_a_visit_is_not_signed_while_a_needle_is_in(
    as_ada: Client, cast: Cast, screened: SessionRecord
) -> None:
    actions.put_needling(screened, a_needling(), by=cast.ada)

    answer = as_ada.post(url("sign", screened))

    screened.refresh_from_db()
    assert answer.status_code == 409
    assert "1 needle not accounted for" in answer.content.decode()
    assert not screened.is_signed


def test_two_errors_that_cancel_are_not_signed(cast: Cast, screened: SessionRecord) -> None:
    actions.put_needling(screened, a_needling(needles_in=2, needles_out=1), by=cast.ada)
    actions.put_needling(screened, a_needling(needles_in=1, needles_out=2), by=cast.ada)

    with pytest.raises(actions.SigningRefusedError) as refusal:
        actions.sign(screened, by=cast.ada)

    assert len(refusal.value.obstacles) == 2


def test_a_settled_visit_is_signed_and_nothing_changes_afterwards(
    cast: Cast, screened: SessionRecord
) -> None:
    site = a_needling(needles_out=1, twitches=3)
    actions.put_needling(screened, site, by=cast.ada)

    signed = actions.sign(screened, by=cast.ada)

    assert actions.signature_of(signed) == signed.signature
    with pytest.raises(SignedError):
        actions.put_needling(signed, replace(site, twitches=4), by=cast.ada)
    with pytest.raises(SignedError):
        actions.answer_screening(signed, all_no(), by=cast.ada)
    with pytest.raises(SignedError):
        actions.remove_needling(signed, site.id, by=cast.ada)


def test_a_change_behind_the_signature_is_shown(
    as_ada: Client, cast: Cast, screened: SessionRecord
) -> None:
    site = a_needling(needles_out=1, twitches=3)
    actions.put_needling(screened, site, by=cast.ada)
    signed = actions.sign(screened, by=cast.ada)
    signed_rows.let_go()
    NeedlingRecord.objects.filter(pk=site.id).update(twitches=9)

    page = as_ada.get(url("visit", signed)).content.decode()

    assert "The signature does not match" in page


def test_a_site_with_a_needle_in_cannot_be_removed(cast: Cast, screened: SessionRecord) -> None:
    needling = a_needling()
    actions.put_needling(screened, needling, by=cast.ada)

    with pytest.raises(actions.NeedlingRefusedError, match="not accounted for"):
        actions.remove_needling(screened, needling.id, by=cast.ada)


def test_a_needle_that_is_in_can_come_out_whatever_the_answers_say_now(
    cast: Cast, screened: SessionRecord
) -> None:
    needling = a_needling()
    actions.put_needling(screened, needling, by=cast.ada)
    actions.answer_screening(screened, all_no() | {"A03": Answer.YES}, by=cast.ada)

    record = actions.put_needling(screened, replace(needling, needles_out=1), by=cast.ada)

    assert record.missing == 0


def test_a_concern_must_be_acknowledged_and_lapses_when_its_answer_changes(
    cast: Cast, screened: SessionRecord
) -> None:
    answers = all_no() | {"R01": Answer.YES}
    actions.answer_screening(screened, answers, by=cast.ada)
    actions.put_needling(screened, a_needling(needles_out=1), by=cast.ada)
    with pytest.raises(actions.SigningRefusedError, match="R01"):
        actions.sign(screened, by=cast.ada)
    actions.acknowledge(screened, "R01", reason="long compression", confirmed=True, by=cast.ada)

    actions.answer_screening(screened, answers | {"R01": Answer.UNSURE}, by=cast.ada)

    with pytest.raises(actions.SigningRefusedError, match="R01"):
        actions.sign(screened, by=cast.ada)


def test_a_pacemaker_rules_out_electrical_stimulation_alone(
    cast: Cast, screened: SessionRecord
) -> None:
    actions.answer_screening(screened, all_no() | {"A13": Answer.YES}, by=cast.ada)
    by_hand = a_needling(needles_out=1)

    actions.put_needling(screened, by_hand, by=cast.ada)

    with pytest.raises(actions.NeedlingRefusedError, match="A13"):
        actions.put_needling(screened, a_needling(technique=technique("E_STIM")), by=cast.ada)
    with pytest.raises(actions.NeedlingRefusedError, match="A13"):
        actions.put_needling(screened, replace(by_hand, technique=technique("E_STIM")), by=cast.ada)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("diameter_mm", "30", "looks like a gauge"),
        ("length_mm", "3000", "The length came as 3000"),
        ("side", "", "Choose the side"),
        ("trigger_point", "infraspinatus.trp9", "no such trigger point"),
        ("technique", "magic", "The technique came as"),
        ("needles_in", "-1", "greater than or equal to 1"),
        ("twitches", "many", "Enter a whole number"),
    ],
)
def test_a_site_that_cannot_be_is_refused_in_words(
    as_ada: Client, screened: SessionRecord, field: str, value: str, words: str
) -> None:
    form = site_form(a_needling()) | {field: value}

    answer = as_ada.post(url("put", screened, needling_id=uuid4()), form, headers=HTMX)

    assert words in answer.content.decode()
    assert answer.headers["X-Filiform-Refused"] == "1"
    assert not NeedlingRecord.objects.exists()


def test_a_site_of_another_visit_is_not_moved(cast: Cast, screened: SessionRecord) -> None:
    needling = a_needling(needles_out=1)
    actions.put_needling(screened, needling, by=cast.ada)
    actions.sign(screened, by=cast.ada)
    second = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(second, all_no(), by=cast.ada)

    with pytest.raises(actions.NeedlingConflictError):
        actions.put_needling(second, needling, by=cast.ada)


def test_answers_that_cannot_have_changed_are_carried_over(
    cast: Cast, screened: SessionRecord
) -> None:
    actions.put_needling(screened, a_needling(needles_out=1), by=cast.ada)
    actions.sign(screened, by=cast.ada)

    second = actions.start_session(cast.episode, by=cast.ada)

    assert second.answers, "nothing was carried over"
    assert "A03" not in second.answers, "fever must be asked again"


def test_an_answer_that_can_change_counts_for_a_day_and_is_asked_again(
    as_ada: Client, screened: SessionRecord
) -> None:
    set_told(screened, timezone.now() - load_screening().lifetime)

    page = as_ada.get(url("visit", screened)).content.decode()
    refused = as_ada.post(
        url("put", screened, needling_id=uuid4()), site_form(a_needling()), headers=HTMX
    )

    assert "needling not permitted" in page
    assert re.search(r"Answered no on .* by Ada Example; ask again\.", page)
    assert "A03" not in mapping.answers_of(screened)
    assert mapping.answers_of(screened)["R10"] is Answer.NO, "what cannot change is kept"
    assert refused.headers["X-Filiform-Refused"] == "1"


def test_an_answer_a_minute_before_its_end_still_counts(screened: SessionRecord) -> None:
    set_told(screened, timezone.now() - load_screening().lifetime + timedelta(minutes=1))

    assert set(mapping.answers_of(screened)) == set(all_no())


def test_sent_again_an_answer_that_counts_keeps_its_time_and_one_that_does_not_is_new(
    cast: Cast, screened: SessionRecord
) -> None:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    set_told(screened, an_hour_ago)
    screened.answered["A03"] = {"at": (an_hour_ago - timedelta(days=2)).isoformat()}
    screened.save()

    again = actions.answer_screening(screened, all_no(), by=cast.lea)

    assert again.answered["A02"] == {"at": an_hour_ago.isoformat(), "by": "Ada Example"}
    assert again.answered["A03"]["by"] == "Lea Example"
    assert mapping.answers_of(again)["A03"] is Answer.NO


def test_an_answer_without_a_time_is_as_old_as_its_visit(screened: SessionRecord) -> None:
    screened.answered = {}
    screened.started_at = timezone.now() - load_screening().lifetime
    screened.save()

    assert "A03" not in mapping.answers_of(screened)


def test_a_signed_visit_is_judged_as_of_its_signature_and_keeps_who_answered(
    cast: Cast, screened: SessionRecord
) -> None:
    actions.put_needling(screened, a_needling(needles_out=1), by=cast.ada)
    signed = actions.sign(screened, by=cast.ada)
    long_ago = signed.signed_at - timedelta(days=400)
    signed_rows.let_go()
    SessionRecord.objects.filter(pk=signed.pk).update(signed_at=long_ago, started_at=long_ago)
    past = SessionRecord.objects.get(pk=signed.pk)
    set_told(past, long_ago - timedelta(minutes=5))

    assert set(mapping.answers_of(past)) == set(all_no())
    assert "answered" in mapping.canonical(past)


def test_a_visit_from_before_times_were_kept_has_none_under_its_signature(
    screened: SessionRecord,
) -> None:
    screened.answered = {}

    assert "answered" not in mapping.canonical(screened)


def test_what_was_answered_at_the_last_visit_says_so(
    as_ada: Client, cast: Cast, screened: SessionRecord
) -> None:
    actions.put_needling(screened, a_needling(needles_out=1), by=cast.ada)
    actions.sign(screened, by=cast.ada)
    second = actions.start_session(cast.episode, by=cast.ada)

    page = as_ada.get(url("visit", second)).content.decode()

    assert second.answered["R10"]["by"] == "Ada Example"
    assert re.search(r"Answered no on .* by Ada Example\.<", page)


def test_the_last_visits_site_is_one_tap_away(
    as_ada: Client, cast: Cast, screened: SessionRecord
) -> None:
    needle = Needle(0.25, 30)
    actions.put_needling(screened, a_needling(needles_out=1, needle=needle), by=cast.ada)
    actions.sign(screened, by=cast.ada)
    second = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(second, all_no(), by=cast.ada)

    page = as_ada.get(url("visit", second)).content.decode()

    assert "Infraspinatus 1, right <small>last visit · 0.25 × 30 mm" in page


def test_a_visit_without_a_needling_is_signed_with_its_reason(
    as_ada: Client, session: SessionRecord
) -> None:
    refused = as_ada.post(url("sign", session))

    as_ada.post(url("no_needling", session), {"reason": "Fever today"})
    as_ada.post(url("sign", session))

    session.refresh_from_db()
    assert refused.status_code == 409
    assert session.is_signed


def test_pain_before_and_after_belongs_to_the_visit_and_is_corrected_not_edited(
    as_ada: Client, screened: SessionRecord
) -> None:
    for value in ("7", "6"):
        as_ada.post(
            url("pain", screened), {"score_id": str(uuid4()), "moment": "before", "value": value}
        )

    first, second = PainScoreRecord.objects.order_by("value").reverse()
    assert (first.value, second.value) == (7, 6)
    assert second.supersedes == first
    assert second.session_id == screened.pk


def test_the_database_itself_refuses_to_change_a_score(
    as_ada: Client, screened: SessionRecord
) -> None:
    as_ada.post(url("pain", screened), {"score_id": str(uuid4()), "moment": "before", "value": "7"})

    with pytest.raises(DatabaseError), transaction.atomic():
        PainScoreRecord.objects.update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all()._raw_delete(AuditEntry.objects.db)
