"""Every site rule, one by one: triggered, silent and at its boundary."""

import pytest

from filiform.evidence import load_sources
from filiform.safety import (
    Action,
    Answer,
    Grade,
    Lift,
    SiteVerdict,
    Standing,
    judge_screening,
    judge_site,
    load_screening,
    load_screening_regions,
    load_site_rules,
    load_site_survey,
)

from .site_cases import (
    ADULT,
    ALL_NO,
    CASES,
    CLEAR,
    REGION_CASES,
    Case,
    answers,
    measured,
    path_at,
)

KINDS = {"trigger", "silent", "boundary"}
QUESTIONS = load_screening().questions
OPEN = [
    site.id
    for site in load_site_survey().sites.values()
    if site.grade is not Grade.BLOCKED and site.limit and not site.limit.needs_ultrasound
]


def codes(verdict: SiteVerdict) -> list[str]:
    return [concern.code for concern in verdict.concerns]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.kind}")
def test_each_rule_speaks_exactly_where_its_table_says(case: Case) -> None:
    verdict = case.judged()

    assert (case.code in codes(verdict)) == case.raised


def test_every_site_rule_has_a_trigger_a_silent_and_a_boundary_case() -> None:
    rules = load_site_rules().rules
    kinds = {code: {case.kind for case in CASES if case.code == code} for code in rules}

    assert {code for code, has in kinds.items() if has != KINDS} == set()
    assert {case.code for case in CASES} == set(rules)
    assert all(case.raised for case in CASES if case.kind == "trigger")
    assert not any(case.raised for case in CASES if case.kind == "silent")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNSURE, None])
def test_each_screening_code_reaches_the_sites_that_its_region_names(
    question: object, answer: Answer | None
) -> None:
    code = question.code  # type: ignore[attr-defined]
    given = {key: value for key, value in ALL_NO.items() if key != code}
    context = {"screening": judge_screening(given | ({code: answer} if answer else {}))}
    reached, spared = next((r[1:] for r in REGION_CASES if r[0] == code), (None, None))

    verdict = Case(code, "trigger", True, reached or "deltoid_anterior", context=context).judged()

    blocks = code in {concern.code for concern in context["screening"].blocking}
    assert (code in codes(verdict)) == (blocks or reached is not None)
    assert code not in codes(Case(code, "silent", False, reached or "deltoid_anterior").judged())
    if spared:
        assert code not in codes(Case(code, "boundary", False, spared, context=context).judged())


def test_every_region_of_the_screening_has_a_case() -> None:
    assert [case[0] for case in REGION_CASES] == list(load_screening_regions())
    everywhere = {code for code, reach in load_screening_regions().items() if reach.everywhere}
    assert {code for code, _, spared in REGION_CASES if spared is None} == everywhere


def test_the_regions_of_the_screening_exist() -> None:
    from filiform.atlas import load_atlas
    from filiform.safety import load_hazards

    regions = {muscle.region for muscle in load_atlas().muscles.values()}
    for reach in load_screening_regions().values():
        assert reach.regions <= regions
        assert reach.hazards <= set(load_hazards())
        assert reach.muscles <= set(load_atlas().muscles)


@pytest.mark.parametrize("site_id", OPEN)
def test_a_needle_that_follows_its_site_raises_no_concern(site_id: str) -> None:
    verdict = judge_site(path_at(site_id), ADULT, CLEAR)

    assert codes(verdict) == []
    assert verdict.standing is Standing.PERMITTED


@pytest.mark.parametrize("site_id", OPEN)
def test_nothing_stated_is_refused_or_needs_a_reason(site_id: str) -> None:
    bare = {"position": None, "grip": None, "direction": None, "depth_mm": None, "lateral_mm": None}

    verdict = judge_site(path_at(site_id, **bare), ADULT, CLEAR)

    assert verdict.standing is not Standing.PERMITTED
    assert all(c.missing for c in verdict.concerns if c.code in {"S12", "S13", "S14", "S15", "S16"})


@pytest.mark.parametrize("rule", load_site_rules().rules.values(), ids=lambda rule: rule.code)
def test_every_rule_says_where_it_comes_from(rule: object) -> None:
    assert set(rule.sources) <= set(load_sources())  # type: ignore[attr-defined]
    assert rule.sources or rule.mark in "PM"  # type: ignore[attr-defined]
    assert rule.action in set(Action)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("action", "hard", "lift"),
    [
        ("S01", True, Lift.NEVER),
        ("S04", False, Lift.CONFIRMED_REASON),
        ("S05", True, Lift.NEVER),
        ("S10", False, Lift.REASON),
        ("S12", False, Lift.REASON),
    ],
)
def test_the_action_says_what_lifts_it(action: str, hard: bool, lift: Lift) -> None:
    concern = next(
        c for case in CASES if case.raised for c in case.judged().concerns if c.code == action
    )

    assert concern.hard is hard
    assert concern.lift is lift


LIMITS = [
    # site, path, person, context, limit
    ("trapezius_middle", {}, {"bmi": 24.9}, {}, 15),
    ("trapezius_middle", {}, {"bmi": 25}, {}, 20),
    ("trapezius_middle", {}, {"bmi": None}, {}, 15),
    ("trapezius_middle", {}, {"bmi": 36}, {}, 15),
    ("trapezius_middle", {}, {"bmi": 35}, {}, 20),
    ("trapezius_middle", {}, {"age_years": 17}, {}, 15),
    ("trapezius_middle", {}, {"age_years": 18}, {}, 20),
    ("trapezius_middle", {}, {"age_years": None}, {}, 15),
    ("trapezius_middle", {}, {}, answers(R12=Answer.YES), 15),
    ("trapezius_middle", {}, {}, {"screening": None}, 15),
    ("trapezius_middle", {}, {"bmi": None, "height_cm": 180, "weight_kg": 81}, {}, 20),
    ("trapezius_middle", {}, {"bmi": None, "height_cm": 180, "weight_kg": 80.9}, {}, 15),
    ("rhomboid_major", {}, {}, {}, 19),
    ("rhomboid_major", {}, {"bmi": 22}, {}, 15),
    ("serratus_anterior", {}, {}, {}, 10),
    ("lateral_pterygoid", {}, {}, {}, 43),
    ("lateral_pterygoid", {}, {"sex": "female"}, {}, 40),
    ("lateral_pterygoid", {}, {"sex": None}, {}, 40),
    ("infraspinatus", {}, {}, {}, None),
    ("infraspinatus", {"direction": None}, {}, {}, 20),
    ("infraspinatus", {"direction": None}, {"bmi": 20}, {}, 15),
    ("teres_major", {"grip": None}, {"bmi": 20}, {}, 15),
    ("levator_scapulae.upper", {}, {}, {}, None),
    ("levator_scapulae.upper", {"grip": "flat"}, {}, {}, 15),
    ("suboccipitals.obliquus_inferior", {}, {}, {}, 30),
    # measured: less 10 mm over the lung, less 5 elsewhere
    ("trapezius_middle", {}, measured(24), {}, 14),
    ("trapezius_middle", {}, measured(40), {}, 20),
    ("trapezius_middle", {}, measured(40, 26), {}, 26),
    ("trapezius_middle", {}, measured(40, 12), {}, 12),
    ("trapezius_middle", {}, measured(40, 26, position=None), {}, 20),
    ("trapezius_middle", {"position": None}, measured(40, 26, position=None), {}, 20),
    ("trapezius_middle", {}, measured(40, 26, measured_on=None), {"as_of": None}, 20),
    ("trapezius_middle", {}, measured(8), {}, 0),
    ("rhomboid_major", {}, measured(40, 26), {}, 19),
    ("infraspinatus", {}, measured(40), {}, 30),
    ("teres_major", {"position": "prone"}, measured(20), {}, None),
    ("deltoid_anterior", {}, measured(20), {}, 15),
    ("deltoid_anterior", {}, measured(60, position="supine"), {}, 25),
    ("soleus", {}, measured(60), {}, 55),
    ("soleus", {}, measured(60, position="supine"), {}, 30),
    ("tibialis_posterior", {}, measured(60, position="side_lying"), {}, 30),
]


@pytest.mark.parametrize(("site", "path", "person", "context", "limit_mm"), LIMITS)
def test_the_limit_is_the_smallest_that_any_rule_gives(
    site: str,
    path: dict,
    person: dict,
    context: dict,
    limit_mm: float | None,  # type: ignore[type-arg]
) -> None:
    verdict = Case("S04", "boundary", False, site, path, person, context).judged()

    assert verdict.limit.mm == limit_mm


def test_a_limit_is_never_a_bare_number() -> None:
    shown = judge_site(path_at("rhomboid_major"), ADULT, CLEAR).limit

    assert "depth of the tip" in shown.words
    assert "E01: 62 patients, ultrasound" in shown.basis
    assert "SEOL14" in shown.sources
    assert judge_site(path_at("deltoid_anterior"), ADULT, CLEAR).limit.basis == "no measured data"


def test_a_proposal_says_that_nobody_has_signed_it_off() -> None:
    verdict = Case("S04", "trigger", True, path={"length_mm": 40, "depth_mm": 26}).judged()

    (concern,) = verdict.concerns

    assert concern.note == "proposal, not yet signed off by a clinician"
    assert concern.reason == "The tip would lie 26 mm deep; the limit is 25 mm."
    assert concern.limit_mm == 25


def test_the_clinician_can_say_which_region_an_answer_is_about() -> None:
    context = answers(R17=Answer.YES) | {"affected": {"R17": {"leg_posterior"}}}

    assert codes(Case("R17", "t", True, "soleus", context=context).judged()) == ["R17"]
    assert codes(Case("R17", "t", False, "deltoid_anterior", context=context).judged()) == []


@pytest.mark.parametrize(
    ("site", "changes", "code", "missing"),
    [
        ("infraspinatus", {"direction": None, "length_mm": 40}, "S09", True),
        ("infraspinatus", {"direction": None, "depth_mm": 30}, "S04", True),
        ("infraspinatus", {"direction": "medial", "length_mm": 40}, "S09", False),
        ("teres_major", {"grip": None}, "S09", True),
        ("teres_major", {"grip": "flat"}, "S09", False),
        ("teres_major", {"grip": "flat", "direction": None, "depth_mm": 40}, "S04", False),
        ("trapezius_middle", {"length_mm": 31, "grip": None, "direction": None}, "S09", False),
        ("deltoid_anterior", {"length_mm": 40, "depth_mm": None}, "S04", True),
        ("deltoid_anterior", {"length_mm": 40, "depth_mm": 26}, "S04", False),
        ("medial_pterygoid", {"depth_mm": None}, "S05", True),
        ("medial_pterygoid", {"depth_mm": 31}, "S05", False),
        ("multifidus_lumbar.lower", {"lateral_mm": None}, "S17", True),
        ("multifidus_lumbar.lower", {"lateral_mm": 30}, "S17", False),
        ("multifidus_lumbar.lower", {"lateral_mm": None}, "S18", True),
        ("multifidus_lumbar.lower", {"lateral_mm": 30}, "S18", False),
        ("soleus", {"position": None}, "S12", True),
        ("soleus", {"position": "sitting"}, "S12", False),
    ],
)
def test_a_concern_tells_what_was_done_from_what_was_not_stated(
    site: str, changes: dict[str, object], code: str, missing: bool
) -> None:
    verdict = judge_site(path_at(site, **changes), ADULT, CLEAR)

    (concern,) = [concern for concern in verdict.concerns if concern.code == code]
    assert concern.missing is missing


def test_a_path_that_can_mean_several_parts_has_the_smallest_limit_and_all_concerns() -> None:
    verdict = Case(
        "S20", "t", True, "iliocostalis_lumborum.lower", {"part": None, "depth_mm": None}
    ).judged()

    assert verdict.site == "iliocostalis_lumborum.upper / iliocostalis_lumborum.lower"
    assert (verdict.limit.mm, verdict.grade) == (20, "advanced")
    assert {"S04", "S20"} <= set(codes(verdict))
    assert "upper, lower" in verdict.concerns[-1].reason
    blocked = Case("S20", "t", True, path={"muscle": "suboccipitals"}).judged()
    assert (blocked.limit.mm, blocked.grade) == (30, "blocked")
    biceps = Case("S20", "t", True, "vastus_medialis.distal", {"part": None}).judged()
    assert (biceps.limit.mm, biceps.grade) == (30, "care")


def test_a_concern_without_a_number_has_no_limit_and_a_rule_has_its_evidence() -> None:
    verdict = Case(
        "S06", "t", True, "rhomboid_major", {"direction": "perpendicular"}, {"bmi": 24}
    ).judged()

    concern = next(c for c in verdict.concerns if c.code == "S06")
    assert concern.limit_mm is None
    assert concern.evidence == ("E01: 62 patients, ultrasound",)
    assert not concern.missing


@pytest.mark.parametrize("changes", [{"bmi": None}, {"bmi": 24}])
def test_an_unstated_direction_over_the_rhomboids_counts_as_perpendicular(
    changes: dict[str, float | None],
) -> None:
    verdict = Case("S06", "t", True, "rhomboid_major", {"direction": None}, changes).judged()

    assert next(c for c in verdict.concerns if c.code == "S06").missing


@pytest.mark.parametrize(
    ("length_mm", "bmi", "raised"),
    [(100, 26, False), (100, 25, True), (100, None, True), (75, None, False)],
)
def test_a_longer_lumbar_needle_is_usual_for_a_large_body_only(
    length_mm: float, bmi: float | None, raised: bool
) -> None:
    verdict = Case(
        "S11", "t", raised, "multifidus_lumbar.lower", {"length_mm": length_mm}, {"bmi": bmi}
    ).judged()

    assert ("S11" in codes(verdict)) == raised


def test_an_unsurveyed_site_still_tells_what_the_screening_says() -> None:
    case = next(case for case in CASES if (case.code, case.kind) == ("S01", "trigger"))
    verdict = Case("S01", "t", True, survey=case.survey, context={"screening": None}).judged()

    assert codes(verdict) == ["S01", "S03"]
    assert (verdict.limit.mm, verdict.grade) == (None, "not surveyed")
    assert verdict.concerns[0].lift is Lift.NEVER
    assert not verdict.permitted
    assert [c.code for c in verdict.absolute] == ["S01", "S03"]


def test_a_blocked_site_names_what_lies_beside_it_and_its_source() -> None:
    verdict = Case("S02", "t", True, path={"muscle": "intercostals"}).judged()

    assert codes(verdict) == ["S02"]
    assert "lung and its lining, intercostal artery" in verdict.concerns[0].reason
    assert (verdict.concerns[0].sources, verdict.concerns[0].mark) == (("ICA12",), "V")
    assert verdict.limit.words == "not offered"


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("trapezius_upper", "the lifted fold"),
        ("infraspinatus", "contact with bone"),
        ("deltoid_anterior", "depth of the tip, perpendicular to the skin"),
    ],
)
def test_the_limit_says_what_holds_the_tip_back(site: str, words: str) -> None:
    assert judge_site(path_at(site), ADULT, CLEAR).limit.words == words


def test_a_measured_limit_says_so_with_its_margin() -> None:
    verdict = Case("S07", "t", False, "trapezius_middle", person=measured(24)).judged()

    assert verdict.limit.words == "measured by ultrasound, less 10 mm"


@pytest.mark.parametrize(
    ("code", "site", "action", "hard"),
    [
        ("R05", "external_oblique", Action.AVOID_REGION, False),
        ("R06", "rhomboid_major", Action.AVOID_REGION, False),
        ("R21", "rhomboid_major", Action.AVOID_REGION, False),
        ("R12", "quadratus_lumborum", Action.MODIFY, False),
        ("A05", "soleus", Action.AVOID_REGION, True),
        ("A01", "soleus", Action.STOP, True),
    ],
)
def test_a_screening_concern_keeps_its_action_or_gets_a_stricter_one(
    code: str, site: str, action: Action, hard: bool
) -> None:
    verdict = Case(code, "t", True, site, context=answers(**{code: Answer.YES})).judged()

    concern = next(concern for concern in verdict.concerns if concern.code == code)
    assert (concern.action, concern.hard) == (action, hard)


@pytest.mark.parametrize(("technique", "missing"), [(None, True), ("E_STIM", False)])
def test_a_technique_that_is_ruled_out_tells_whether_it_was_stated(
    technique: str | None, missing: bool
) -> None:
    case = Case("S21", "t", True, path={"technique": technique}, context=answers(A13=Answer.YES))

    concern = next(concern for concern in case.judged().concerns if concern.code == "S21")
    assert concern.missing is missing
