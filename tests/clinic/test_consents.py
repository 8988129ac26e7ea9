"""Asking for a consent, signing it, reading it again, withdrawing it."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.care import CONSENT, load_consent_rules
from filiform.clinic.accounts.models import Role, User
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.consents.actions import withdraw
from filiform.clinic.consents.models import (
    ConsentIsFinalError,
    ConsentRecord,
    ReconfirmationRecord,
    WithdrawalRecord,
)
from filiform.clinic.consents.strokes import MalformedSignatureError, parse_strokes
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.incidents.models import NearMissRecord
from filiform.clinic.needling import actions
from filiform.clinic.needling.mapping import canonical
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord
from filiform.safety import Answer
from tests.clinic.consenting import EVERYTHING, agree
from tests.clinic.visits import a_needling, all_no, site_form
from tests.conftest import Cast, signed_in

DRAWN = {"width": 300, "height": 100, "strokes": [[[10, 20], [30, 40]], [[50, 60]]]}
HTMX = {"HX-Request": "true"}
CHEST = ("limbs_and_back", "chest_wall")


@pytest.fixture
def episode(cast: Cast) -> EpisodeRecord:
    """Another complaint of Cleo's, for which nobody has asked for consent."""
    return EpisodeRecord.objects.create(
        patient=cast.patient, complaint="Left calf", clinician=cast.ada
    )


@pytest.fixture
def session(cast: Cast, episode: EpisodeRecord) -> SessionRecord:
    made = actions.start_session(episode, by=cast.ada)
    return actions.answer_screening(made, all_no(), by=cast.ada)


def url(name: str, session: SessionRecord) -> str:
    return reverse(f"consents:{name}", args=[session.pk])


def shown(browser: Client, session: SessionRecord, **offer: Any) -> Any:
    """Ask for a consent and return the page with the text."""
    asked = {"classes": list(CHEST), "language": "en"} | offer
    return browser.post(url("ask", session), asked)


def signature(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what the page with the text posts when it is signed by pen."""
    context = page.context
    usual = {
        "consent_id": str(context["consent_id"]),
        "shown": context["shown"],
        "language": context["offer"].language,
        "classes": list(context["offer"].classes),
        "signer_name": "Cleo Example",
        "strokes": json.dumps(DRAWN),
        "agreed": "on",
    }
    if context["offer"].by_guardian:
        usual["by_guardian"] = "on"
    return usual | changes


def sign(browser: Client, session: SessionRecord, **changes: Any) -> Any:
    return browser.post(url("sign", session), signature(shown(browser, session), **changes))


def test_a_visit_does_not_start_without_a_consent(as_ada: Client, session: SessionRecord) -> None:
    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "no needling without consent" in page
    assert "No consent has been signed for this complaint." in page
    assert "Needle in: record the site" not in page


def test_the_text_names_numbers_sources_and_what_it_covers(
    as_ada: Client, session: SessionRecord
) -> None:
    page = shown(as_ada, session).content.decode()

    assert "about 8 in 100 (576 of 7,629 treatments; Brady 2014)" in page
    assert "chest, upper back and shoulder blade, over the lungs" in page
    assert "It has not been signed off by a clinician." in page
    assert "Ada Example, Riverside" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Einwilligung in Dry Needling"), ("es", "Consentimiento para la punción seca")],
)
def test_the_text_speaks_the_patients_language(
    as_ada: Client, session: SessionRecord, language: str, words: str
) -> None:
    page = shown(as_ada, session, language=language).content.decode()

    assert words in page
    assert f'<article class="card consent" lang="{language}"' in page


def test_a_consent_is_not_asked_for_before_the_screening_is_complete(
    as_ada: Client, cast: Cast, episode: EpisodeRecord
) -> None:
    session = actions.start_session(episode, by=cast.ada)

    answer = shown(as_ada, session)

    assert answer.status_code == 400
    assert "Complete the screening first" in answer.content.decode()


def test_what_is_signed_is_stored_exactly_as_shown(as_ada: Client, session: SessionRecord) -> None:
    page = shown(as_ada, session)

    answer = as_ada.post(url("sign", session), signature(page))

    record = ConsentRecord.objects.get(episode=session.episode)
    assert answer.headers["Location"] == reverse("consents:consent", args=[record.pk])
    assert record.document == page.context["document"]
    assert record.strokes == {"width": 300.0, "height": 100.0, "strokes": DRAWN["strokes"]}
    again = as_ada.get(answer.headers["Location"]).content.decode()
    assert "matches what is stored" in again
    assert '<polyline points="10,20 30,40"/>' in again
    assert AuditEntry.objects.filter(verb="consent signed", object_id=str(record.pk)).exists()


def test_a_signed_consent_opens_the_visit_for_what_it_covers(
    as_ada: Client, session: SessionRecord
) -> None:
    sign(as_ada, session)

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "Needle in: record the site" in page
    assert "shoulder, arms, lower back, buttocks, legs; chest, upper back" in page


def test_a_typed_name_counts_as_a_signature(as_ada: Client, session: SessionRecord) -> None:
    sign(as_ada, session, strokes="", typed="on")

    record = ConsentRecord.objects.get(episode=session.episode)
    assert (record.method, record.strokes) == ("typed", None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"strokes": ""}, "could not be read"),
        ({"strokes": json.dumps(DRAWN | {"strokes": []})}, "Sign in the box"),
        ({"agreed": ""}, ""),
        ({"signer_name": " "}, "The name of the person who signs is missing"),
        ({"consent_id": "none"}, ""),
    ],
)
def test_nothing_is_stored_without_name_signature_and_mark(
    as_ada: Client, session: SessionRecord, changes: dict[str, str], words: str
) -> None:
    answer = sign(as_ada, session, **changes)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not ConsentRecord.objects.filter(episode=session.episode).exists()


def test_sent_twice_it_is_signed_once(as_ada: Client, session: SessionRecord) -> None:
    form = signature(shown(as_ada, session))

    for _ in range(2):
        as_ada.post(url("sign", session), form)

    assert ConsentRecord.objects.filter(episode=session.episode).count() == 1
    assert AuditEntry.objects.filter(verb="consent signed").count() == 1


def test_a_text_that_changed_after_it_was_shown_is_not_signed(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    form = signature(shown(as_ada, session))
    actions.answer_screening(session, all_no() | {"R08": Answer.YES}, by=cast.ada)

    answer = as_ada.post(url("sign", session), form)

    assert answer.status_code == 409
    assert "The text has changed since it was shown" in answer.content.decode()
    assert not ConsentRecord.objects.filter(episode=session.episode).exists()


def test_one_text_is_not_signed_for_another(as_ada: Client, session: SessionRecord) -> None:
    form = signature(shown(as_ada, session), classes=list(EVERYTHING))

    answer = as_ada.post(url("sign", session), form)

    assert answer.status_code == 409
    assert not ConsentRecord.objects.filter(episode=session.episode).exists()


def test_the_risks_that_the_text_named_are_kept(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    actions.answer_screening(session, all_no() | {"R08": Answer.UNSURE}, by=cast.ada)

    sign(as_ada, session)

    assert ConsentRecord.objects.get(episode=session.episode).risks == ["R08"]


def test_a_new_risk_closes_the_visit_again(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    sign(as_ada, session)
    actions.answer_screening(session, all_no() | {"R08": Answer.YES}, by=cast.ada)

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "it does not name R08" in page
    assert "Needle in: record the site" not in page


def test_a_withdrawn_consent_closes_the_visit(as_ada: Client, session: SessionRecord) -> None:
    sign(as_ada, session)
    record = ConsentRecord.objects.get(episode=session.episode)

    as_ada.post(reverse("consents:withdraw", args=[record.pk]), {"sure": "on", "reason": "Afraid"})

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()
    shown_again = as_ada.get(reverse("consents:consent", args=[record.pk])).content.decode()
    assert "it was withdrawn. No needle goes in." in page
    assert "Needle in: record the site" not in page
    assert "Afraid" in shown_again


def test_a_withdrawal_needs_its_mark_and_happens_once(
    as_ada: Client, session: SessionRecord
) -> None:
    sign(as_ada, session)
    where = reverse(
        "consents:withdraw", args=[ConsentRecord.objects.get(episode=session.episode).pk]
    )

    as_ada.post(where, {"reason": "Afraid"})
    unmarked = WithdrawalRecord.objects.count()
    for _ in range(2):
        as_ada.post(where, {"sure": "on"})

    assert unmarked == 0
    assert WithdrawalRecord.objects.count() == 1
    assert AuditEntry.objects.filter(verb="consent withdrawn").count() == 1


def test_a_needling_that_was_done_without_consent_stays_recorded_and_unsigned(
    cast: Cast, session: SessionRecord
) -> None:
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)

    with pytest.raises(actions.SigningRefusedError, match="needled without consent to"):
        actions.sign(session, by=cast.ada)

    assert NeedlingRecord.objects.count() == 1


def test_without_consent_the_page_offers_no_site_but_takes_what_was_done(
    as_ada: Client, session: SessionRecord
) -> None:
    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "No needle goes in without consent" in page
    assert "A needle has gone in all the same: record what was done" in page
    assert 'class="suggestion"' not in page


def test_a_suggested_site_that_no_consent_covers_is_left_out(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    agree(session.episode, by=cast.ada)
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)
    actions.sign(session, by=cast.ada)
    second = actions.start_session(
        EpisodeRecord.objects.create(patient=cast.patient, complaint="Neck", clinician=cast.ada),
        by=cast.ada,
    )
    actions.answer_screening(second, all_no(), by=cast.ada)
    agree(second.episode, by=cast.ada, classes=("head_and_neck",))
    where = reverse("needling:visit", args=[second.pk])

    uncovered = as_ada.get(where).content.decode()
    agree(second.episode, by=cast.ada)
    covered = as_ada.get(where).content.decode()

    assert "1 suggested site left out: no consent covers it." in uncovered
    assert "Infraspinatus 1, right <small>last visit" not in uncovered
    assert "Infraspinatus 1, right <small>last visit" in covered


def test_it_is_signed_once_it_is_reported(as_ada: Client, session: SessionRecord) -> None:
    site = a_needling(needles_out=1)
    put = reverse("needling:put", args=[session.pk, site.id])
    as_ada.post(put, site_form(site), headers=HTMX)
    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    as_ada.post(
        reverse("needling:acknowledge", args=[session.pk]),
        {"concern": CONSENT, "reason": "Agreed in words, power cut", "confirmed": "on"},
    )
    as_ada.post(reverse("needling:sign", args=[session.pk]))

    session.refresh_from_db()
    assert "A site was needled without a consent that covers it." in page
    assert session.is_signed


def test_a_report_does_not_cover_the_next_site(cast: Cast, session: SessionRecord) -> None:
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)
    actions.acknowledge(session, CONSENT, reason="Power cut", confirmed=True, by=cast.ada)
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)

    with pytest.raises(actions.SigningRefusedError, match="needled without consent"):
        actions.sign(session, by=cast.ada)


def test_a_report_is_a_deviation_that_the_clinic_lead_sees(
    cast: Cast, session: SessionRecord
) -> None:
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)

    actions.acknowledge(session, CONSENT, reason="Power cut", confirmed=True, by=cast.ada)

    near = NearMissRecord.objects.get()
    assert (near.origin, near.concern, near.deviation) == ("consent", CONSENT, True)
    assert near.site == "Infraspinatus 1, right"
    page = signed_in(cast.lea).get(reverse("incidents:near_misses")).content.decode()
    assert "needled without consent" in page
    assert "Power cut" in page


def test_nothing_is_reported_in_advance(cast: Cast, session: SessionRecord) -> None:
    with pytest.raises(actions.NeedlingRefusedError, match="No site of this visit"):
        actions.acknowledge(session, CONSENT, reason="Later", confirmed=True, by=cast.ada)

    assert not session.acknowledgements.exists()


def test_a_report_does_not_outlive_a_withdrawal(cast: Cast, session: SessionRecord) -> None:
    consent = agree(session.episode, by=cast.ada, classes=("head_and_neck",))
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)
    actions.acknowledge(session, CONSENT, reason="Power cut", confirmed=True, by=cast.ada)

    withdraw(consent, reason="", by=cast.ada)

    with pytest.raises(actions.SigningRefusedError, match="needled without consent"):
        actions.sign(session, by=cast.ada)


def test_a_consent_that_comes_later_settles_it(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)
    sign(as_ada, session)

    signed = actions.sign(session, by=cast.ada)

    assert signed.is_signed


def test_a_signature_covers_the_consents_that_lay_there(cast: Cast, session: SessionRecord) -> None:
    agree(session.episode, by=cast.ada)
    actions.put_needling(session, a_needling(needles_out=1), by=cast.ada)
    signed = actions.sign(session, by=cast.ada)

    agree(session.episode, by=cast.ada, at=timezone.now() + timedelta(seconds=1))
    later = actions.signature_of(SessionRecord.objects.get(pk=signed.pk))
    agree(session.episode, by=cast.ada, at=signed.signed_at - timedelta(minutes=2))
    behind = actions.signature_of(SessionRecord.objects.get(pk=signed.pk))

    assert later == signed.signature
    assert behind != signed.signature


@pytest.mark.parametrize(
    ("years", "by_guardian", "assent", "stored"),
    [
        (18, False, False, True),
        (18, True, True, False),
        (17, False, False, False),
        (17, True, False, False),
        (17, True, True, True),
    ],
)
def test_a_child_agrees_and_a_guardian_signs(
    as_ada: Client,
    session: SessionRecord,
    years: int,
    by_guardian: bool,
    assent: bool,
    stored: bool,
) -> None:
    today = timezone.localdate()
    session.episode.patient.birth_date = date(today.year - years, 1, 1)
    session.episode.patient.save()
    page = shown(as_ada, session, **({"by_guardian": "on"} if by_guardian else {}))

    as_ada.post(url("sign", session), signature(page, **({"assent": "on"} if assent else {})))

    assert ConsentRecord.objects.filter(episode=session.episode).exists() is stored


def test_the_jurisdiction_of_the_installation_decides(
    as_ada: Client, session: SessionRecord, settings: LazySettings
) -> None:
    settings.JURISDICTION = "nz"
    today = timezone.localdate()
    session.episode.patient.birth_date = date(today.year - 16, 1, 1)
    session.episode.patient.save()

    sign(as_ada, session)

    assert ConsentRecord.objects.get(episode=session.episode).jurisdiction == "nz"


def test_an_unknown_jurisdiction_offers_no_consent(
    as_ada: Client, session: SessionRecord, settings: LazySettings
) -> None:
    settings.JURISDICTION = "atlantis"

    answer = shown(as_ada, session)

    assert answer.status_code == 400
    assert "expected one of generic, nz, us-al" in answer.content.decode()


def test_consents_stand_on_the_page_of_the_patient_with_their_state(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    lifetime = load_consent_rules().lifetime
    agree(session.episode, by=cast.ada, at=timezone.now() - lifetime)

    page = as_ada.get(reverse("patients:patient", args=[cast.patient.pk])).content.decode()

    assert "in force" in page
    assert "expired" in page


def test_nobody_changes_a_signed_consent(cast: Cast, session: SessionRecord) -> None:
    record = agree(session.episode, by=cast.ada)

    with pytest.raises(ConsentIsFinalError):
        record.save()
    with pytest.raises(ConsentIsFinalError):
        record.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentRecord.objects.filter(pk=record.pk).update(signer_name="Ben")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentRecord.objects.filter(pk=record.pk)._raw_delete(ConsentRecord.objects.db)


def test_ben_of_another_clinic_sees_and_signs_nothing(
    cast: Cast, as_ada: Client, session: SessionRecord
) -> None:
    record = agree(session.episode, by=cast.ada)
    form = signature(shown(as_ada, session))
    ben = signed_in(cast.ben)

    answers = [
        ben.get(reverse("consents:consent", args=[record.pk])),
        ben.post(reverse("consents:withdraw", args=[record.pk]), {"sure": "on"}),
        ben.post(url("sign", session), form),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not WithdrawalRecord.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"width": 300, "height": 100, "strokes": [[[1, 2, 3], [1, 2]]]}',
        '{"width": 300, "height": 100, "strokes": [[["1", 2], [1, 2]]]}',
        '{"width": 300, "height": 100, "strokes": [[[NaN, 2], [1, 2]]]}',
        '{"width": 0, "height": 100, "strokes": [[[1, 2], [1, 2]]]}',
        '{"width": 99999, "height": 100, "strokes": [[[1, 2], [1, 2]]]}',
        '{"width": 300, "height": 100, "strokes": [[[1, 2]]]}',
        "[" * 100_000,
        "x" * 300_000,
    ],
)
def test_a_drawing_that_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(MalformedSignatureError):
        parse_strokes(text)


def test_points_outside_the_pad_are_drawn_at_its_edge() -> None:
    drawn = parse_strokes(json.dumps(DRAWN | {"strokes": [[[-5, 20], [999, 40]]]}))

    assert drawn["strokes"] == [[[0.0, 20.0], [300.0, 40.0]]]


def test_a_consent_id_of_another_complaint_signs_nothing(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    other = agree(cast.episode, by=cast.ada)

    answer = sign(as_ada, session, consent_id=str(other.pk))

    assert answer.status_code == 409
    assert not ConsentRecord.objects.filter(episode=session.episode).exists()


def test_a_yes_in_words_is_stored_once_with_who_heard_it(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    agree(session.episode, by=cast.ada)
    where = reverse("consents:reconfirm", args=[session.pk])

    for _ in range(2):
        as_ada.post(where)

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()
    assert "Agreed again in words" in page
    assert ReconfirmationRecord.objects.get().recorded_by == cast.ada
    assert AuditEntry.objects.filter(verb="consent confirmed in words").count() == 1
    assert "agreed_again_at" in canonical(SessionRecord.objects.get(pk=session.pk))


def test_a_patient_reads_and_withdraws_the_own_consent_alone(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    record = agree(session.episode, by=cast.ada)
    cleo, where = signed_in(cast.cleo), reverse("consents:own", args=[record.pk])

    read = cleo.get(where).content.decode()
    listed = cleo.get(reverse("patients:me")).content.decode()
    after = cleo.post(where, follow=True).content.decode()

    assert "A bruise: about 8 in 100" in read
    assert where in listed
    assert "You have withdrawn this consent" in after
    assert WithdrawalRecord.objects.get().recorded_by == cast.cleo
    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()
    assert "it was withdrawn. No needle goes in." in page


def test_nobody_elses_consent_is_withdrawn_that_way(cast: Cast, session: SessionRecord) -> None:
    record = agree(session.episode, by=cast.ada)
    stranger = User.objects.create_user(
        "nele@example.test",
        "a long password",
        given_name="Nele",
        family_name="Example",
        role=Role.PATIENT,
        clinic=cast.clinic,
    )

    answer = signed_in(stranger).post(reverse("consents:own", args=[record.pk]))

    assert answer.status_code == 404
    assert not WithdrawalRecord.objects.exists()


def test_words_alone_are_no_consent(as_ada: Client, session: SessionRecord) -> None:
    answer = as_ada.post(reverse("consents:reconfirm", args=[session.pk]), follow=True)

    assert "words alone are not enough" in answer.content.decode()
    assert not ReconfirmationRecord.objects.exists()


def test_a_signed_visit_takes_no_yes_any_more(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    agree(session.episode, by=cast.ada)
    actions.end_without_needling(session, reason="Tired", by=cast.ada)
    actions.sign(session, by=cast.ada)

    as_ada.post(reverse("consents:reconfirm", args=[session.pk]))

    assert not ReconfirmationRecord.objects.exists()
    assert "agreed_again_at" not in canonical(SessionRecord.objects.get(pk=session.pk))


def test_an_unknown_visit_is_not_there(as_ada: Client) -> None:
    assert as_ada.get(reverse("consents:ask", args=[uuid4()])).status_code == 404
