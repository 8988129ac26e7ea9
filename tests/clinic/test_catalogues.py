"""The catalogues are whole: every text, every language, compiled as they are written."""

import gettext
import re
from string import Formatter
from typing import Any

import pytest
from django.conf import settings

from tools import messages

LANGUAGES = messages.LANGUAGES
DJANGO_FIELD = re.compile(r"%\(\w+\)s")


def texts_of(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def translations(language: str) -> list[Any]:
    return [message for message in messages.read(language) if message.id]


def fields_of(text: str) -> set[str]:
    named = {f"{{{field}}}" for _, field, _, _ in Formatter().parse(text) if field}
    return named | set(DJANGO_FIELD.findall(text))


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    offered = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    assert offered == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_text_of_the_sources_and_no_other(language: str) -> None:
    kept = {message.id for message in translations(language)}
    found = {message.id for message in messages.gather() if message.id}

    assert kept == found, "run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_empty_or_uncertain(language: str) -> None:
    open_texts = [
        message.id
        for message in translations(language)
        if message.fuzzy or not all(texts_of(message.string))
    ]

    assert open_texts == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_fields_of_its_text(language: str) -> None:
    differing = [
        message.id
        for message in translations(language)
        for text in texts_of(message.string)
        if fields_of(text) != fields_of(texts_of(message.id)[-1])
    ]

    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_server_reads_what_the_translator_wrote(language: str) -> None:
    kept = messages.catalogue_path(language).with_suffix(".mo")

    assert kept.read_bytes() == messages.compiled(messages.read(language)), "run: make messages"
    with kept.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Thank you") != "Thank you"


def test_texts_of_templates_and_of_code_are_found() -> None:
    found = {texts_of(message.id)[-1] for message in messages.gather() if message.id}

    assert {
        "Thank you",  # translate
        "%(number)s areas",  # blocktranslate with a plural
        "j M Y",  # _() in a filter
        "Your password",  # gettext_lazy
    } <= found
