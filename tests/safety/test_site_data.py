"""The surveyed sites: every muscle of the atlas, every cell sourced or marked as remembered."""

import tomllib
from importlib.resources import files

import pytest

from filiform.atlas import load_atlas
from filiform.care import load_needle_sizes
from filiform.errors import DataFileError
from filiform.evidence import Mark, UnknownSourceError, load_sources
from filiform.safety import (
    Grade,
    NeedlingSite,
    UnsurveyedRegionError,
    load_depth_evidence,
    load_hazards,
    load_site_rules,
    load_site_survey,
    survey_of,
)
from filiform.safety.errors import SiteFileError
from filiform.safety.site_rules import parse_site_rules
from filiform.safety.sites import parse_sites

SITES = load_site_survey().sites
GOOD = """
[sites.soleus]
muscles = ["soleus"]
trigger_points = ["soleus.trp1"]
positions = ["prone"]
landmark = "edge"
grips = ["pincer"]
directions = ["medial"]
refused_directions = ["lateral"]
diameter_mm = [0.3, 0.3]
length_mm = [40, 50]
limit = { kind = "depth", mm = 30, mark = "P" }
hazards = ["tibial_nerve"]
grade = "care"
visible_twitch = "some"
evidence = ["E38"]
sources = ["SOL20"]
verified = ["hazards"]
"""


def test_every_muscle_of_the_atlas_has_a_site_and_no_other_muscle_has() -> None:
    muscles = {muscle for site in SITES.values() for muscle in site.muscles}

    assert muscles == set(load_atlas().muscles)
    assert len(muscles) == 137


def test_a_muscle_that_nobody_surveyed_raises() -> None:
    with pytest.raises(UnsurveyedRegionError, match="'soleus' came; nobody surveyed"):
        survey_of(()).sites_of("soleus")


def test_a_site_that_stands_twice_is_refused() -> None:
    with pytest.raises(SiteFileError, match="soleus stands twice"):
        survey_of([SITES["soleus"], SITES["soleus"]])


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.id)
def test_a_site_names_its_hazards_and_what_has_been_checked(site: NeedlingSite) -> None:
    assert site.hazards
    assert site.visible_twitch in ("often", "some", "rare", "none")
    assert set(site.sources) <= set(load_sources())
    assert {source for e in site.evidence for source in e.sources[:1]} <= set(site.sources) | {
        "STERN-A",
        "ICA12",
        "SA121",
        "APEX-MRI",
        "KYPH22",
        "LPT25",
        "BFSH21",
    } or site.grade is Grade.BLOCKED
    assert site.mark_of("landmark") in (Mark.VERIFIED, Mark.MEMORY)
    assert (site.mark_of("hazards") is Mark.VERIFIED) == ("hazards" in site.verified)
    if site.limit:
        assert site.limit.mark is Mark.PROPOSED
        assert (site.limit.hard_mark is None) == (
            site.limit.hard_max_mm is None and site.limit.hard_length_mm is None
        )


@pytest.mark.parametrize(
    ("site", "fact"),
    [
        # Spelled out from the survey: a change here is a clinical change.
        ("masseter", ("bone", None, "care", (15, 30))),
        ("medial_pterygoid", ("depth", 30, "advanced", (40, 40))),
        ("scm_sternal", ("pinch", None, "advanced", (15, 30))),
        ("scalene_medius", ("depth", 10, "advanced", (15, 15))),
        ("trapezius_upper", ("pinch", None, "care", (25, 30))),
        ("rhomboid_minor", ("depth", 15, "advanced", (25, 25))),
        ("serratus_anterior", ("depth", 10, "advanced", (15, 15))),
        ("supinator", ("depth", 18, "care", (30, 30))),
        ("interossei_hand", ("depth", 8, "care", (15, 15))),
        ("iliocostalis_lumborum.upper", ("depth", 25, "advanced", (30, 30))),
        ("iliocostalis_lumborum.lower", ("depth", 35, "care", (40, 40))),
        ("multifidus_lumbar.lower", ("bone", None, "care", (50, 75))),
        ("quadratus_lumborum", ("bone", None, "advanced", (50, 75))),
        ("piriformis.medial", ("depth", 60, "advanced", (60, 75))),
        ("piriformis.lateral", ("depth", 60, "care", (60, 75))),
        ("tibialis_posterior", ("depth", 25, "advanced", (50, 60))),
        ("peroneus_longus", ("bone", None, "care", (25, 40))),
        ("edb", ("depth", 10, "routine", (15, 25))),
    ],
)
def test_sites_hold_what_the_survey_says(site: str, fact: tuple[object, ...]) -> None:
    (found,) = [
        s for s in load_site_survey().sites_of(site.split(".")[0]) if site in (s.id, *s.muscles)
    ]

    assert found.limit
    assert (found.limit.kind, found.limit.mm, found.grade, found.length_mm) == fact


def test_the_evidence_is_numbered_through_and_each_code_has_its_sample() -> None:
    assert list(load_depth_evidence()) == [f"E{number:02}" for number in range(1, 51)]
    assert all(entry.sample and entry.result for entry in load_depth_evidence().values())


def test_every_hazard_is_beside_some_site() -> None:
    beside = {hazard.id for site in SITES.values() for hazard in site.hazards}

    assert beside == set(load_hazards())
    assert {hazard.kind for hazard in load_hazards().values()} == {
        "lung",
        "cord",
        "organ",
        "vessel",
        "nerve",
        "joint",
    }


def test_what_is_plausible_is_the_same_for_judging_and_recording() -> None:
    plausible, sizes = load_site_rules().plausible, load_needle_sizes()

    assert tuple(plausible["diameter_mm"]) == sizes.diameter_range_mm
    assert tuple(plausible["length_mm"]) == sizes.length_range_mm
    assert tuple(plausible["gauge"]) == sizes.gauge_range


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('["soleus"]', '["sole"]', "sole is no muscle"),
        ('"soleus.trp1"', '"fhl.trp1"', "fhl.trp1 is no trigger point of soleus"),
        ('"soleus.trp1"', '"soleus.trp9"', "soleus.trp9 is no trigger point"),
        ('["hazards"]', '["depth"]', "verified came as"),
        ('["SOL20"]', "[]", "no source is named"),
        ('["tibial_nerve"]', "[]", "silence is not safety"),
        ('["lateral"]', '["medial"]', "both accepted and refused"),
        ('landmark = "edge"\n', "", "needs position, landmark"),
        ("length_mm = [40, 50]\n", "", "needs position, landmark"),
        ('limit = { kind = "depth", mm = 30, mark = "P" }\n', "", "needs position, landmark"),
        ("mm = 30, ", "", "a limit by depth needs mm"),
        ("[40, 50]", "[50, 40]", "a range came as"),
        ("[40, 50]", "[0, 40]", "a range came as"),
        ('grade = "care"', 'grade = "easy"', "easy"),
        ('grade = "care"', 'grade = "care"\nextra = 1', "extra is not a known key"),
        ('"tibial_nerve"', '"nerve"', "nerve"),
        ('"E38"', '"E99"', "E99"),
        ("[sites.soleus]", "[other.soleus]", "not valid TOML with sites"),
        ("[sites.soleus]", "[sites.soleus", "not valid TOML"),
        ('kind = "depth"', 'kind = "deep"', "deep"),
    ],
)
def test_a_broken_site_is_refused_with_its_key(old: str, new: str, complaint: str) -> None:
    assert old in GOOD

    with pytest.raises(SiteFileError, match=complaint):
        parse_sites(GOOD.replace(old, new), file_name="leg.toml")


def test_the_message_names_file_and_site() -> None:
    with pytest.raises(SiteFileError, match=r"^leg\.toml: soleus: .*correct the entry"):
        parse_sites(GOOD.replace('"care"', '"easy"'), file_name="leg.toml")


def test_a_good_site_is_read_and_a_blocked_one_needs_no_needle() -> None:
    (site,) = parse_sites(GOOD, file_name="leg.toml")
    blocked = """[sites.plantaris]\nmuscles = ["plantaris"]\nhazards = ["tibial_nerve"]
grade = "blocked"\nvisible_twitch = "rare"\nevidence = []\nsources = []\nverified = []"""

    assert site.limit
    assert (site.id, site.limit.mm, site.part, site.remark) == ("soleus", 30, "", "")
    assert parse_sites(blocked, file_name="leg.toml")[0].limit is None


def test_a_source_that_nobody_entered_is_refused() -> None:
    with pytest.raises(UnknownSourceError, match=r"leg\.toml: soleus"):
        parse_sites(GOOD.replace("SOL20", "NOBODY99"), file_name="leg.toml")


RULES = (files("filiform.safety") / "data" / "site_rules.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[plausible]", "[likely]", "not valid TOML with its tables"),
        ("[chest_wall]", "[chest_wall", "not valid TOML"),
        ('action = "STOP"', 'action = "HALT"', "S01: 'HALT' is not a valid Action"),
        ('title = "Nobody surveyed this site"\n', "", "S01: 'title'"),
        ('evidence = ["E01"]', 'evidence = ["E99"]', "S06: 'E99'"),
    ],
)
def test_broken_rules_are_refused_with_their_code(old: str, new: str, complaint: str) -> None:
    assert old in RULES

    with pytest.raises(DataFileError, match=complaint):
        parse_site_rules(RULES.replace(old, new, 1))


def test_a_rule_that_cites_an_unknown_source_is_refused() -> None:
    with pytest.raises(SiteFileError, match="NOBODY99"):
        parse_site_rules(RULES.replace('sources = ["SEOL14"]', 'sources = ["NOBODY99"]', 1))


def test_the_numbers_of_the_rules_are_those_of_the_survey() -> None:
    rules = tomllib.loads(RULES)

    assert (rules["chest_wall"]["low_mm"], rules["chest_wall"]["high_mm"]) == (15, 20)
    assert (rules["S07"]["pleura_margin_mm"], rules["S07"]["structure_margin_mm"]) == (10, 5)
    assert (rules["S09"]["margin_mm"], rules["S10"]["allowance_mm"]) == (10, 15)
    assert (rules["S06"]["low_bmi"], rules["S06"]["high_bmi"]) == (23, 25)
    assert (rules["S08"]["lowest_bmi"], rules["S08"]["highest_bmi"]) == (18.5, 35)
