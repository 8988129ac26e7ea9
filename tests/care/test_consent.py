"""Nobody is needled without having agreed: silence, age, time and new risks end a consent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.atlas import load_atlas
from filiform.care import (
    CONSENT,
    Acknowledgement,
    Consent,
    ConsentFileError,
    ConsentsOnFile,
    ConsentVerdict,
    MalformedConsentError,
    Obstacle,
    Session,
    UnknownJurisdictionError,
    judge_consent,
    load_consent_rules,
    load_techniques,
    parse_consent_rules,
    signing_obstacles,
    technique,
)
from filiform.safety import SafetyVerdict, judge_screening, load_site_survey
from tests.care.cast import ALL_NO, needling, verdict

SHOULDER = UUID(int=1)
KNEE = UUID(int=2)
SIGNED = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LATER = SIGNED + timedelta(hours=1)
RULES = load_consent_rules()
LIMBS = frozenset({"limbs_and_back"})
REGIONS = ", ".join(
    f'"{region}"' for region in sorted({m.region for m in load_atlas().muscles.values()})
)
RULES_FILE = f"""
[validity]
expire_after_days = 365
oldest_edition = 1
mark = "P"
[class.all]
regions = [{REGIONS}]
[jurisdiction.generic]
name = "No particular jurisdiction"
guardian_under_years = 18
sources = []
mark = "P"
"""


def consent(**details: object) -> Consent:
    """Return an adult's consent to arms, legs and back, changed as asked."""
    usual: dict[str, object] = {
        "episode": SHOULDER,
        "classes": LIMBS,
        "risks": frozenset(),
        "edition": 1,
        "jurisdiction": "generic",
        "age_years": 36,
        "signed_at": SIGNED,
    }
    return Consent(**{**usual, **details})  # type: ignore[arg-type]


def judged(
    *consents: Consent, at: datetime = LATER, screening: SafetyVerdict | None = None
) -> ConsentVerdict:
    return judge_consent(ConsentsOnFile(consents, SHOULDER, at), screening or verdict())


def test_without_a_signature_nothing_is_covered() -> None:
    refused = judged()

    assert not refused.given
    assert refused.reasons == ("No consent has been signed for this complaint.",)


def test_a_signed_consent_covers_what_it_names_and_nothing_else() -> None:
    agreed = judged(consent())

    assert agreed.given
    assert agreed.lacking_at("gastrocnemius", "PISTON") == frozenset()
    assert agreed.lacking_at("rhomboid_major", "PISTON") == {"chest_wall"}
    assert agreed.lacking_at("masseter", "PISTON") == {"head_and_neck"}
    assert agreed.lacking_at("gastrocnemius", "E_STIM") == {"electrical"}


def test_several_consents_add_up() -> None:
    neck = consent(classes=frozenset({"head_and_neck"}), signed_at=SIGNED + timedelta(minutes=1))

    assert judged(consent(), neck).classes == {"limbs_and_back", "head_and_neck"}


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (SIGNED - timedelta(microseconds=1), False),
        (SIGNED, True),
        (SIGNED + RULES.lifetime - timedelta(microseconds=1), True),
        (SIGNED + RULES.lifetime, False),
    ],
)
def test_a_consent_counts_from_its_signature_until_it_expires(at: datetime, counts: bool) -> None:
    assert judged(consent(), at=at).given is counts


@pytest.mark.parametrize(("minutes", "counts"), [(59, False), (60, False), (61, True)])
def test_a_withdrawal_counts_from_its_moment(minutes: int, counts: bool) -> None:
    withdrawn = consent(withdrawn_at=SIGNED + timedelta(minutes=minutes))

    assert judged(withdrawn).given is counts


def test_a_withdrawn_consent_says_that_no_needle_goes_in() -> None:
    (reason,) = judged(consent(withdrawn_at=SIGNED)).reasons

    assert reason == "Consent of 04.03.2026: it was withdrawn. No needle goes in."


def test_several_consents_are_asked_again_when_the_first_expires() -> None:
    later = consent(signed_at=SIGNED + timedelta(minutes=1))

    assert judged(consent(), later).until == SIGNED + RULES.lifetime
    assert judged().until is None


def test_a_consent_of_another_complaint_does_not_count() -> None:
    (reason,) = judged(consent(episode=KNEE)).reasons

    assert "another complaint" in reason


@pytest.mark.parametrize(("edition", "counts"), [(0, False), (1, True), (2, True)])
def test_an_edition_that_no_longer_counts_is_asked_again(edition: int, counts: bool) -> None:
    assert judged(consent(edition=edition)).given is counts


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_risk_that_the_text_did_not_name_needs_a_new_consent(answer: str) -> None:
    raised = verdict(R01=answer)

    (reason,) = judged(consent(), screening=raised).reasons

    assert reason.startswith("Consent of 04.03.2026: it does not name R01 ")
    assert judged(consent(risks=frozenset({"R01"})), screening=raised).given


def test_a_risk_that_has_gone_needs_no_new_consent() -> None:
    assert judged(consent(risks=frozenset({"R01", "R08"}))).given


def test_an_open_question_leaves_the_consent_open() -> None:
    (reason,) = judged(consent(), screening=judge_screening({})).reasons

    assert "complete the screening" in reason


@pytest.mark.parametrize(
    ("jurisdiction", "age_years", "by_guardian", "assent", "counts"),
    [
        ("generic", 18, False, False, True),
        ("generic", 17, False, True, False),
        ("generic", 17, True, False, False),
        ("generic", 17, True, True, True),
        ("generic", 18, True, True, False),
        ("nz", 16, False, False, True),
        ("nz", 15, False, True, False),
        ("nz", 15, True, True, True),
        ("nowhere", 36, False, False, False),
    ],
)
def test_a_guardian_signs_for_a_child_who_agrees_and_for_nobody_else(
    jurisdiction: str, age_years: int, by_guardian: bool, assent: bool, counts: bool
) -> None:
    signed = consent(
        jurisdiction=jurisdiction, age_years=age_years, by_guardian=by_guardian, assent=assent
    )

    assert judged(signed).given is counts


def test_what_a_consent_does_not_say_was_not_done() -> None:
    silent = Consent(
        episode=SHOULDER,
        classes=LIMBS,
        risks=frozenset(),
        edition=1,
        jurisdiction="generic",
        age_years=17,
        signed_at=SIGNED,
    )

    assert (silent.by_guardian, silent.assent, silent.withdrawn_at) == (False, False, None)


def test_a_class_that_the_rules_no_longer_hold_covers_nothing() -> None:
    assert not judged(consent(classes=frozenset({"everything"}))).given


@given(
    codes=st.sets(st.sampled_from(sorted(ALL_NO))),
    extra=st.sampled_from(sorted(ALL_NO)),
    risks=st.frozensets(st.sampled_from(sorted(ALL_NO))),
)
def test_one_more_yes_never_makes_a_consent_cover_more(
    codes: set[str], extra: str, risks: frozenset[str]
) -> None:
    fewer = judged(consent(risks=risks), screening=verdict(**dict.fromkeys(codes - {extra}, "yes")))
    more = judged(consent(risks=risks), screening=verdict(**dict.fromkeys(codes | {extra}, "yes")))

    assert more.classes <= fewer.classes


@given(hours=st.integers(0, 24 * 400), more=st.integers(0, 24 * 400))
def test_time_never_brings_a_consent_back(hours: int, more: int) -> None:
    early = judged(consent(), at=SIGNED + timedelta(hours=hours))
    late = judged(consent(), at=SIGNED + timedelta(hours=hours + more))

    assert late.classes <= early.classes


def test_every_muscle_needs_at_least_one_class_besides_electrical() -> None:
    for muscle in load_atlas().muscles:
        assert RULES.classes_of(muscle, "PISTON"), muscle


def test_whatever_lies_over_the_lung_needs_the_consent_that_names_it() -> None:
    survey = load_site_survey()

    for muscle in load_atlas().muscles:
        if any(site.over_lung for site in survey.sites_of(muscle)):
            assert "chest_wall" in RULES.classes_of(muscle, "STATIC"), muscle


def test_a_muscle_that_nobody_knows_needs_every_class() -> None:
    assert RULES.classes_of("gill", "PISTON") == set(RULES.classes)


def test_every_technique_with_current_needs_its_own_consent() -> None:
    electrical = {key for key, entry in load_techniques().items() if entry.electrical}

    assert RULES.classes["electrical"].techniques == electrical


def test_a_site_without_consent_keeps_the_visit_open() -> None:
    agreed = judged(consent())
    calf = needling(1, muscle="gastrocnemius", trigger_point=None)

    (obstacle,) = signing_obstacles(Session((calf, needling(2))), verdict(), agreed)

    assert (obstacle.kind, obstacle.needling) == (Obstacle.CONSENT, UUID(int=2))
    assert "Infraspinatus 1, right: needled without consent to chest wall." in obstacle.message


@pytest.mark.parametrize(
    ("reason", "confirmed", "open_"),
    [("", True, True), ("  ", True, True), ("Agreed in words", False, True), ("So", True, False)],
)
def test_a_reason_that_is_confirmed_lets_what_was_done_be_signed(
    reason: str, confirmed: bool, open_: bool
) -> None:
    given_ = (Acknowledgement(CONSENT, reason, confirmed=confirmed),)

    obstacles = signing_obstacles(Session((needling(),), given_), verdict())

    assert [obstacle.kind for obstacle in obstacles] == [Obstacle.CONSENT] * open_


def test_a_reason_for_a_missing_consent_excuses_nothing_else() -> None:
    given_ = (Acknowledgement(CONSENT, "Agreed in words", confirmed=True),)
    session = Session((needling(needles_out=0),), given_)

    obstacles = signing_obstacles(session, verdict(A03="yes"))

    assert {obstacle.kind for obstacle in obstacles} == {Obstacle.NEEDLE_COUNT, Obstacle.SCREENING}


def test_a_visit_without_a_needling_needs_no_consent() -> None:
    assert signing_obstacles(Session((), no_needling_reason="Declined"), verdict()) == ()


def test_current_without_its_consent_is_named() -> None:
    agreed = judged(consent())
    stimulated = needling(muscle="gastrocnemius", trigger_point=None, technique=technique("E_STIM"))

    (obstacle,) = signing_obstacles(Session((stimulated,)), verdict(), agreed)

    assert "without consent to electrical." in obstacle.message


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"classes": frozenset()}, "covers nothing"),
        ({"signed_at": datetime(2026, 3, 4)}, "needs its time zone"),  # noqa: DTZ001
        ({"withdrawn_at": SIGNED - timedelta(seconds=1)}, "withdrawn before"),
        ({"withdrawn_at": datetime(2026, 3, 5)}, "needs its time zone"),  # noqa: DTZ001
    ],
)
def test_a_consent_that_cannot_have_been_given_is_refused(
    details: dict[str, object], message: str
) -> None:
    with pytest.raises(MalformedConsentError, match=message):
        consent(**details)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(MalformedConsentError, match="time zone"):
        ConsentsOnFile((), SHOULDER, LATER.replace(tzinfo=None))


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(UnknownJurisdictionError, match="'atlantis'; expected one of generic, nz"):
        RULES.jurisdiction("atlantis")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("expire_after_days = 365", "expire_after_days = 0"), "more than 0"),
        (("expire_after_days = 365", ""), "expire_after_days is missing"),
        (('"foot"', '"hoof"'), "region 'foot' stands in no class"),
        (("[class.all]", '[class.feet]\nregions = ["foot"]\n[class.all]'), "feet, all"),
        (("[class.all]", '[class.all]\nhazards = ["tail"]'), "nobody knows 'tail'"),
        (('sources = []\nmark = "P"', 'sources = []\nmark = "V"'), "no source is named"),
        (("[validity]", "[validity"), "not valid TOML"),
    ],
)
def test_a_rules_file_that_would_let_something_through_is_refused(
    change: tuple[str, str], message: str
) -> None:
    assert change[0] in RULES_FILE

    with pytest.raises(ConsentFileError, match=message):
        parse_consent_rules(RULES_FILE.replace(*change, 1))


def test_the_file_of_the_tests_is_one_that_is_accepted() -> None:
    assert parse_consent_rules(RULES_FILE).lifetime == RULES.lifetime
