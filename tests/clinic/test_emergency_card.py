"""The emergency card is open to everybody and one tap from every page at the table."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from filiform.care import load_emergency_card
from filiform.clinic.needling import actions
from tests.conftest import Cast, signed_in

CARD = "/emergency/"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_a_signed_out_device_reads_the_whole_card_in_its_language(language: str) -> None:
    page = Client(headers={"Accept-Language": language}).get(CARD).content.decode()

    assert f'<html lang="{language}">' in page
    for entry in load_emergency_card().emergencies:
        assert entry.title_in(language) in page
        for line in (*entry.recognise, *entry.act):
            assert line.told_in(language) in page


@pytest.mark.django_db
def test_the_card_asks_for_nothing_and_names_nobody(cast: Cast) -> None:
    page = signed_in(cast.ada).get(CARD).content.decode()

    assert "Cleo" not in page
    assert "data-print hidden" in page


@pytest.mark.django_db
def test_the_clinics_own_number_stands_on_it_and_else_a_line_to_write_on(
    settings: LazySettings,
) -> None:
    blank = Client().get(CARD).content.decode()
    settings.EMERGENCY_NUMBER = "112"
    numbered = Client().get(CARD).content.decode()

    assert "emergency__blank" in blank
    assert '<a href="tel:112">112</a>' in numbered


def test_it_is_one_tap_from_the_visit_and_from_the_guidance(cast: Cast) -> None:
    session = actions.start_session(cast.episode, by=cast.ada)
    guidance = reverse("needling:guidance", args=[session.pk, "infraspinatus.trp1", "left"])

    emergency = reverse("needling:emergency", args=[session.pk])
    for address in (reverse("needling:visit", args=[session.pk]), guidance):
        page = signed_in(cast.ada).get(address).content.decode()
        assert f'href="{emergency}"' in page
    page = signed_in(cast.ada).get(emergency).content.decode()
    assert all(entry.title_in("en") in page for entry in load_emergency_card().emergencies)
    assert f'href="{CARD}"' in page
