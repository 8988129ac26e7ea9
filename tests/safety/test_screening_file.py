"""The screening file is refused, with file, question and key, when it breaks a rule."""

from importlib.resources import files

import pytest

from filiform.evidence import UnknownSourceError
from filiform.safety import ScreeningFileError, load_screening, parse_screening

CONTENT = (files("filiform.safety") / "data" / "screening.toml").read_text(encoding="utf-8")


def broken(old: str, new: str) -> bytes:
    """Return the packaged file with the first occurrence of one text changed."""
    assert old in CONTENT
    return CONTENT.replace(old, new, 1).encode()


def test_the_version_is_a_digest_of_the_wording() -> None:
    changed = parse_screening(broken("No valid consent", "No consent"))

    assert changed.version != load_screening().version
    assert parse_screening(CONTENT.encode()).version == load_screening().version


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('action = "STOP"', 'action = "HALT"', r"A01\.action came as 'HALT', expected one of STOP"),
        ('action = "STOP"\n', "", r"A01\.action is missing"),
        ('urgency = "now"', 'urgency = "soon"', r"A03\.urgency came as 'soon'"),
        ('urgency = "now"\n', "", r"A03\.urgency belongs to REFER"),
        ("blocks = true", "blocks = false", r"A01\.blocks is false, but STOP must block"),
        ("blocks = true", 'blocks = "yes"', r"A01\.blocks came as 'yes', expected bool"),
        ('group = "consent"', 'group = "weather"', r"A01\.group came as 'weather'"),
        ('asked_of = "clinician"', 'asked_of = "dog"', r"A01\.asked_of came as 'dog'"),
        ('mark = "V"', 'mark = "X"', r"A01\.mark came as 'X'"),
        ('sources = ["IRISH-LIST"]', "sources = []", r"A01\.mark is V, but no source"),
        ('sources = ["IRISH-LIST"]', "sources = [1]", r"A01\.sources holds something"),
        ('title = "No valid consent"', 'title = ""', r"A01\.title came as ''"),
        ('title = "No valid consent"', 'titel = "No"', r"A01\.title is missing"),
        ("[A02]", 'note = "x"\n[A02]', r"A01\.note is not a known key"),
        ('advice = "Leave the limb and the adjoining quadrant alone."\n', "", r"A04\.advice"),
        ("[unasked]", '[unasked]\nA01 = "no"', "A01 is asked and also listed"),
        ('skin = "Skin and sites"', 'skin = "Skin"\nhair = "Hair"', "group 'hair' has no question"),
        ("answers_last_h = 24", "answers_last_h = 0", "answers_last_h came as 0"),
        ("answers_last_h = 24", "answers_last_h = true", "answers_last_h came as True"),
        ("answers_last_h = 24", "", "expiry needs answers_last_h and a mark"),
        ("[A01]", "[A01", "not valid TOML"),
    ],
)
def test_a_broken_rule_is_refused_with_its_key(old: str, new: str, message: str) -> None:
    with pytest.raises(ScreeningFileError, match=message):
        parse_screening(broken(old, new))


def test_a_caution_cannot_block() -> None:
    start = CONTENT.index("[R22]")
    text = CONTENT[:start] + CONTENT[start:].replace("blocks = false", "blocks = true", 1)

    with pytest.raises(ScreeningFileError, match=r"R22\.blocks is true, but CAUTION never blocks"):
        parse_screening(text.encode())


def test_an_unknown_source_is_named_with_its_question() -> None:
    with pytest.raises(UnknownSourceError, match=r"screening\.toml: A01\.sources: source 'NOBODY'"):
        parse_screening(broken('sources = ["IRISH-LIST"]', 'sources = ["NOBODY"]'))


@pytest.mark.parametrize("content", [b"", b"\xff", b'A01 = "x"', b"[group]\n"])
def test_a_file_without_questions_never_becomes_a_screening(content: bytes) -> None:
    with pytest.raises(ScreeningFileError):
        parse_screening(content)
