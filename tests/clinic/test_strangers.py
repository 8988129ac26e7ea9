"""People with the right role in the wrong place, painting browsers, forms from elsewhere."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from filiform.clinic.access import PAINTING_SESSION
from filiform.clinic.accounts.models import Role, User
from filiform.clinic.drawings import actions as drawing_actions
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.patients.models import Patient
from tests.clinic.access_matrix import MATRIX, PAINTING_ONLY, PEOPLE
from tests.clinic.test_access_matrix import addresses, url_arguments  # noqa: F401
from tests.conftest import Cast, signed_in

Arguments = dict[str, dict[str, Any]]


def undecided(request: HttpRequest) -> HttpResponse:
    """A view that nobody has given a rule."""
    return HttpResponse("open to the world")


urlpatterns = [
    path("undecided/", undecided, name="undecided"),
    path("accounts/login/", undecided, name="account_login_of_nobody"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_view_without_a_rule_is_closed_to_everybody(cast: Cast, person: str) -> None:
    answer = signed_in(getattr(cast, person, None)).get("/undecided/")

    assert answer.status_code == 403
    assert b"open to the world" not in answer.content


@pytest.fixture
def ned(cast: Cast) -> Client:
    """The lead of Ben's clinic."""
    return signed_in(
        User.objects.create_user(
            "ned@example.test",
            given_name="Ned",
            family_name="Example",
            role=Role.CLINIC_LEAD,
            clinic=cast.ben.clinic,
        )
    )


@pytest.fixture
def eve(cast: Cast) -> Client:
    """Another patient of Ada's clinic."""
    user = User.objects.create_user(
        "eve@example.test",
        given_name="Eve",
        family_name="Example",
        role=Role.PATIENT,
        clinic=cast.clinic,
    )
    Patient.objects.create(
        clinic=cast.clinic,
        user=user,
        given_name="Eve",
        family_name="Example",
        birth_date=cast.patient.birth_date,
    )
    return signed_in(user)


def _answers_by_name(
    arguments: Arguments, chosen: Callable[[str], bool], browser: Client, method: str
) -> dict[str, int]:
    return {
        name: getattr(browser, method)(reverse(name, kwargs=arguments[name])).status_code
        for name in sorted(arguments)
        if chosen(name)
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lead_of_another_clinic_finds_nothing_of_this_one(
    ned: Client,
    url_arguments: Arguments,  # noqa: F811
    method: str,
) -> None:
    lea = PEOPLE.index("lea")

    def names_something_of_adas_clinic(name: str) -> bool:
        open_to_leads = getattr(MATRIX[name], method)[lea] == "ok"
        # A zone or a claim is true of people in general; a link opens by its secret alone.
        of_everyone = name in (
            "drawings:open", "screenings:open", "localisations:zone", "measures:claim",
        )  # fmt: skip
        return open_to_leads and bool(url_arguments[name]) and not of_everyone

    statuses = _answers_by_name(url_arguments, names_something_of_adas_clinic, ned, method)

    assert len(statuses) > 5
    assert {name: status for name, status in statuses.items() if status != 404} == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_patient_finds_nothing_of_cleos(
    eve: Client,
    url_arguments: Arguments,  # noqa: F811
    method: str,
) -> None:
    statuses = _answers_by_name(url_arguments, lambda name: name == "drawings:own", eve, method)

    assert statuses == {"drawings:own": 404}


def test_another_patients_own_page_shows_nothing_of_cleos(
    eve: Client, cast: Cast, drawing: DrawingRecord
) -> None:
    page = eve.get("/me/").content.decode()

    assert "Eve" in page
    assert cast.episode.complaint not in page


HOME = ("home", "/paint/")
"""The start page leads back to the drawing."""


@pytest.fixture
def painting_browser(cast: Cast) -> Client:
    made = drawing_actions.make_link(cast.episode, by=cast.ada)
    link = drawing_actions.open_link(made.token, at=timezone.now())
    browser = Client()
    session = browser.session
    session[PAINTING_SESSION] = str(link.pk)
    session.save()
    return browser


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_painting_browser_reaches_the_painting_pages_alone(
    painting_browser: Client,
    url_arguments: Arguments,  # noqa: F811
    method: str,
) -> None:
    reached = []

    for name in sorted(url_arguments):
        row = MATRIX[name]
        nobody = PEOPLE.index("nobody")
        is_public = "ok" in (row.get[nobody], row.post[nobody])
        if is_public or row is PAINTING_ONLY:
            continue
        answer = getattr(painting_browser, method)(reverse(name, kwargs=url_arguments[name]))
        if answer.status_code != 403 and (name, answer.headers.get("Location")) != HOME:
            reached.append(f"{name}: {answer.status_code}")

    assert reached == []


def test_a_tablet_handed_over_stays_handed_over_when_somebody_signs_in(
    painting_browser: Client, cast: Cast
) -> None:
    painting_browser.post(
        "/accounts/login/", {"login": cast.cleo.email, "password": "a long password"}
    )

    answer = painting_browser.get(reverse("patients:patient", args=[cast.patient.pk]))

    assert answer.status_code == 403
    assert cast.patient.family_name not in answer.content.decode()


def test_a_form_from_another_site_is_refused_everywhere(
    cast: Cast,
    url_arguments: Arguments,  # noqa: F811
) -> None:
    browser = signed_in(cast.lea)
    browser.handler.enforce_csrf_checks = True
    lea = PEOPLE.index("lea")

    statuses = _answers_by_name(
        url_arguments, lambda name: MATRIX[name].post[lea] == "ok", browser, "post"
    )

    assert len(statuses) > 15
    assert set(statuses.values()) == {403}


def test_a_fragment_asked_for_after_the_sign_in_ended_is_refused_not_replaced() -> None:
    answer = Client().get("/patients/", headers={"HX-Request": "true"})

    assert answer.status_code == 403, "a sign-in page must not land inside another page"


def test_an_id_that_does_not_exist_looks_like_one_of_another_clinic(cast: Cast) -> None:
    browser = signed_in(cast.ben)

    foreign = browser.get(reverse("patients:patient", args=[cast.patient.pk]))
    absent = browser.get(reverse("patients:patient", args=[uuid4()]))

    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content
