"""Every URL × GET and POST × every person, held against the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from filiform.clinic.access import rule_of
from filiform.clinic.drawings import actions as drawing_actions
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.episodes import actions as episode_actions
from filiform.clinic.episodes.models import Moment
from filiform.clinic.needling import actions as needling_actions
from filiform.clinic.needling.models import DeviceRecord
from filiform.clinic.screenings.models import PatientAnswers, ScreeningLink
from tests.clinic.access_matrix import MATRIX, PEOPLE
from tests.clinic.consenting import agree
from tests.clinic.readings import a_reading
from tests.clinic.visits import a_needling, all_no, an_event
from tests.conftest import Cast, signed_in


@dataclass(frozen=True)
class Address:
    """One URL of the clinic, by its name."""

    name: str
    pattern: URLPattern


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, ()), key=lambda address: address.name)


def _walk(patterns: list[Any], spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield Address(":".join((*spaces, pattern.name or "(unnamed)")), pattern)


@pytest.fixture
def url_arguments(cast: Cast, drawing: DrawingRecord) -> dict[str, dict[str, Any]]:
    """Objects of Ada's clinic for each address that needs one."""
    link = drawing_actions.make_link(cast.episode, by=cast.ada)
    session = needling_actions.start_session(cast.episode, by=cast.ada)
    needling_actions.answer_screening(session, all_no(), by=cast.ada)
    site = needling_actions.put_needling(session, a_needling(), by=cast.ada)
    score = episode_actions.record_score(
        cast.episode, score_id=uuid4(), moment=Moment.CHECK_IN, value=5, by=cast.ada
    )
    event = an_event(session, by=cast.ada)
    ScreeningLink.objects.create(
        id=link.link.pk,
        token_digest="unknown",
        episode=cast.episode,
        created_by=cast.ada,
        expires_at=link.link.expires_at,
    )
    told = PatientAnswers.objects.create(
        episode=cast.episode, answers={"A03": "no"}, screening_version="0", language="en"
    )
    by_parameter: dict[str, Any] = {
        "patient_id": cast.patient.pk,
        "episode_id": cast.episode.pk,
        "drawing_id": drawing.pk,
        "link_id": link.link.pk,
        "session_id": session.pk,
        "needling_id": site.pk,
        "consent_id": agree(cast.episode, by=cast.ada).pk,
        "score_id": score.pk,
        "reading_id": a_reading(cast.episode, by=cast.ada).pk,
        "claim_id": "pain",
        "user_id": cast.dora.pk,
        "device_id": DeviceRecord.objects.create(user=cast.ada).pk,
        "token": "an-unknown-token",
        "answers_id": told.pk,
        "event_id": event.pk,
        "task_id": event.follow_ups.first().pk,
        "language": "de",
        "kind": "movements",
        "position": 0,
        "trigger_point": "infraspinatus.trp1",
        "side": "left",
        "key": "MQ-set",
        "uidb36": "1",
    }
    return {
        address.name: {name: by_parameter[name] for name in _parameters(address)}
        for address in addresses()
    }


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    named = {address.name for address in addresses()}

    assert sorted(named - MATRIX.keys()) == [], "add a row to tests/clinic/access_matrix.py"
    assert sorted(MATRIX.keys() - named) == [], "remove the row from tests/clinic/access_matrix.py"


def test_every_view_of_ours_carries_a_rule() -> None:
    without = [
        address.name
        for address in addresses()
        if not address.name.startswith("account_")
        and rule_of(address.pattern.callback, address.name) is None
    ]

    assert without == [], "decorate the view with @allow, @public or @painting_link"


@pytest.mark.long
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", PEOPLE)
def test_people_get_what_the_table_says(
    cast: Cast, url_arguments: dict[str, dict[str, Any]], person: str, method: str
) -> None:
    surprises = []

    for address in addresses():
        browser = signed_in(getattr(cast, person, None))
        url = reverse(address.name, kwargs=url_arguments[address.name])
        answer = getattr(browser, method)(url)
        expected = getattr(MATRIX[address.name], method)[PEOPLE.index(person)]
        if _seen(answer) != expected:
            surprises.append(f"{address.name}: {_seen(answer)}, the table says {expected}")

    assert surprises == []


def _parameters(address: Address) -> list[str]:
    """Return the names in an address, written as a route or as a regular expression."""
    pattern = address.pattern.pattern
    return list(getattr(pattern, "converters", {}) or pattern.regex.groupindex)


def _seen(answer: HttpResponseBase) -> str:
    """Say in the words of the table what an answer was; a refused form is still open to them."""
    if answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]:
        return "in"
    if answer.status_code in {403, 404, 405}:
        return str(answer.status_code)
    return "ok" if answer.status_code < 500 else str(answer.status_code)
