"""The screening on the patient's phone: one link, no rule shown, nothing counts unconfirmed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.needling import actions as needling
from filiform.clinic.needling import mapping
from filiform.clinic.needling.models import SessionRecord
from filiform.clinic.screenings import actions
from filiform.clinic.screenings.models import AnswersAreFinalError, PatientAnswers, ScreeningLink
from filiform.safety import Answer, load_screening
from tests.clinic.answering import answers_form
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast, signed_in

OF_PATIENTS = {q.code for q in load_screening().questions if q.asked_of == "patient"}
ANSWER = "/answer/"


@pytest.fixture
def phone(cast: Cast) -> Client:
    """The phone of Cleo, the link opened."""
    browser = Client()
    token = actions.make_link(cast.episode, by=cast.ada).token
    assert browser.post(reverse("screenings:open", args=[token])).status_code == 302
    return browser


@pytest.fixture
def session(cast: Cast) -> SessionRecord:
    return needling.start_session(cast.episode, by=cast.ada)


def confirm(browser: Client, session: SessionRecord, answers: PatientAnswers) -> int:
    where = reverse("screenings:confirm", args=[session.pk, answers.pk])
    return browser.post(where).status_code


def sent(phone: Client, cast: Cast, **changes: str) -> PatientAnswers:
    answer = phone.post(ANSWER, answers_form(cast, **changes))
    assert answer.status_code == 302, answer.content
    return PatientAnswers.objects.get(episode=cast.episode)


def test_the_link_opens_once_and_shows_nothing_of_the_record(cast: Cast) -> None:
    address = reverse("screenings:open", args=[actions.make_link(cast.episode, by=cast.ada).token])
    first, second = Client(), Client()

    looked_at = first.get(address)
    opened = first.post(address, follow=True).content.decode()
    refused = second.post(address)

    assert looked_at.status_code == 200
    assert "Do you have diabetes?" in opened
    assert cast.patient.family_name not in opened
    assert cast.episode.complaint not in opened
    assert refused.status_code == 410


def test_a_link_that_is_unknown_too_old_or_cancelled_opens_nothing(cast: Cast) -> None:
    old, cancelled = (actions.make_link(cast.episode, by=cast.ada) for _ in range(2))
    ScreeningLink.objects.filter(pk=old.link.pk).update(expires_at=timezone.now())
    actions.cancel_link(cancelled.link, by=cast.ada)

    answers = [
        Client().post(reverse("screenings:open", args=[token]))
        for token in ("unknown", old.token, cancelled.token)
    ]

    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.context["reason"] for answer in answers}) == 1


def test_only_a_digest_of_the_token_is_stored(cast: Cast) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)

    assert made.token not in str(ScreeningLink.objects.values())


def test_an_answering_browser_opens_nothing_else(phone: Client, cast: Cast) -> None:
    answers = [
        phone.get("/patients/"),
        phone.get(f"/episodes/{cast.episode.pk}/"),
        phone.get("/paint/"),
        phone.get("/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 302]
    assert answers[-1].headers["Location"] == ANSWER


def test_every_question_for_patients_is_asked_and_none_is_chosen_beforehand(phone: Client) -> None:
    page = phone.get(ANSWER).content.decode()

    assert all(f'name="{code}"' in page for code in OF_PATIENTS)
    assert 'name="F01"' not in page
    assert " checked" not in page


def test_the_patient_sees_no_code_title_or_action_of_a_rule(phone: Client, cast: Cast) -> None:
    asked = phone.get(ANSWER).content.decode()
    thanked = phone.post(ANSWER, answers_form(cast, A03="yes", R01="yes"), follow=True)

    for page in (asked, thanked.content.decode()):
        for question in load_screening().questions:
            assert question.title not in page
            assert question.reason not in page
        assert "STOP" not in page
        assert "MODIFY" not in page


def test_a_question_left_open_is_asked_for_and_nothing_is_stored(phone: Client, cast: Cast) -> None:
    form = answers_form(cast)
    del form["A03"]

    answer = phone.post(ANSWER, form)

    assert answer.status_code == 400
    assert "Some questions are not answered yet" in answer.content.decode()
    assert not PatientAnswers.objects.exists()


@pytest.mark.parametrize(("answer", "advised"), [("yes", True), ("unsure", True), ("no", False)])
def test_only_an_emergency_brings_advice(
    phone: Client, cast: Cast, answer: str, advised: bool
) -> None:
    page = phone.post(ANSWER, answers_form(cast, A03=answer, R01="yes"), follow=True)

    assert ("do not wait for the visit" in page.content.decode()) is advised


def test_answers_are_stored_once_as_given(phone: Client, cast: Cast) -> None:
    record = sent(phone, cast, R04="unsure")

    again = phone.post(ANSWER, answers_form(cast, R04="no"), follow=True)

    assert "Thank you" in again.content.decode()
    assert PatientAnswers.objects.get().answers["R04"] == "unsure"
    with pytest.raises(AnswersAreFinalError):
        record.save()
    with pytest.raises(AnswersAreFinalError):
        record.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        PatientAnswers.objects.update(language="de")


def test_until_a_clinician_confirms_them_they_count_for_nothing(
    phone: Client, as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    sent(phone, cast, R04="yes")

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "Answered by the patient on the phone" in page
    assert "Do you have diabetes?" in page
    session.refresh_from_db()
    assert mapping.answers_of(session) == {}


def test_confirmed_they_count_with_who_answered_when_and_who_confirmed(
    phone: Client, as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    answers = sent(phone, cast, R04="unsure")

    confirm(as_ada, session, answers)

    session.refresh_from_db()
    assert mapping.answers_of(session)["R04"] is Answer.UNSURE
    assert mapping.answers_of(session)["A03"] is Answer.NO
    told = session.answered["A03"]
    assert told["at"] == answers.at.isoformat()
    assert (told["by"], told["confirmed_by"]) == ("the patient, on the phone", "Ada Example")
    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()
    assert "Answered by the patient on the phone" not in page
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"screening link made", "screening link opened", "patient answered"} <= verbs
    assert "patient answers confirmed" in verbs


def test_an_answer_of_the_patients_without_a_confirmation_never_counts(
    session: SessionRecord,
) -> None:
    session.answers = {"A03": "no"}
    session.answered = {"A03": {"at": timezone.now().isoformat(), "patient": True}}

    assert mapping.answers_of(session) == {}


def test_they_do_not_open_the_visit_alone_since_the_clinician_is_asked_too(
    phone: Client, as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    confirm(as_ada, session, sent(phone, cast))

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "needling not permitted" in page


def test_what_the_clinician_has_asked_since_stays(
    phone: Client, as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    answers = sent(phone, cast)
    needling.answer_screening(session, {"R04": Answer.YES}, by=cast.ada)

    confirm(as_ada, session, answers)

    session.refresh_from_db()
    assert session.answers["R04"] == "yes"
    assert session.answers["A03"] == "no"


def test_answers_expire_from_the_moment_the_patient_gave_them(
    phone: Client, as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    answers = sent(phone, cast)
    a_day_ago = timezone.now() - load_screening().lifetime

    needling.take_patient_answers(session, answers.answers, given_at=a_day_ago, by=cast.ada)

    session.refresh_from_db()
    assert "A03" not in mapping.answers_of(session)


def test_answers_of_yesterday_are_not_offered(
    as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    PatientAnswers.objects.create(
        episode=cast.episode,
        answers={"A03": "no"},
        screening_version="0",
        language="en",
        at=timezone.now() - load_screening().lifetime,
    )

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "Answered by the patient on the phone" not in page


def test_an_acknowledgement_lapses_when_the_patient_answered_otherwise(
    phone: Client, as_ada: Client, cast: Cast, session: SessionRecord
) -> None:
    needling.answer_screening(session, {"R04": Answer.NO}, by=cast.ada)
    needling.acknowledge(session, "R04", reason="feet checked", confirmed=True, by=cast.ada)
    answers = sent(phone, cast, R04="yes")

    confirm(as_ada, session, answers)

    session.refresh_from_db()
    assert session.answers["R04"] == "yes"
    assert not session.acknowledgements.filter(concern="R04").exists()


def test_what_cannot_have_changed_is_not_asked_again(cast: Cast, session: SessionRecord) -> None:
    needling.answer_screening(session, all_no(), by=cast.ada)
    needling.put_needling(session, a_needling(needles_out=1), by=cast.ada)
    needling.sign(session, by=cast.ada)

    asked = set(answers_form(cast))

    assert "R10" not in asked
    assert {"A03", "R01", "R05"} <= asked


def test_answers_are_not_confirmed_in_a_signed_visit_or_in_another_episode(
    as_ada: Client, phone: Client, cast: Cast, session: SessionRecord
) -> None:
    answers = sent(phone, cast)
    needling.end_without_needling(session, reason="Fever", by=cast.ada)
    needling.sign(session, by=cast.ada)

    confirm(as_ada, session, answers)

    session.refresh_from_db()
    assert session.answers == {}
    assert confirm(as_ada, session, PatientAnswers(pk=uuid4())) == 404


def test_ben_confirms_and_sees_nothing(phone: Client, cast: Cast, session: SessionRecord) -> None:
    answers = sent(phone, cast)

    assert confirm(signed_in(cast.ben), session, answers) == 404


def test_a_link_left_open_is_over_after_two_hours(phone: Client, cast: Cast) -> None:
    ScreeningLink.objects.update(opened_at=timezone.now() - timedelta(hours=2))

    assert phone.get(ANSWER).status_code == 410
    assert phone.post(ANSWER, answers_form(cast)).status_code == 410
    assert not PatientAnswers.objects.exists()


def test_a_link_that_the_clinician_cancels_takes_no_answers(phone: Client, cast: Cast) -> None:
    actions.cancel_link(ScreeningLink.objects.get(), by=cast.ada)

    assert phone.post(ANSWER, answers_form(cast)).status_code == 410
    assert not PatientAnswers.objects.exists()


@pytest.mark.parametrize(
    ("language", "question"),
    [("de", "Haben Sie Diabetes?"), ("es", "¿Tiene diabetes?")],
)
def test_the_questions_speak_the_language_of_the_phone(
    cast: Cast, language: str, question: str
) -> None:
    browser = Client(headers={"Accept-Language": language})
    token = actions.make_link(cast.episode, by=cast.ada).token
    browser.post(reverse("screenings:open", args=[token]))

    page = browser.get(ANSWER).content.decode()

    assert question in page
    assert sent(browser, cast).language == language
