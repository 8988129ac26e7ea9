"""The text that is signed: whole in every language, with the numbers and where they come from."""

from importlib.resources import files

import pytest

from filiform.care import (
    ConsentFileError,
    ConsentOffer,
    EventFrequency,
    MalformedConsentError,
    UnknownJurisdictionError,
    compose_consent,
    digest_of_document,
    load_consent_rules,
    load_consent_text,
    load_frequencies,
    parse_consent_text,
    parse_frequencies,
)
from filiform.evidence import Mark
from filiform.safety import load_patient_questions, load_screening
from tests.care.cast import verdict

LANGUAGES = ("en", "de", "es")
EVENT = """
[bruise]
numerator = 576
denominator = 7629
of = "treatments"
computed = true
study = "Brady 2014"
sources = ["BRADY14"]
mark = "V"
"""
TEXT = """edition = 1
reviewed = false
"""


def offer(**details: object) -> ConsentOffer:
    usual: dict[str, object] = {
        "language": "en",
        "classes": ("limbs_and_back",),
        "concerns": (),
        "jurisdiction": "generic",
        "clinician": "Ada Example",
        "clinic": "Riverside",
    }
    return ConsentOffer(**{**usual, **details})  # type: ignore[arg-type]


def words_of(document: dict[str, object]) -> str:
    return str(document)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("jurisdiction", sorted(load_consent_rules().jurisdictions))
def test_the_text_is_whole_in_every_language_and_jurisdiction(
    language: str, jurisdiction: str
) -> None:
    classes = tuple(load_consent_rules().classes)

    document = compose_consent(offer(language=language, jurisdiction=jurisdiction, classes=classes))

    assert document["jurisdiction"] == jurisdiction
    assert "{" not in "".join(s["text"] + s["heading"] for s in document["sections"])
    assert all(section["heading"] and section["text"] for section in document["sections"])
    assert "Ada Example, Riverside" in words_of(document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_say_the_same_numbers_under_the_same_edition(language: str) -> None:
    document = compose_consent(offer(language=language))

    (common,) = (s["points"] for s in document["sections"] if len(s["points"]) > 1)
    plain = " ".join(common).replace(".", "").replace(",", "")
    for event in load_frequencies().values():
        assert f"{event.numerator} " in plain
        assert f" {event.denominator} " in plain
        assert event.study in plain
    assert document["edition"] == load_consent_text("en").edition


def test_no_text_claims_to_have_been_signed_off() -> None:
    notes = [compose_consent(offer(language=language))["note"] for language in LANGUAGES]

    assert all(notes)
    assert notes[0] == "This text is a proposal. It has not been signed off by a clinician."


def test_what_the_screening_raised_is_named_in_the_words_of_its_question() -> None:
    raised = verdict(R01="yes", R08="unsure").concerns

    document = compose_consent(offer(concerns=raised))

    (person,) = (s for s in document["sections"] if s["heading"] == "What matters in your case")
    assert person["points"] == [
        f"{load_screening().question('R01').text} – yes",
        f"{load_screening().question('R08').text} – not sure",
    ]


def test_the_risks_speak_the_patients_language_where_patients_are_asked() -> None:
    german = load_patient_questions("de")
    wording = {question.code: question.text for group in german for question in group.questions}
    document = compose_consent(offer(language="de", concerns=verdict(R01="yes").concerns))
    with_more = compose_consent(offer(language="de", concerns=verdict(A06="yes").concerns))

    (person,) = (s for s in document["sections"] if s["heading"] == "Was bei Ihnen zählt")
    assert person["points"] == [f"{wording['R01']} – ja"]
    assert "Englisch" not in person["text"]
    assert "Was hier auf Englisch steht" in words_of(with_more)


def test_the_text_names_the_regions_that_it_covers_and_no_others() -> None:
    document = compose_consent(offer(classes=("electrical", "head_and_neck")))

    assert "This consent covers: head and neck; electrical stimulation" in words_of(document)
    assert "shoulder, arms" not in words_of(document)


def test_a_clear_screening_is_said_to_add_nothing() -> None:
    assert "raised nothing that adds to these risks" in words_of(compose_consent(offer()))


def test_a_guardian_signs_another_sentence() -> None:
    mine, theirs = compose_consent(offer()), compose_consent(offer(by_guardian=True))

    assert mine["statement"].startswith("I have read this text")
    assert theirs["statement"].startswith("I am the parent or guardian.")


def test_a_jurisdiction_adds_its_own_sentence() -> None:
    assert "permanent record" in words_of(compose_consent(offer(jurisdiction="us-al")))
    assert "permanent record" not in words_of(compose_consent(offer()))


def test_another_word_is_another_digest() -> None:
    documents = [
        compose_consent(offer()),
        compose_consent(offer(clinician="Ada Examples")),
        compose_consent(offer(classes=("limbs_and_back", "electrical"))),
        compose_consent(offer(concerns=verdict(R01="yes").concerns)),
    ]

    assert len({digest_of_document(document) for document in documents}) == len(documents)
    assert digest_of_document(documents[0]) == digest_of_document(compose_consent(offer()))


@pytest.mark.parametrize("details", [{"classes": ()}, {"classes": ("soul",)}, {"language": "fr"}])
def test_a_consent_to_nothing_known_is_not_offered(details: dict[str, object]) -> None:
    with pytest.raises(MalformedConsentError):
        compose_consent(offer(**details))


def test_an_unknown_jurisdiction_is_not_offered() -> None:
    with pytest.raises(UnknownJurisdictionError):
        compose_consent(offer(jurisdiction="atlantis"))


@pytest.mark.parametrize(
    ("numerator", "denominator", "about"),
    [
        (576, 7629, (8, 100)),
        (7531, 20494, (37, 100)),
        (20, 20494, (1, 1000)),
        (1, 250, (1, 200)),
        (1, 201, (1, 200)),
        (1, 199, (1, 100)),
        (1, 1, (100, 100)),
    ],
)
def test_a_frequency_in_round_numbers_never_looks_rarer_than_a_rare_one_is(
    numerator: int, denominator: int, about: tuple[int, int]
) -> None:
    event = EventFrequency("x", numerator, denominator, "sessions", "S", False, (), Mark.VERIFIED)

    assert event.about == about


def test_the_published_percentages_are_those_of_the_counts() -> None:
    percent = {
        key: 100 * event.numerator / event.denominator for key, event in load_frequencies().items()
    }

    # BRADY14 and BOYCE20 print these; 7,531 of 20,464 would be 36.8.
    assert {key: round(value, 2) for key, value in percent.items() if key[0] in "bp"} == {
        "bruise": 7.55,
        "bleeding": 4.65,
        "pain_during": 3.01,
        "pain_after": 2.19,
    }
    assert round(percent["any_minor"], 1) == 36.7


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("576", "0"), "0 of 7629"),
        (("576", "7630"), "7630 of 7629"),
        (("numerator = 576\n", ""), "bruise.numerator is missing"),
        (('["BRADY14"]', "[]"), "names no source"),
        (('mark = "V"', 'mark = "X"'), "bruise.mark"),
        (("[bruise]", "[bruise"), "not valid TOML"),
    ],
)
def test_a_frequency_that_cannot_be_is_refused(change: tuple[str, str], message: str) -> None:
    assert change[0] in EVENT

    with pytest.raises(ConsentFileError, match=message):
        parse_frequencies(EVENT.replace(*change, 1))


def test_a_text_that_lacks_a_part_is_refused_by_its_name() -> None:
    with pytest.raises(ConsentFileError, match=r"consent/text\.en\.toml: unreviewed is missing"):
        parse_consent_text(TEXT, language="en")


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ('heading = "What it is"\n', "", "nature.heading"),
        ("[validity]", "[gueltig]", "validity.heading"),
        ("[person]", 'person = "you"\n[mensch]', "person.heading"),
        ("none = ", "nothing = ", "person.none"),
        ("chest_wall = ", "chest = ", "class.chest_wall"),
        ("any_major = ", "any = ", "event.any_major"),
        ("statement = ", "sentence = ", "words.statement"),
        ("[jurisdiction.nz]", "[jurisdiction.au]", "jurisdiction.nz.name"),
    ],
)
def test_each_part_of_the_text_is_needed(old: str, new: str, missing: str) -> None:
    content = (files("filiform.care") / "data/consent/text.en.toml").read_text(encoding="utf-8")
    assert old in content

    with pytest.raises(ConsentFileError, match=f"{missing} is missing"):
        parse_consent_text(content.replace(old, new, 1), language="en")


def test_a_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(ConsentFileError, match="not valid TOML"):
        parse_consent_text("edition =", language="en")
