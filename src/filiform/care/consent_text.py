"""The text of a consent in the patient's language, composed for one person and one complaint."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from filiform.care.consent_rules import load_consent_rules
from filiform.care.errors import ConsentFileError, MalformedConsentError
from filiform.care.frequencies import EventFrequency, load_frequencies
from filiform.safety import Because, Concern, load_patient_questions, load_screening

LANGUAGES = ("en", "de", "es")
SECTIONS = (
    "nature",
    "benefit",
    "alternatives",
    "common",
    "rare",
    "person",
    "procedure",
    "aftercare",
    "practitioner",
    "validity",
    "edition_line",
)
WORDS = (
    "statement",
    "guardian_statement",
    "assent",
    "name",
    "pen",
    "pen_hint",
    "clear",
    "typed",
    "confirm",
    "signed",
    "by_pen",
    "by_name",
    "interpreter",
    "decline",
)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The packaged text of one language, with braces to fill."""

    language: str
    edition: int
    reviewed: bool
    """Whether a clinician has signed off the wording in this language."""
    table: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConsentOffer:
    """What one consent is asked for, and who asks."""

    language: str
    classes: tuple[str, ...]
    """Ids of region classes."""
    concerns: tuple[Concern, ...]
    """What the screening raised; each is named in the text."""
    jurisdiction: str
    clinician: str
    clinic: str
    by_guardian: bool = False


def compose_consent(offer: ConsentOffer) -> dict[str, Any]:
    """Compose the document that is shown, signed and stored: one JSON value.

    Its keys are ``language``, ``edition``, ``jurisdiction``, ``title``, ``note`` (that the text
    is not signed off, or empty), ``sections`` (``heading``, ``text``, ``points``) and
    ``statement`` (what the signature says).

    Raises
    ------
    MalformedConsentError
        If it covers nothing, or a class or language is unknown.
    UnknownJurisdictionError
        If the jurisdiction is unknown.
    """
    rules = load_consent_rules()
    unknown = set(offer.classes) - rules.classes.keys()
    if not offer.classes or unknown or offer.language not in LANGUAGES:
        raise MalformedConsentError(
            f"A consent to {', '.join(offer.classes) or 'nothing'} came in {offer.language!r}; "
            f"expected some of {', '.join(rules.classes)} in one of {', '.join(LANGUAGES)}."
        )
    text = load_consent_text(offer.language)
    where = rules.jurisdiction(offer.jurisdiction)
    chosen = [key for key in rules.classes if key in offer.classes]
    filled = {
        "classes": "; ".join(text.table["class"][key] for key in chosen),
        "clinic": offer.clinic,
        "clinician": offer.clinician,
        "days": rules.lifetime.days,
        "edition": text.edition,
        "jurisdiction": text.table["jurisdiction"][where.id]["name"],
        "adds": text.table["jurisdiction"][where.id]["adds"],
    }
    words = text.table["words"]
    return {
        "language": offer.language,
        "edition": text.edition,
        "jurisdiction": where.id,
        "title": text.table["title"],
        "note": "" if text.reviewed else text.table["unreviewed"],
        "sections": [
            _section(key, text.table, filled, offer.concerns, offer.language) for key in SECTIONS
        ],
        "statement": words["guardian_statement" if offer.by_guardian else "statement"],
    }


def digest_of_document(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document's canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def load_consent_text(language: str) -> ConsentText:
    """Read the packaged text of a language once.

    Raises
    ------
    ConsentFileError
        If a section, a region class, an event or a word is missing; the message names the key.
    """
    name = f"consent/text.{language}.toml"
    path = files("filiform.care") / "data" / name
    return parse_consent_text(path.read_text(encoding="utf-8"), language=language)


def parse_consent_text(content: str, *, language: str) -> ConsentText:
    """Check the content of a text file.

    Raises
    ------
    ConsentFileError
        As :func:`load_consent_text`.
    """
    name = f"consent/text.{language}.toml"
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ConsentFileError(f"{name}: not valid TOML: {error}") from error
    for path in _needed():
        found: Any = table
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            raise ConsentFileError(f"{name}: {'.'.join(path)} is missing.")
    return ConsentText(language, table["edition"], table["reviewed"], table)


def _needed() -> Iterator[tuple[str, ...]]:
    """Name every key that a text has to hold."""
    yield from ((key,) for key in ("edition", "reviewed", "unreviewed", "title", "english_note"))
    yield from ((key,) for key in ("about", "counted"))
    yield from (("answer", str(because)) for because in (Because.YES, Because.UNSURE))
    yield from (("class", key) for key in load_consent_rules().classes)
    yield from (
        ("jurisdiction", key, part)
        for key in load_consent_rules().jurisdictions
        for part in ("name", "adds")
    )
    yield from (("event", key) for key in load_frequencies())
    yield from (("of", entry.of) for entry in load_frequencies().values())
    yield from ((key, part) for key in SECTIONS for part in ("heading", "text"))
    yield ("person", "none")
    yield from (("words", key) for key in WORDS)


def _section(
    key: str,
    table: Mapping[str, Any],
    filled: Mapping[str, object],
    concerns: Sequence[Concern],
    language: str,
) -> dict[str, Any]:
    entry = table[key]
    section = {
        "heading": entry["heading"],
        "text": entry["text"].format_map(filled).strip(),
        "points": [],
    }
    if key == "common":
        section["points"] = [_counted(event, table) for event in load_frequencies().values()]
    if key == "person":
        asked = _asked_in(language)
        points = [_risk(concern, table, asked) for concern in concerns]
        section |= {"points": points} if points else {"text": entry["none"]}
        if table["english_note"] and any(c.code not in asked for c in concerns):
            section["text"] += f" {table['english_note']}"
    return section


def _asked_in(language: str) -> dict[str, str]:
    """Return the questions that patients are asked, by code, in their language."""
    groups = load_patient_questions(language)
    return {question.code: question.text for group in groups for question in group.questions}


def _risk(concern: Concern, table: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    question = asked.get(concern.code) or load_screening().question(concern.code).text
    answered = table["answer"].get(concern.because.value, table["answer"]["unsure"])
    return f"{question} – {answered}"


def _counted(event: EventFrequency, table: Mapping[str, Any]) -> str:
    part, whole = event.about
    text: str = table["counted"].format(
        what=table["event"][event.id],
        about=table["about"].format(part=part, whole=_number(whole, table)),
        numerator=_number(event.numerator, table),
        denominator=_number(event.denominator, table),
        of=table["of"][event.of],
        source=event.study,
    )
    return text


def _number(value: int, table: Mapping[str, Any]) -> str:
    return f"{value:,}".replace(",", table.get("thousands", ","))
