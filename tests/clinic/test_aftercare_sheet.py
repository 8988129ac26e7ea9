"""The aftercare sheet: in the patient's language, with the lung where a needle was beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from filiform.care import load_aftercare
from filiform.clinic.needling import actions
from filiform.clinic.needling.models import SessionRecord
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast

LUNG = {"muscle": "trapezius_upper", "trigger_point": "trapezius_upper.trp1"}
FAR = {"muscle": "soleus", "trigger_point": "soleus.trp1"}


def visit(cast: Cast, site: dict[str, str]) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    actions.answer_screening(session, all_no(), by=cast.ada)
    actions.put_needling(session, a_needling(**site), by=cast.ada)
    return session


def sheet(browser: Client, session: SessionRecord, language: str) -> str:
    return browser.get(reverse("incidents:aftercare", args=[session.pk, language])).content.decode()


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_it_says_everything_in_the_language_that_is_asked_for(
    cast: Cast, as_ada: Client, language: str
) -> None:
    page = sheet(as_ada, visit(cast, LUNG), language)

    assert f'<html lang="{language}">' in page
    for part in load_aftercare().parts:
        assert part.title_by_language[language] in page
        assert all(line.told_in(language) in page for line in part.lines)


def test_without_a_needle_beside_the_lung_it_does_not_frighten(cast: Cast, as_ada: Client) -> None:
    page = sheet(as_ada, visit(cast, FAR), "en")

    assert "lung" not in page
    assert "What is usual" in page


def test_the_visit_asks_for_the_sheet_where_a_needle_was_over_the_lung(
    cast: Cast, as_ada: Client
) -> None:
    session = visit(cast, LUNG)

    page = as_ada.get(reverse("needling:visit", args=[session.pk])).content.decode()

    assert "A needle was placed over the lung field." in page
    assert reverse("incidents:aftercare", args=[session.pk, "de"]) in page


def test_a_language_that_is_not_ours_is_not_found(cast: Cast, as_ada: Client) -> None:
    session = visit(cast, FAR)

    answer = as_ada.get(reverse("incidents:aftercare", args=[session.pk, "fr"]))

    assert answer.status_code == 404


def test_the_patient_sees_neither_ranking_nor_depth_on_it(cast: Cast, as_ada: Client) -> None:
    page = sheet(as_ada, visit(cast, LUNG), "en")

    assert " mm" not in page
    assert "rank" not in page.replace("Filiform", "")
