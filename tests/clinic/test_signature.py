"""A signature covers the whole visit, the database keeps it, and what comes later stands beside."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.episodes import actions as episode_actions
from filiform.clinic.episodes.models import Moment, PainScoreRecord
from filiform.clinic.needling import actions, mapping, signed_form, signed_rows
from filiform.clinic.needling.models import (
    AcknowledgementRecord,
    AmendmentRecord,
    DeviceRecord,
    EmergencyStopRecord,
    JournalEntryRecord,
    NeedlingDetailRecord,
    NeedlingRecord,
    RetainedNeedleRecord,
    SessionRecord,
    SiteReasonRecord,
)
from filiform.safety import Answer
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast, signed_in


@pytest.fixture
def signed(cast: Cast) -> SessionRecord:
    """A signed visit that has every kind of row: an acknowledgement, a site's reason, scores."""
    session = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(session, all_no() | {"R01": Answer.YES}, by=cast.ada)
    actions.acknowledge(session, "R01", reason="stable", confirmed=True, by=cast.ada)
    actions.record_pain(session, score_id=uuid4(), moment=Moment.BEFORE, value=6, by=cast.ada)
    site = actions.put_needling(session, a_needling(needles_out=1, twitches=3), by=cast.ada)
    SiteReasonRecord.objects.create(
        needling=site, concern="S01", reason="held", confirmed=True, given_by=cast.ada
    )
    return actions.sign(session, by=cast.ada)


def fresh(session: SessionRecord) -> SessionRecord:
    return SessionRecord.objects.get(pk=session.pk)


@pytest.fixture
def no_triggers() -> None:
    """Somebody with the keys of the database takes its own protection down."""
    signed_rows.let_go()


def test_every_stored_column_is_covered_or_is_the_signature_itself() -> None:
    covered: dict[type[Model], set[str]] = {
        SessionRecord: {*signed_form.SESSION, "signature"},
        NeedlingRecord: {*signed_form.NEEDLING, "session_id"},
        AcknowledgementRecord: {*signed_form.REASON, "id", "session_id"},
        SiteReasonRecord: {*signed_form.SITE_REASON, "id", "needling_id"},
        NeedlingDetailRecord: {*signed_form.DETAIL, "needling_id"},
        RetainedNeedleRecord: {*signed_form.RETAINED, "id"},
        EmergencyStopRecord: {*signed_form.STOP, "session_id"},
        PainScoreRecord: {*signed_form.SCORE, "episode_id", "session_id"},
    }

    for model, names in covered.items():
        assert {field.attname for field in model._meta.concrete_fields} == names, model.__name__


def _another_score(session: SessionRecord) -> None:
    PainScoreRecord.objects.create(
        episode=session.episode,
        session_id=session.pk,
        moment=Moment.AFTER,
        value=1,
        recorded_by=session.signed_by,
    )


def _stored(session: SessionRecord, **columns: object) -> None:
    SessionRecord.objects.filter(pk=session.pk).update(**columns)


def _another_site(session: SessionRecord) -> None:
    needling = a_needling(needles_out=1)
    NeedlingRecord.objects.create(id=needling.id, session=session, **mapping.columns_of(needling))


def _no_site(session: SessionRecord) -> None:
    SiteReasonRecord.objects.all().delete()
    session.needlings.all().delete()


SECOND = timedelta(seconds=1)
CHANGES: dict[str, Callable[[SessionRecord], object]] = {
    "an answer": lambda s: _stored(s, answers=s.answers | {"R02": "yes"}),
    "the start": lambda s: _stored(s, started_at=s.started_at - SECOND),
    "who signed": lambda s: _stored(s, signed_by=s.episode.patient.user_id),
    "when": lambda s: _stored(s, signed_at=s.signed_at + SECOND),  # type: ignore[operator]
    "the versions": lambda s: _stored(s, versions={}),
    "twitches": lambda s: s.needlings.update(twitches=9),
    "when a site was recorded": lambda s: s.needlings.update(recorded_at=s.started_at),
    "who gave a reason": lambda s: s.acknowledgements.update(given_by=s.episode.patient.user_id),
    "a reason of a site": lambda s: SiteReasonRecord.objects.update(reason="other"),
    "a site more": _another_site,
    "a site less": _no_site,
    "a score more": _another_score,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_the_signature_is_found(
    signed: SessionRecord, no_triggers: None, change: str
) -> None:
    assert signed_form.is_intact(fresh(signed))

    CHANGES[change](signed)

    assert not signed_form.is_intact(fresh(signed))


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "a score more"])
def test_the_database_refuses_the_change_itself(signed: SessionRecord, change: str) -> None:
    with pytest.raises(DatabaseError, match="write an amendment"), transaction.atomic():
        CHANGES[change](signed)

    assert signed_form.is_intact(fresh(signed))


def test_the_database_keeps_a_signed_visit_from_being_deleted_or_opened_again(
    signed: SessionRecord,
) -> None:
    statements = (
        "UPDATE needling_sessionrecord SET signed_at = NULL, signed_by_id = NULL, signature = ''",
        "DELETE FROM needling_sessionrecord",
        "DELETE FROM needling_acknowledgementrecord",
    )

    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="write an amendment"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_nothing_more_comes_from_a_table_into_a_signed_visit(
    signed: SessionRecord, cast: Cast
) -> None:
    device = DeviceRecord.objects.create(user=cast.ada)

    with pytest.raises(DatabaseError, match="write an amendment"), transaction.atomic():
        JournalEntryRecord.objects.create(
            id=uuid4(), session=signed, device=device, seq=1, made_at=signed.started_at,
            field="twitch",
        )  # fmt: skip


def test_a_row_cannot_be_moved_into_a_signed_visit(signed: SessionRecord, cast: Cast) -> None:
    other = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(other, all_no(), by=cast.ada)
    site = actions.put_needling(other, a_needling(needles_out=1), by=cast.ada)

    with pytest.raises(DatabaseError, match="write an amendment"), transaction.atomic():
        NeedlingRecord.objects.filter(pk=site.pk).update(session=signed)


def test_an_open_visit_stays_free(cast: Cast) -> None:
    session = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(session, all_no(), by=cast.ada)
    site = actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)

    actions.remove_needling(session, site.pk, by=cast.ada)

    assert not NeedlingRecord.objects.exists()


def test_a_visit_signed_in_the_first_form_is_still_held_against_it(
    signed: SessionRecord, no_triggers: None
) -> None:
    first = signed_form.signature_of(signed, form=1)
    SessionRecord.objects.filter(pk=signed.pk).update(signature=first)

    before = signed_form.is_intact(fresh(signed))
    signed.needlings.update(twitches=9)

    assert len(first) == 64
    assert before
    assert not signed_form.is_intact(fresh(signed))


@pytest.mark.parametrize("prefix", ["9:", "1:", "x:", "2:"])
def test_a_signature_of_the_first_form_passes_for_no_other(
    signed: SessionRecord, no_triggers: None, prefix: str
) -> None:
    first = signed_form.signature_of(signed, form=1)
    _stored(signed, signature=f"{prefix}{first}")

    assert not signed_form.is_intact(fresh(signed))


def test_a_signature_says_what_it_was_given_under(signed: SessionRecord) -> None:
    assert signed.signature.startswith("2:")
    assert set(signed.versions) == {"filiform", "atlas", "screening", "rules"}
    assert all(signed.versions.values())


def test_no_pain_is_added_to_a_signed_visit(as_ada: Client, signed: SessionRecord) -> None:
    address = reverse("needling:pain", args=[signed.pk])

    answer = as_ada.post(address, {"score_id": uuid4(), "moment": "after", "value": 2})

    assert answer.status_code == 409
    assert PainScoreRecord.objects.filter(session_id=signed.pk).count() == 1


def test_an_amendment_stands_beside_what_was_signed(as_ada: Client, signed: SessionRecord) -> None:
    form = {"what": "The needle was 0.25 mm.", "why": "Read from the pack afterwards."}

    answer = as_ada.post(reverse("needling:amend", args=[signed.pk]), form, follow=True)

    page = answer.content.decode()
    assert signed_form.is_intact(fresh(signed))
    assert "The needle was 0.25 mm." in page
    assert "Why: Read from the pack afterwards. · Ada Example" in page
    assert "0.30 × 40 mm" in page
    assert "matches what is stored" in page
    assert AuditEntry.objects.filter(verb="visit amended").count() == 1


@pytest.mark.parametrize("form", [{"what": "x"}, {"why": "x"}, {"what": " ", "why": " "}])
def test_an_amendment_needs_what_and_why(
    as_ada: Client, signed: SessionRecord, form: dict[str, str]
) -> None:
    as_ada.post(reverse("needling:amend", args=[signed.pk]), form)

    assert not AmendmentRecord.objects.exists()


def test_an_open_visit_is_changed_and_not_amended(cast: Cast) -> None:
    session = actions.start_session(cast.episode, by=cast.ada)

    with pytest.raises(actions.NotSignedError):
        actions.amend(session, what="a", why="b", by=cast.ada)


def test_an_amendment_is_never_changed_or_deleted(signed: SessionRecord, cast: Cast) -> None:
    actions.amend(signed, what="a", why="b", by=cast.ada)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AmendmentRecord.objects.update(what="c")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AmendmentRecord.objects.all().delete()


def test_another_clinic_cannot_amend(signed: SessionRecord, cast: Cast) -> None:
    address = reverse("needling:amend", args=[signed.pk])

    answer = signed_in(cast.ben).post(address, {"what": "a", "why": "b"})

    assert answer.status_code == 404
    assert not AmendmentRecord.objects.exists()


def test_a_score_of_a_signed_visit_is_corrected_by_an_amendment_with_its_reason(
    as_ada: Client, signed: SessionRecord
) -> None:
    score = PainScoreRecord.objects.get(session_id=signed.pk)
    address = reverse("episodes:correct_score", args=[score.pk])
    form = {"score_id": str(score.pk), "moment": score.moment, "value": "4"}

    without = as_ada.post(address, form)
    as_ada.post(address, form | {"why": "misheard"})
    page = as_ada.get(reverse("needling:visit", args=[signed.pk])).content.decode()

    assert without.status_code == 400
    assert signed_form.is_intact(fresh(signed))
    assert '<span class="tile__figure">6</span>' in page
    assert "Pain before needling: 6 corrected to 4." in page


def test_a_score_between_visits_needs_no_reason(cast: Cast, as_ada: Client) -> None:
    score = episode_actions.record_score(
        cast.episode, score_id=uuid4(), moment=Moment.CHECK_IN, value=5, by=cast.ada
    )
    address = reverse("episodes:correct_score", args=[score.pk])

    as_ada.post(address, {"score_id": str(score.pk), "moment": score.moment, "value": "4"})

    assert PainScoreRecord.objects.filter(supersedes=score).exists()


def test_the_triggers_come_back_after_every_migration(signed: SessionRecord) -> None:
    signed_rows.let_go()
    signed_rows.keep()
    signed_rows.keep()

    with pytest.raises(DatabaseError, match="write an amendment"), transaction.atomic():
        signed.needlings.update(twitches=9)


def test_a_signed_visit_shows_its_code_with_the_rule(as_ada: Client, signed: SessionRecord) -> None:
    page = as_ada.get(reverse("needling:visit", args=[signed.pk])).content.decode()

    assert "Billing help (USA): 20560" in page
    assert "never by needles" in page
