"""The screening questions, read from ``data/screening.toml``.

One question a code of the contraindication rules: A absolute, R relative, F red flag.
The version is a digest of the file, so that a stored answer names the exact wording it answered.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.evidence import Mark, require_source
from filiform.safety.errors import ScreeningFileError, UnknownQuestionError
from filiform.safety.verdict import Action, Urgency

FILE_NAME = "screening.toml"
ASKED_OF = ("patient", "clinician")
REQUIRED_TYPES: Mapping[str, type] = {
    "group": str,
    "asked_of": str,
    "question": str,
    "action": str,
    "absolute": bool,
    "blocks": bool,
    "title": str,
    "reason": str,
    "regions": str,
    "sources": list,
    "mark": str,
    "action_mark": str,
    "each_visit": bool,
}
OPTIONAL_TYPES: Mapping[str, type] = {"advice": str, "techniques": list, "urgency": str}


@dataclass(frozen=True, slots=True)
class Question:
    """One question whose yes raises one concern."""

    code: str
    group: str
    asked_of: str
    """``patient`` or ``clinician``: who can answer it."""
    text: str
    action: Action
    urgency: Urgency | None
    absolute: bool
    blocks: bool
    techniques: tuple[str, ...]
    title: str
    reason: str
    regions: str
    advice: str
    sources: tuple[str, ...]
    mark: Mark
    action_mark: Mark
    each_visit: bool
    """Whether the answer of an earlier visit is worth nothing today."""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that stand under one heading."""

    id: str
    label: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """All questions of one version of the screening."""

    version: str
    questions: tuple[Question, ...]
    groups: tuple[QuestionGroup, ...]
    unasked: Mapping[str, str]
    """Codes of the rules that have no question, with the reason."""
    lifetime: timedelta
    """After this an answer that can change is asked again, also within one visit."""
    lifetime_mark: Mark

    def question(self, code: str) -> Question:
        """Return the question of a code.

        Raises
        ------
        UnknownQuestionError
            If no question has the code.
        """
        for question in self.questions:
            if question.code == code:
                return question
        raise UnknownQuestionError(
            f"screening: no question has the code {code!r}; "
            f"expected one of {self.questions[0].code} to {self.questions[-1].code} "
            f"of version {self.version}."
        )


@cache
def load_screening() -> Screening:
    """Read the packaged screening once.

    Raises
    ------
    ScreeningFileError
        If the file breaks a rule; the message names the question and the key.
    UnknownSourceError
        If a question cites a source that nobody entered.
    """
    path = files("filiform.safety") / "data" / FILE_NAME
    return parse_screening(path.read_bytes())


def parse_screening(content: bytes) -> Screening:
    """Check the content of a screening file and make its values.

    Raises
    ------
    ScreeningFileError, UnknownSourceError
        As :func:`load_screening`.
    """
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScreeningFileError(f"{FILE_NAME}: not valid TOML in UTF-8: {error}") from error
    labels: dict[str, str] = table.pop("group", {})
    unasked: dict[str, str] = table.pop("unasked", {})
    lifetime, lifetime_mark = _expiry(table.pop("expiry", None))
    questions = tuple(_question(code, entry, labels) for code, entry in table.items())
    _require_no_overlap(questions, unasked)
    return Screening(
        version=hashlib.sha256(content).hexdigest()[:12],
        questions=questions,
        groups=_grouped(questions, labels),
        unasked=MappingProxyType(unasked),
        lifetime=lifetime,
        lifetime_mark=lifetime_mark,
    )


def _expiry(entry: Any) -> tuple[timedelta, Mark]:
    try:
        hours, mark = entry["answers_last_h"], Mark(entry["mark"])
    except (KeyError, TypeError, ValueError) as error:
        raise ScreeningFileError(
            f"{FILE_NAME}: expiry needs answers_last_h and a mark ({error})."
        ) from error
    if type(hours) is not int or hours < 1:
        raise ScreeningFileError(
            f"{FILE_NAME}: expiry.answers_last_h came as {hours!r}; whole hours are expected."
        )
    return timedelta(hours=hours), mark


def _grouped(
    questions: tuple[Question, ...], labels: Mapping[str, str]
) -> tuple[QuestionGroup, ...]:
    groups = []
    for group, label in labels.items():
        members = tuple(question for question in questions if question.group == group)
        if not members:
            raise ScreeningFileError(f"{FILE_NAME}: group {group!r} has no question; remove it.")
        groups.append(QuestionGroup(id=group, label=label, questions=members))
    return tuple(groups)


def _require_no_overlap(questions: tuple[Question, ...], unasked: Mapping[str, str]) -> None:
    if not questions:
        raise ScreeningFileError(f"{FILE_NAME}: holds no question; an empty screening permits all.")
    both = sorted({question.code for question in questions} & set(unasked))
    if both:
        raise ScreeningFileError(f"{FILE_NAME}: {both[0]} is asked and also listed as unasked.")


def _question(code: str, entry: Any, labels: Mapping[str, str]) -> Question:
    _require_shape(code, entry)
    for key in entry["sources"]:
        require_source(key, cited_in=f"{FILE_NAME}: {code}.sources")
    urgency = entry.get("urgency")
    question = Question(
        code=code,
        group=_one_of(code, "group", entry["group"], tuple(labels)),
        asked_of=_one_of(code, "asked_of", entry["asked_of"], ASKED_OF),
        text=entry["question"],
        action=Action(_one_of(code, "action", entry["action"], tuple(Action))),
        urgency=urgency and Urgency(_one_of(code, "urgency", urgency, tuple(Urgency))),
        absolute=entry["absolute"],
        blocks=entry["blocks"],
        techniques=tuple(entry.get("techniques", ())),
        title=entry["title"],
        reason=entry["reason"],
        regions=entry["regions"],
        advice=entry.get("advice", ""),
        sources=tuple(entry["sources"]),
        mark=Mark(_one_of(code, "mark", entry["mark"], tuple(Mark))),
        action_mark=Mark(_one_of(code, "action_mark", entry["action_mark"], tuple(Mark))),
        each_visit=entry["each_visit"],
    )
    _require_sense(question)
    return question


def _require_shape(code: str, entry: Any) -> None:
    if not isinstance(entry, dict):
        raise ScreeningFileError(f"{FILE_NAME}: {code} is not a question table.")
    for key, kind in {**REQUIRED_TYPES, **OPTIONAL_TYPES}.items():
        if key not in entry:
            if key in REQUIRED_TYPES:
                raise ScreeningFileError(f"{FILE_NAME}: {code}.{key} is missing.")
        elif type(entry[key]) is not kind or entry[key] == "":
            raise ScreeningFileError(
                f"{FILE_NAME}: {code}.{key} came as {entry[key]!r}, expected {kind.__name__}."
            )
    for key in ("sources", "techniques"):
        if not all(type(member) is str for member in entry.get(key, ())):
            raise ScreeningFileError(f"{FILE_NAME}: {code}.{key} holds something that is no text.")
    unknown = sorted(set(entry) - set(REQUIRED_TYPES) - set(OPTIONAL_TYPES))
    if unknown:
        raise ScreeningFileError(f"{FILE_NAME}: {code}.{unknown[0]} is not a known key.")


def _one_of(code: str, key: str, came: str, expected: tuple[str, ...]) -> str:
    if came not in expected:
        raise ScreeningFileError(
            f"{FILE_NAME}: {code}.{key} came as {came!r}, expected one of {', '.join(expected)}."
        )
    return came


def _require_sense(question: Question) -> None:
    """Refuse rules that contradict themselves, above all a stop that stops nothing."""
    where = f"{FILE_NAME}: {question.code}"
    stops = question.action in (Action.STOP, Action.REFER)
    if stops and not question.blocks and not question.techniques:
        raise ScreeningFileError(f"{where}.blocks is false, but {question.action} must block.")
    if question.action in (Action.MODIFY, Action.CAUTION) and question.blocks:
        raise ScreeningFileError(f"{where}.blocks is true, but {question.action} never blocks.")
    if (question.action is Action.REFER) != (question.urgency is not None):
        raise ScreeningFileError(f"{where}.urgency belongs to REFER, and REFER needs one.")
    if not stops and not question.blocks and not question.advice:
        raise ScreeningFileError(f"{where}.advice is missing: {question.action} says what to do.")
    if question.mark in (Mark.VERIFIED, Mark.DERIVED) and not question.sources:
        raise ScreeningFileError(f"{where}.mark is {question.mark}, but no source is named.")
