"""A patient is spoken to in the own language; a page that is not translated is English."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from filiform.body import PainDrawing
from filiform.clinic.drawings import actions
from filiform.clinic.drawings.models import DrawingRecord
from tests.clinic.test_drawings import drawing_form
from tests.conftest import Cast, signed_in

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


def phone(language: str) -> Client:
    return Client(headers={"Accept-Language": language})


def link_address(cast: Cast) -> str:
    return reverse("drawings:open", args=[actions.make_link(cast.episode, by=cast.ada).token])


def test_a_german_phone_paints_and_sends(cast: Cast, shoulder: PainDrawing) -> None:
    german, address = phone("de-AT,de;q=0.9,en;q=0.5"), link_address(cast)

    asked = german.get(address).content.decode()
    painting = german.post(address, follow=True).content.decode()
    empty = german.post(reverse("drawings:paint"), {"drawing_id": "", "marks": "{}"})
    thanked = german.post(reverse("drawings:paint"), drawing_form(shoulder), follow=True)

    assert '<html lang="de">' in asked
    assert "Ihre Schmerzzeichnung" in asked
    assert "Wo tut es weh?" in painting
    assert "Noch ist nichts markiert" in empty.content.decode()
    assert "Vielen Dank" in thanked.content.decode()
    assert DrawingRecord.objects.get().drawn_on == "phone"


@pytest.mark.parametrize(
    ("asked", "spoken"), [("de", "de"), ("es-MX", "es"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
def test_the_browsers_language_is_spoken_if_we_have_it(cast: Cast, asked: str, spoken: str) -> None:
    page = phone(asked).get(link_address(cast)).content.decode()

    assert f'<html lang="{spoken}">' in page


def test_a_chosen_language_is_kept_and_stands_above_the_browsers(cast: Cast) -> None:
    german, address = phone("de"), link_address(cast)

    chosen = german.post(reverse("language"), {"language": "es", "next": address})
    page = german.get(address).content.decode()

    assert chosen.headers["Location"] == address
    assert german.cookies[settings.LANGUAGE_COOKIE_NAME]["httponly"]
    assert "¿Dónde" not in page
    assert "Su dibujo del dolor" in page


def test_a_choice_leads_to_no_other_site(cast: Cast) -> None:
    answer = phone("de").post(
        reverse("language"), {"language": "es", "next": "https://elsewhere.test/"}
    )

    assert answer.headers["Location"] == "/"


def test_each_language_is_offered_in_its_own_name(cast: Cast) -> None:
    page = phone("de").get(link_address(cast)).content.decode()

    for name in ('lang="en">English<', 'aria-current="true">Deutsch<', 'lang="es">Español<'):
        assert name in page


def test_an_unknown_language_changes_nothing(cast: Cast) -> None:
    german, address = phone("de"), link_address(cast)

    german.post(reverse("language"), {"language": "xx", "next": address})

    assert '<html lang="de">' in german.get(address).content.decode()


def test_a_page_for_clinicians_is_english_throughout(cast: Cast) -> None:
    ada = signed_in(cast.ada)

    page = ada.get(reverse("episodes:episode", args=[cast.episode.pk]), headers=GERMAN)
    refused = ada.post(reverse("patients:new"), {"given_name": "Cleo"}, headers=GERMAN)
    password = ada.get(reverse("account_change_password"), headers=GERMAN)

    assert '<html lang="en">' in page.content.decode()
    assert "This field is required" in refused.content.decode()
    assert "Current Password" in password.content.decode()
    assert '<form class="menu__list"' not in password.content.decode()


def test_signing_in_speaks_the_visitors_language_and_leads_on(cast: Cast) -> None:
    german, own = phone("de"), reverse("patients:me")
    address = f"{reverse('account_login')}?next={own}"

    page = german.get(address).content.decode()
    wrong = german.post(address, {"login": cast.cleo.email, "password": "guess"}).content.decode()
    german.post(reverse("language"), {"language": "es", "next": address})
    spanish = german.get(address).content.decode()

    assert '<html lang="de">' in page
    assert "Anmelden" in page
    assert f'name="next" value="{address}"' in page
    assert "Bitte" in wrong or "Passwort" in wrong
    assert "Iniciar sesión" in spanish


def test_a_patient_changes_the_password_in_the_own_language(cast: Cast) -> None:
    cleo, address = signed_in(cast.cleo), reverse("account_change_password")
    new = "sieben Otter am Fluss"

    page = cleo.get(address, headers=GERMAN).content.decode()
    weak = {"oldpassword": "a long password", "password1": "kurz", "password2": "kurz"}
    refused = cleo.post(address, weak, headers=GERMAN).content.decode()
    changed = cleo.post(
        address, weak | {"password1": new, "password2": new}, headers=GERMAN, follow=True
    ).content.decode()

    assert "Passwort ändern" in page
    assert '<form class="menu__list"' in page
    assert "zu kurz" in refused
    assert "Das Passwort wurde geändert." in changed
    cast.cleo.refresh_from_db()
    assert cast.cleo.check_password(new)


def test_the_own_page_speaks_the_patients_language(cast: Cast, drawing: DrawingRecord) -> None:
    page = signed_in(cast.cleo).get(reverse("patients:me"), headers=GERMAN).content.decode()

    assert "Guten Tag, Cleo" in page
    assert "2 Stellen" in page
    assert "Abmelden" in page


def test_signing_in_leaves_no_english_message_on_the_own_page(cast: Cast) -> None:
    answer = Client().post(
        reverse("account_login"),
        {"login": cast.cleo.email, "password": "a long password"},
        headers=GERMAN,
        follow=True,
    )

    page = answer.content.decode()
    assert "Guten Tag, Cleo" in page
    assert "signed in" not in page


def test_a_tablet_forgets_the_language_of_whoever_held_it_before(cast: Cast) -> None:
    tablet = signed_in(cast.ada)
    tablet.post(reverse("language"), {"language": "es"})

    tablet.post(reverse("drawings:hand_over", args=[cast.episode.pk]))
    page = tablet.get(reverse("drawings:paint")).content.decode()

    assert '<html lang="en">' in page


@pytest.mark.parametrize("language", ["de", "es"])
def test_a_link_that_is_over_says_so_in_the_patients_language(cast: Cast, language: str) -> None:
    address = link_address(cast)
    Client().post(address)

    answer = phone(language).post(address)

    assert answer.status_code == 410
    assert "Please ask" not in answer.content.decode()


def test_a_drawing_that_is_too_large_is_refused_in_the_patients_language(cast: Cast) -> None:
    answer = phone("de").post(reverse("drawings:paint"), {"marks": "x" * 1_100_000})

    assert answer.status_code == 413
    assert "Zu groß" in answer.content.decode()
