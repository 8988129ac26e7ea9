"""The pages of a patient in German and Spanish: nothing on them is still the English text."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from filiform.body import PainDrawing, load_surface
from filiform.clinic import drawings
from filiform.clinic.drawings import actions
from filiform.clinic.drawings.island_texts import ISLAND_TEXTS
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.painter import FIGURES
from filiform.clinic.episodes import actions as episode_actions
from filiform.clinic.episodes.models import Moment
from filiform.clinic.screenings.actions import make_link as make_screening_link
from filiform.evidence import load_sources
from tests.clinic.answering import answers_form
from tests.clinic.consenting import agree
from tests.clinic.test_drawings import drawing_form
from tests.conftest import Cast, signed_in

ISLANDS = Path(drawings.__file__).parents[1] / "islands"
LANGUAGES = ("de", "es")
SPOKEN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
NOBODY = {"login": "x@y.test", "password": "guess"}
WEAK = {"oldpassword": "guess", "password1": "12345678", "password2": "87654321"}
SHORTEST = 4
"""Letters; below it stand numbers, initials and codes of languages."""
THE_SAME = {
    # Names, and what a person has typed.
    "Filiform", "Riverside", "Cleo Example", "Right shoulder", "English", "Deutsch", "Español",
    # Words that the languages share.
    "Hand", "Pelvis",
    # Keys of sources, beside the sentences that rest on them.
    *load_sources(),
}  # fmt: skip


class Page(HTMLParser):
    """What a person reads or hears of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]
        if tag in ("script", "style"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, text: str) -> None:
        if not self.open:
            self.texts.append(text)
        elif text.lstrip().startswith("{"):
            self.texts += _spoken_of_painter(json.loads(text))


def _spoken_of_painter(painter: dict[str, Any]) -> Iterator[str]:
    yield from painter["strings"].values()
    if "charts" not in painter:  # the film, which has words alone
        return
    for entry in (*painter["charts"], *painter["areas"], *painter["surface"]["shapes"]):
        yield entry["label"]


def spoken(html: str) -> list[str]:
    """Return each text of a page that has words in it, without the space around it."""
    texts = [" ".join(text.split()) for text in Page(html).texts]
    return [text for text in texts if len(re.findall(r"[^\W\d_]", text)) >= SHORTEST]


def pages(cast: Cast, drawing: PainDrawing, language: str) -> dict[str, str]:
    """Return every page that a patient sees, in a language."""
    cache.clear()  # Wrong passwords are counted in it; the first one is meant below.
    header = {"Accept-Language": language}
    phone, late, tablet = Client(headers=header), Client(headers=header), signed_in(cast.ada)
    cleo = signed_in(cast.cleo)
    for browser in (tablet, cleo):
        browser.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    address = reverse("drawings:open", args=[actions.make_link(cast.episode, by=cast.ada).token])
    paint, unlock = reverse("drawings:paint"), reverse("drawings:unlock")
    own = reverse("drawings:own", args=[cast.episode.pk])
    check_in = reverse("measures:check_in", args=[cast.episode.pk])
    questions = reverse(
        "screenings:open", args=[make_screening_link(cast.episode, by=cast.ada).token]
    )
    asked = Client(headers=header)
    consent = agree(cast.episode, by=cast.ada, risks=(), language=language)
    own_consent = reverse("consents:own", args=[consent.pk])
    tablet.post(reverse("drawings:hand_over", args=[cast.episode.pk]))
    tablet.post(paint, drawing_form(drawing))
    answers = {
        "open": phone.get(address),
        "paint": phone.post(address, follow=True),
        "empty drawing": phone.post(paint, {"drawing_id": uuid4(), "marks": "{}"}),
        "broken drawing": phone.post(paint, {"drawing_id": uuid4(), "marks": "{"}),
        "list of a drawing": phone.post(paint, {"drawing_id": uuid4(), "marks": "[]"}),
        "deep drawing": phone.post(paint, {"drawing_id": uuid4(), "marks": "[" * 50_000}),
        "no drawing": phone.post(paint, {"drawing_id": uuid4()}),
        "done": phone.post(paint, drawing_form(drawing), follow=True),
        "spent": late.post(address),
        "handed over, done": tablet.get(reverse("drawings:done")),
        "unlock": tablet.get(unlock),
        "wrong password": tablet.post(unlock, {"password": "guess"}),
        "too many passwords": _guess_until_refused(tablet, unlock),
        "own painter": cleo.get(own),
        "own drawing sent": cleo.post(own, drawing_form(drawing), follow=True),
        "own drawing sent twice": cleo.post(own, _another(drawing, cast)),
        "own consent": cleo.get(own_consent),
        "check-in": cleo.get(check_in),
        "check-in without an answer": cleo.post(check_in, {}),
        "check-in of another scale": cleo.post(check_in, {"now": "11"}),
        "check-in sent": cleo.post(check_in, {"now": "4"}, follow=True),
        "own page": cleo.get(reverse("patients:me")),
        "own drawings": cleo.get(reverse("drawings:own_drawings", args=[cast.episode.pk])),
        "sign in": phone.get(reverse("account_login")),
        "sign in refused": phone.post(reverse("account_login"), {"login": "x@y.test"}),
        "sign in unknown": phone.post(reverse("account_login"), NOBODY),
        "password": cleo.get(reverse("account_change_password")),
        "password refused": cleo.post(reverse("account_change_password"), WEAK),
        "sign out": cleo.get(reverse("account_logout")),
        "questions, link": asked.get(questions),
        "questions": asked.post(questions, follow=True),
        "questions left open": asked.post(reverse("screenings:answer"), {"A03": "no"}),
        "questions sent": asked.post(
            reverse("screenings:answer"), answers_form(cast, A03="unsure"), follow=True
        ),
        "questions spent": late.post(questions),
        "emergency card": phone.get(reverse("incidents:emergency")),
        "nowhere": phone.get("/nowhere/"),
    }
    return {name: answer.content.decode() for name, answer in answers.items()}


def _guess_until_refused(browser: Client, address: str) -> HttpResponse:
    """Return the page that refuses to look at any more passwords."""
    for _ in range(50):
        answer = browser.post(address, {"password": "guess"})
        if answer.status_code == 429:
            return answer
    raise AssertionError("fifty wrong passwords were looked at")


def _another(drawing: PainDrawing, cast: Cast) -> dict[str, str]:
    """Return a form whose id belongs to a drawing with other marks."""
    kept = DrawingRecord.objects.filter(recorded_by=cast.cleo).latest("drawn_at")
    return drawing_form(drawing.mirrored, drawing_id=str(kept.pk))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_patients_pages_is_left_in_english(
    cast: Cast, shoulder: PainDrawing, language: str
) -> None:
    for moment in Moment:
        episode_actions.record_score(
            cast.episode, score_id=uuid4(), moment=moment, value=5, by=cast.ada
        )
    english = pages(cast, shoulder, "en")
    translated = pages(cast, shoulder, language)

    left = {
        f"{name}: {text}"
        for name, page in translated.items()
        for text in set(spoken(page)) & set(spoken(english[name])) - THE_SAME
    }

    assert sorted(left) == []
    assert all(f'<html lang="{language}">' in page for page in translated.values())


def test_a_page_of_each_kind_was_looked_at(cast: Cast, shoulder: PainDrawing) -> None:
    """The comparison means something only if the pages are the ones that they are called."""
    english = pages(cast, shoulder, "en")

    for name, text in {
        "paint": "Front of the shoulder (anterior deltoid, deep in the joint), right",
        "own painter": "Female, average",
        "empty drawing": "Nothing is marked yet. Mark where it hurts, then save.",
        "spent": "This link is over",
        "handed over, done": "I am the clinician",
        "wrong password": "This is not the password of the clinician who is signed in.",
        "too many passwords": "Too many failed login attempts. Try again later.",
        "own drawing sent": "Your drawing is saved and with your clinic.",
        "own page": "2 areas",
        "own drawings": "Strongest pain",
        "questions, link": "This link works once and shows nothing else of your record.",
        "questions": "Do you have diabetes?",
        "questions left open": "Some questions are not answered yet. They are marked.",
        "questions sent": "Thank you",
        "questions spent": "Your clinic can also ask you these questions at the visit.",
        "sign in": "Forgotten your password? Ask the clinic lead for a new one.",
        "sign in refused": "This field is required.",
        "password refused": "This password is entirely numeric.",
        "sign out": "Sign out?",
        "nowhere": "Nothing here",
    }.items():
        assert text in spoken(english[name])


def test_every_figure_has_a_name() -> None:
    assert set(FIGURES) == set(load_surface().shapes)


def test_the_page_sends_every_text_that_the_island_says() -> None:
    source = (ISLANDS / "words.ts").read_text(encoding="utf-8")
    listed = source[source.index("TEXTS = [") : source.index("] as const")]

    said = [json.loads(text) for text in re.findall(r'^\s+("(?:[^"\\]|\\.)*"),$', listed, re.M)]

    assert len(said) > 30
    assert list(ISLAND_TEXTS) == said
