"""The decision table of the site rules: for each code a trigger, a non-trigger and a boundary.

A case is a change to a needle, a person or a context that raises no concern at all.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from filiform.body import Side
from filiform.safety import (
    Answer,
    Direction,
    Grip,
    MeasuredDepth,
    NeedlePath,
    Person,
    Position,
    SiteContext,
    SiteSurvey,
    SiteVerdict,
    judge_screening,
    judge_visit_sites,
    load_screening,
    load_site_rules,
    load_site_survey,
    survey_of,
)

TODAY = date(2026, 3, 2)
ALL_NO = {question.code: Answer.NO for question in load_screening().questions}
ADULT = Person(sex="male", age_years=40, bmi=27)
EVERYTHING = frozenset(site.id for site in load_site_survey().sites.values())
CLEAR = SiteContext(screening=judge_screening(ALL_NO), authorisations=EVERYTHING, as_of=TODAY)


def path_at(site_id: str, **changes: Any) -> NeedlePath:
    """Return a needle that follows a site in everything: the clean case of that site."""
    site = load_site_survey().sites[site_id]
    assert site.length_mm
    assert site.limit
    length = site.length_mm[0]
    limits = [site.limit.mm] if site.limit.mm is not None else []
    if site.over_lung and limits:
        limits.append(load_site_rules().chest_wall["low_mm"])
    stated: dict[str, Any] = {
        "muscle": site.muscles[0],
        "side": Side.LEFT,
        "diameter_mm": 0.25,
        "length_mm": length,
        "part": site.part or None,
        "position": site.positions[0],
        "grip": site.grips[0],
        "direction": site.directions[0],
        "technique": "PISTON",
        "depth_mm": min([*limits, length]),
        "lateral_mm": 10,
    }
    return NeedlePath(**(stated | changes))


@dataclass(frozen=True)
class Case:
    code: str
    kind: str
    """trigger, silent or boundary."""
    raised: bool
    site: str = "deltoid_anterior"
    path: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    before: str | None = None
    """A site on the right that the same visit needled first."""
    survey: SiteSurvey | None = None

    def judged(self) -> SiteVerdict:
        paths = [path_at(self.site, **self.path)]
        if self.before:
            paths.insert(0, path_at(self.before, side=Side.RIGHT))
        person = replace(ADULT, **self.person)
        context = replace(CLEAR, **self.context)
        return judge_visit_sites(paths, person, context, survey=self.survey)[-1]


def answers(**changes: Answer) -> dict[str, Any]:
    return {"screening": judge_screening({**ALL_NO, **changes})}


def measured(mm: float, border: float | None = None, **where: Any) -> dict[str, Any]:
    place = {"measured_on": TODAY, "position": Position.PRONE} | where
    return {"measured": MeasuredDepth(mm, border, **place)}


NO_DELTOID = survey_of(
    site for site in load_site_survey().sites.values() if site.id != "deltoid_anterior"
)
LOWER = "multifidus_lumbar.lower"
RHOMBOID = "rhomboid_major"
PERPENDICULAR = {"direction": Direction.PERPENDICULAR}
CASES = (
    Case("S01", "trigger", True, survey=NO_DELTOID),
    Case("S01", "silent", False),
    Case("S01", "boundary", True, path={"part": "a part that nobody wrote"}),
    Case("S02", "trigger", True, path={"muscle": "diaphragm"}),
    Case("S02", "silent", False),
    Case("S02", "boundary", True, path={"muscle": "suboccipitals"}),
    Case("A16", "trigger", True, "popliteus", context={"authorisations": frozenset()}),
    Case("A16", "silent", False, "soleus", context={"authorisations": frozenset()}),
    Case("A16", "boundary", False, "popliteus", context={"authorisations": {"leg_posterior"}}),
    Case("S03", "trigger", True, context={"screening": None}),
    Case("S03", "silent", False),
    Case("S03", "boundary", False, context=answers(R10=Answer.YES)),
    Case("S04", "trigger", True, path={"length_mm": 40, "depth_mm": 26}),
    Case("S04", "silent", False, path={"length_mm": 40, "depth_mm": 10}),
    Case("S04", "boundary", False, path={"length_mm": 40, "depth_mm": 25}),
    Case("S05", "trigger", True, "medial_pterygoid", path={"depth_mm": 31}),
    Case("S05", "silent", False, "medial_pterygoid", path={"depth_mm": 20}),
    Case("S05", "boundary", False, "trapezius_upper", path={"length_mm": 30}),
    Case("S06", "trigger", True, RHOMBOID, PERPENDICULAR, {"bmi": 24}),
    Case("S06", "silent", False, RHOMBOID, person={"bmi": 24}),
    Case("S06", "boundary", False, RHOMBOID, PERPENDICULAR, {"bmi": 25}),
    Case("S07", "trigger", True, person=measured(60, measured_on=date(2026, 3, 1))),
    Case("S07", "silent", False),
    Case("S07", "boundary", False, person=measured(60, position=Position.SUPINE)),
    Case("S08", "trigger", True, RHOMBOID, person={"bmi": 36}),
    Case("S08", "silent", False, person={"bmi": 36}),
    Case("S08", "boundary", False, RHOMBOID, person={"bmi": 35}),
    Case("S09", "trigger", True, "trapezius_middle", {"length_mm": 31}),
    Case("S09", "silent", False, "deltoid_anterior", {"length_mm": 40}),
    Case("S09", "boundary", False, "trapezius_middle", {"length_mm": 30}),
    Case("S10", "trigger", True, path={"length_mm": 50}),
    Case("S10", "silent", False, path={"length_mm": 30}),
    Case("S10", "boundary", False, path={"length_mm": 40}),
    Case("S11", "trigger", True, path={"length_mm": 56}),
    Case("S11", "silent", False, path={"length_mm": 30}),
    Case("S11", "boundary", False, path={"length_mm": 55}),
    Case("S12", "trigger", True, path={"position": Position.SITTING}),
    Case("S12", "silent", False),
    Case("S12", "boundary", True, path={"position": None}),
    Case("S13", "trigger", True, path={"grip": Grip.BRACKET}),
    Case("S13", "silent", False),
    Case("S13", "boundary", True, path={"grip": None}),
    Case("S14", "trigger", True, "trapezius_upper", {"grip": Grip.FLAT}),
    Case("S14", "silent", False, "trapezius_upper"),
    Case("S14", "boundary", True, RHOMBOID, {"grip": None}),
    Case("S15", "trigger", True, path={"direction": Direction.MEDIAL}),
    Case("S15", "silent", False),
    Case("S15", "boundary", True, path={"direction": None}),
    Case("S16", "trigger", True, "trapezius_upper", {"direction": Direction.MEDIAL_CAUDAL}),
    Case("S16", "silent", False, "trapezius_upper"),
    Case("S16", "boundary", True, "multifidus_cervical", {"direction": None}),
    Case("S17", "trigger", True, LOWER, {"lateral_mm": 21}),
    Case("S17", "silent", False, "deltoid_anterior", {"lateral_mm": 60}),
    Case("S17", "boundary", False, LOWER, {"lateral_mm": 20}),
    Case("S18", "trigger", True, LOWER, {"lateral_mm": 25}),
    Case("S18", "silent", False, LOWER, {"lateral_mm": 10}),
    Case("S18", "boundary", False, LOWER, {"lateral_mm": 24.9}),
    Case("S19", "trigger", True, "piriformis.medial"),
    Case("S19", "silent", False, "piriformis.lateral"),
    Case("S19", "boundary", False, "piriformis.medial", person=measured(70, position="side_lying")),
    Case("S20", "trigger", True, "biceps_femoris.long_head", {"part": None}),
    Case("S20", "silent", False, "biceps_femoris.long_head"),
    Case(
        "S20",
        "boundary",
        False,
        "biceps_femoris.short_head",
        {"part": None, "trigger_point": "biceps_femoris.trp1"},
    ),
    Case("S21", "trigger", True, path={"technique": "E_STIM"}, context=answers(A13=Answer.YES)),
    Case("S21", "silent", False, path={"technique": "E_STIM"}),
    Case("S21", "boundary", True, path={"technique": None}, context=answers(A13=Answer.UNSURE)),
    Case("A17", "trigger", True, RHOMBOID, before="trapezius_middle"),
    Case("A17", "silent", False, RHOMBOID, before="deltoid_anterior"),
    Case("A17", "boundary", False, RHOMBOID, {"side": Side.RIGHT}, before="trapezius_middle"),
)
REGION_CASES = (
    # code, a site it reaches, a site it does not reach (None: it reaches every site)
    ("A04", "deltoid_anterior", "masseter"),
    ("A05", "deltoid_anterior", None),
    ("A07", "deltoid_anterior", None),
    ("A09", "infraspinatus", "soleus"),
    ("R01", "tibialis_posterior", "deltoid_anterior"),
    ("R03", "gastrocnemius", "masseter"),
    ("R04", "abductor_hallucis", "deltoid_anterior"),
    ("R05", "external_oblique", "deltoid_anterior"),
    ("R06", "rhomboid_major", "deltoid_anterior"),
    ("R11", "rhomboid_major", "soleus"),
    ("R12", "quadratus_lumborum", "deltoid_anterior"),
    ("R13", "deltoid_anterior", None),
    ("R15", "deltoid_anterior", None),
    ("R17", "deltoid_anterior", None),
    ("R18", "deltoid_anterior", None),
    ("R20", "rhomboid_major", "deltoid_anterior"),
    ("R21", "rhomboid_major", "deltoid_anterior"),
    ("R23", "splenius_capitis", "deltoid_anterior"),
    ("R24", "deltoid_anterior", None),
    ("R26", "quadratus_lumborum", "deltoid_anterior"),
    ("R29", "deltoid_anterior", None),
)
