"""The sheet that the patient takes home; the lung is asked about wherever a site lies beside it."""

from importlib.resources import files

import pytest

from filiform.atlas import load_atlas
from filiform.care import LANGUAGES, CareFileError, load_aftercare, needlings_over_lung
from filiform.care.aftercare import parse_aftercare
from filiform.safety import load_site_survey, survey_of
from tests.care.cast import needling

SURVEY = load_site_survey()
CONTENT = (files("filiform.care") / "data" / "aftercare.toml").read_text("utf-8")


def over_lung(muscle: str, trigger_point: str | None = None) -> bool:
    assert muscle in load_atlas().muscles
    site = needling(muscle=muscle, trigger_point=trigger_point)
    return needlings_over_lung([site], SURVEY) == (site,)


@pytest.mark.parametrize(
    "muscle",
    [
        "trapezius_upper", "levator_scapulae", "rhomboid_major", "serratus_anterior",
        "pectoralis_minor", "subclavius", "scalene_anterior", "scalene_medius", "longus_colli",
        "quadratus_lumborum", "supraspinatus", "latissimus_dorsi",
    ],
)  # fmt: skip
def test_a_needle_beside_the_lung_is_one(muscle: str) -> None:
    assert over_lung(muscle)


@pytest.mark.parametrize("muscle", ["soleus", "gluteus_maximus", "brachioradialis", "masseter"])
def test_a_needle_far_from_the_lung_is_none(muscle: str) -> None:
    assert not over_lung(muscle)


def test_every_muscle_with_the_lung_among_its_hazards_is_one_and_no_other() -> None:
    for muscle in load_atlas().muscles:
        sites = SURVEY.sites_of(muscle)
        beside = any(hazard.id == "lung" for site in sites for hazard in site.hazards)
        assert over_lung(muscle) == beside, muscle


def test_a_point_is_judged_by_its_own_part_of_the_muscle() -> None:
    for site in SURVEY.sites.values():
        for muscle in site.muscles:
            for point in site.trigger_points:
                parts = [s for s in SURVEY.sites_of(muscle) if point in s.trigger_points]
                assert over_lung(muscle, point) == any(part.over_lung for part in parts)


def test_a_muscle_that_nobody_surveyed_counts_as_beside_the_lung() -> None:
    site = needling(muscle="soleus", trigger_point=None)

    assert needlings_over_lung([site], survey_of([])) == (site,)


def test_the_lung_stands_first_and_only_where_it_belongs() -> None:
    with_lung, without = (load_aftercare().parts_for(lung=lung) for lung in (True, False))

    assert [part.id for part in with_lung] == ["lung", "usual", "call"]
    assert [part.id for part in without] == ["usual", "call"]


def test_the_sheet_warns_of_flying_and_diving_and_names_the_signs() -> None:
    (lung,) = (part for part in load_aftercare().parts if part.id == "lung")
    text = " ".join(line.told_in("en") for line in lung.lines)

    for word in ("flying", "diving", "48 hours", "breath", "X-ray", "24 hours", "72 hours"):
        assert word in text


def test_it_is_asked_again_after_the_hours_that_the_sheet_names() -> None:
    assert load_aftercare().ask_again_hours == (24, 72)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_lines_agree_in_every_language(language: str) -> None:
    def figures(text: str) -> list[str]:
        return sorted("".join(c if c.isdigit() else " " for c in text).split())

    for part in load_aftercare().parts:
        assert part.title_by_language[language]
        for line in part.lines:
            assert figures(line.told_in(language)) == figures(line.told_in("en"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hours = [24, 72]", "hours = []", "ask_again.hours"),
        ("hours = [24, 72]", "hours = [24.5]", "ask_again.hours"),
        ('id = "lung"', 'id = "longue"', "'lung' is missing"),
        ('version = "2026.11"', "", "'version' is missing"),
        ("[ask_again]", "[ask_again", "not valid TOML"),
    ],
)
def test_a_broken_sheet_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    assert old in CONTENT

    with pytest.raises(CareFileError, match=says):
        parse_aftercare(CONTENT.replace(old, new, 1))
