"""The questions that a patient answers alone, in the languages that a patient may speak.

English stands with the rules; each other language has ``data/questions.<language>.toml``. A
translation names the English wording that it translates, so that none outlives a change of it.
They are of mark M, written by the project and not reviewed by a native-speaking clinician.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from filiform.safety.errors import ScreeningFileError
from filiform.safety.screening import Question, load_screening

ENGLISH = "en"
TRANSLATED = ("de", "es")
DIGEST_LENGTH = 8


@dataclass(frozen=True, slots=True)
class PatientQuestion:
    """One question as a patient reads it."""

    code: str
    text: str
    each_visit: bool


@dataclass(frozen=True, slots=True)
class PatientGroup:
    """Questions under one heading."""

    label: str
    questions: tuple[PatientQuestion, ...]


@cache
def load_patient_questions(language: str) -> tuple[PatientGroup, ...]:
    """Return what a patient is asked, in the order of the screening.

    Raises
    ------
    ScreeningFileError
        If the language is none of ours, a question lacks its translation, or a translation is of
        another wording than today's.
    """
    if language == ENGLISH:
        return _groups({}, {})
    if language not in TRANSLATED:
        known = ", ".join((ENGLISH, *TRANSLATED))
        raise ScreeningFileError(f"No questions are written in {language!r}; there are {known}.")
    name = f"questions.{language}.toml"
    text = (files("filiform.safety") / "data" / name).read_text(encoding="utf-8")
    return parse_patient_questions(text, file=name)


def parse_patient_questions(content: str, *, file: str) -> tuple[PatientGroup, ...]:
    """Check the content of a file of translations and make its questions.

    Raises
    ------
    ScreeningFileError
        As :func:`load_patient_questions`.
    """
    try:
        table = tomllib.loads(content)
        labels, entries = table["group"], table["question"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ScreeningFileError(f"{file}: no tables group and question: {error}") from error
    asked = {question.code: question for question in _asked()}
    for code in sorted(asked.keys() ^ entries.keys()):
        raise ScreeningFileError(f"{file}: question {code} is missing or is not asked.")
    for code, question in asked.items():
        if entries[code].get("of") != digest_of_wording(question):
            raise ScreeningFileError(
                f"{file}: {code} translates another wording; translate it anew and set of to "
                f'"{digest_of_wording(question)}".'
            )
        if not entries[code].get("text"):
            raise ScreeningFileError(f"{file}: {code} has no text.")
    for group in load_screening().groups:
        if any(q.code in asked for q in group.questions) and not labels.get(group.id):
            raise ScreeningFileError(f"{file}: group {group.id} has no label.")
    return _groups(labels, entries)


def digest_of_wording(question: Question) -> str:
    """Return the beginning of the SHA-256 of a question's English wording."""
    return hashlib.sha256(question.text.encode()).hexdigest()[:DIGEST_LENGTH]


def _asked() -> tuple[Question, ...]:
    return tuple(q for q in load_screening().questions if q.asked_of == "patient")


def _groups(labels: Mapping[str, str], entries: Mapping[str, Any]) -> tuple[PatientGroup, ...]:
    made = []
    for group in load_screening().groups:
        questions = tuple(
            PatientQuestion(q.code, entries[q.code]["text"] if entries else q.text, q.each_visit)
            for q in group.questions
            if q.asked_of == "patient"
        )
        if questions:
            made.append(PatientGroup(labels.get(group.id, group.label), questions))
    return tuple(made)
