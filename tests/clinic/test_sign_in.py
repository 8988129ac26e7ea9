"""Signing in: e-mail and password, for people whom the clinic has let in."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.clinic.accounts.models import Role, User
from filiform.clinic.audit.models import AuditEntry
from tests.conftest import Cast, signed_in

PASSWORD = "a long password"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


def _sign_in(email: str, password: str = PASSWORD, **more: str) -> tuple[Client, int, str]:
    browser = Client()
    answer = browser.post(LOGIN, {"login": email, "password": password, **more})
    return browser, answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("ada", "patients:patients"),
        ("lea", "patients:patients"),
        ("dora", "patients:patients"),
        ("cleo", "patients:me"),
        ("ian", "accounts:staff"),
    ],
)
def test_each_role_arrives_where_its_day_begins(cast: Cast, name: str, page: str) -> None:
    browser, status, _ = _sign_in(getattr(cast, name).email)

    assert status == 302
    assert browser.get("/").headers["Location"] == reverse(page)


def test_capitals_in_the_address_do_not_matter(cast: Cast) -> None:
    browser, _, _ = _sign_in(cast.ada.email.upper())

    assert SESSION_KEY in browser.session


def test_a_wrong_password_and_an_unknown_address_look_the_same(cast: Cast) -> None:
    _, known_status, known = _sign_in(cast.ada.email, "wrong")
    _, unknown_status, unknown = _sign_in("nobody@example.test", "wrong")

    assert known_status == unknown_status
    assert known.replace(cast.ada.email, "").count("alert") == unknown.count("alert")
    for page in (known, unknown):
        assert "not correct" in page or "incorrect" in page.lower()


def test_guessing_is_slowed_down(cast: Cast) -> None:
    for _ in range(6):
        _sign_in(cast.ada.email, "wrong")

    browser, _, page = _sign_in(cast.ada.email)

    assert SESSION_KEY not in browser.session
    assert "Too many" in page


def test_a_person_whose_sign_in_is_stopped_stays_outside(cast: Cast) -> None:
    inside = signed_in(cast.ada)
    cast.ada.is_active = False
    cast.ada.save()

    browser, _, _ = _sign_in(cast.ada.email)

    assert SESSION_KEY not in browser.session
    assert inside.get("/patients/").status_code == 302, "the open sign-in must end as well"


def test_nobody_makes_an_own_account(db: None) -> None:
    answer = Client().post("/accounts/signup/", {"email": "x@example.test", "password1": PASSWORD})

    assert answer.status_code == 403
    assert not User.objects.filter(email="x@example.test").exists()


def test_signing_in_never_leads_to_another_site(cast: Cast) -> None:
    browser = Client()

    answer = browser.post(
        LOGIN,
        {"login": cast.ada.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert answer.headers["Location"] == "/"


def test_the_page_that_was_asked_for_follows_the_sign_in(cast: Cast) -> None:
    wanted = reverse("patients:patient", args=[cast.patient.pk])
    browser = Client()
    asked = browser.get(wanted)

    page = browser.get(asked.headers["Location"]).content.decode()
    answer = browser.post(LOGIN, {"login": cast.ada.email, "password": PASSWORD, "next": wanted})

    assert f'value="{wanted}"' in page
    assert answer.headers["Location"] == wanted


def test_signing_in_changes_the_session_key(cast: Cast) -> None:
    browser = Client()
    session = browser.session
    session["before"] = 1
    session.save()
    before = session.session_key

    browser.post(LOGIN, {"login": cast.ada.email, "password": PASSWORD})

    assert browser.session.session_key != before


def test_an_idle_sign_in_ends(cast: Cast, settings: LazySettings) -> None:
    browser = signed_in(cast.ada)
    assert browser.get("/patients/").status_code == 200
    row = Session.objects.get(session_key=browser.session.session_key)
    limit = timedelta(seconds=settings.SESSION_COOKIE_AGE)

    assert limit <= timedelta(hours=1)
    assert abs(row.expire_date - timezone.now() - limit) < timedelta(minutes=1)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert browser.get("/patients/").status_code == 302


def test_the_password_can_be_changed_and_signs_nobody_out(cast: Cast) -> None:
    browser = signed_in(cast.ada)
    new = "seven otters cross the river"

    answer = browser.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    cast.ada.refresh_from_db()
    assert answer.status_code == 302
    assert cast.ada.check_password(new)


def test_nothing_leads_to_the_closed_page_for_a_forgotten_password(cast: Cast) -> None:
    change = signed_in(cast.ada).get("/accounts/password/change/").content.decode()
    sign_in = signed_in(None).get("/accounts/login/").content.decode()

    assert "/password/reset/" not in change + sign_in
    assert "field__help" in change


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012", "ada@example.test"])
def test_a_weak_password_is_refused(cast: Cast, weak: str) -> None:
    answer = signed_in(cast.ada).post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )

    cast.ada.refresh_from_db()
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert cast.ada.check_password(PASSWORD)


def test_a_lead_adds_a_person_of_the_own_clinic_only(cast: Cast) -> None:
    page = (
        signed_in(cast.lea)
        .post(
            "/staff/",
            {
                "given_name": "Finn",
                "family_name": "Sand",
                "email": "Finn@Example.test",
                "role": "clinician",
                "clinic": str(cast.ben.clinic_id),
            },
        )
        .content.decode()
    )

    finn = User.objects.get(email="finn@example.test")
    assert (finn.clinic, finn.role) == (cast.clinic, Role.CLINICIAN)
    assert "Password: <code>" in page


def test_a_lead_of_another_clinic_cannot_stop_a_sign_in_here(cast: Cast) -> None:
    ned = User.objects.create_user(
        "ned@example.test",
        given_name="Ned",
        family_name="Dale",
        role="clinic_lead",
        clinic=cast.ben.clinic,
    )

    answer = signed_in(ned).post(reverse("accounts:set_active", args=[cast.dora.pk]))

    cast.dora.refresh_from_db()
    assert answer.status_code == 404
    assert cast.dora.is_active


def test_a_forgotten_password_is_renewed_by_the_clinic_lead(cast: Cast) -> None:
    dora = signed_in(cast.dora)
    page = signed_in(cast.lea).post(f"/staff/{cast.dora.pk}/password/").content.decode()

    password = re.search(r"<code>([^<]+)</code>", page)

    cast.dora.refresh_from_db()
    assert password
    assert cast.dora.check_password(html.unescape(password[1]))
    assert dora.get("/patients/").status_code == 302, "the old sign-in must be over"
    assert AuditEntry.objects.filter(verb="password renewed", object_id=str(cast.dora.pk)).exists()


def test_nobody_renews_the_password_of_an_administrator_from_below(cast: Cast) -> None:
    answer = signed_in(cast.lea).post(f"/staff/{cast.ian.pk}/password/")

    cast.ian.refresh_from_db()
    assert answer.status_code == 403
    assert cast.ian.check_password("a long password")


def test_a_person_of_another_clinic_keeps_the_password(cast: Cast) -> None:
    answer = signed_in(cast.lea).post(f"/staff/{cast.ben.pk}/password/")

    assert answer.status_code == 404
