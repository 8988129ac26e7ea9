"""A clinic tightens any limit, and loosens a proposed one only with name, reason and date."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from filiform.body import Side
from filiform.safety import (
    ClinicLimits,
    ImplausiblePathError,
    LimitChange,
    LimitChangeError,
    Measure,
    MeasuredDepth,
    NeedlePath,
    Person,
    judge_site,
)

from .site_cases import ADULT, CLEAR, Case, path_at

SIGNED: dict[str, Any] = {
    "by": "O. Lead",
    "reason": "own ultrasound series",
    "on": date(2026, 1, 5),
}


def change(site: str, mm: float, measure: Measure = Measure.DEPTH, **who: Any) -> ClinicLimits:
    return ClinicLimits((LimitChange(site, measure, mm, **who),))


def limit_with(limits: ClinicLimits, site: str, person: Person = ADULT) -> tuple[float | None, str]:
    verdict = judge_site(path_at(site), person, replace(CLEAR, limits=limits))
    return verdict.limit.mm, verdict.limit.words


@pytest.mark.parametrize(
    ("site", "mm", "who", "found"),
    [
        ("deltoid_anterior", 20, {}, (20, "tightened by the clinic")),
        ("deltoid_anterior", 25, {}, (25, "tightened by the clinic")),
        ("deltoid_anterior", 28, SIGNED, (28, "loosened by O. Lead")),
        ("infraspinatus", 30, {}, (30, "tightened by the clinic")),
        ("trapezius_middle", 12, {}, (12, "tightened by the clinic")),
        ("trapezius_middle", 18, SIGNED, (20, "loosened by O. Lead")),
        ("trapezius_middle", 22, SIGNED, (22, "loosened by O. Lead")),
        ("rhomboid_major", 19, SIGNED, (19, "loosened by O. Lead")),
        ("soleus", 25, {}, (25, "tightened by the clinic")),
    ],
)
def test_the_limit_of_the_clinic_holds(
    site: str, mm: float, who: dict[str, Any], found: tuple[float, str]
) -> None:
    assert limit_with(change(site, mm, **who), site) == found


def test_a_loosened_limit_does_not_hold_where_body_measures_say_little() -> None:
    limits = change("trapezius_middle", 22, **SIGNED)

    assert limit_with(limits, "trapezius_middle", Person(bmi=40, age_years=40))[0] == 15


def test_another_site_keeps_its_limit() -> None:
    assert limit_with(change("deltoid_anterior", 10), "soleus")[0] == 30


@pytest.mark.parametrize(("length_mm", "codes"), [(25, []), (26, ["S10"]), (40, ["S10"])])
def test_a_shorter_longest_needle_asks_for_a_reason(length_mm: float, codes: list[str]) -> None:
    limits = change("deltoid_anterior", 25, Measure.LENGTH)

    verdict = Case(
        "S10", "t", True, path={"length_mm": length_mm, "depth_mm": 10}, context={"limits": limits}
    ).judged()

    assert [concern.code for concern in verdict.concerns] == codes


@pytest.mark.parametrize("left_out", SIGNED)
def test_loosening_without_name_reason_or_date_is_refused(left_out: str) -> None:
    who = {key: value for key, value in SIGNED.items() if key != left_out}

    with pytest.raises(LimitChangeError, match="expected name, reason and date"):
        change("deltoid_anterior", 26, **who)


@pytest.mark.parametrize(
    ("site", "mm", "measure", "complaint"),
    [
        ("rhomboid_major", 19.5, Measure.DEPTH, "hard maximum of 19 mm"),
        ("medial_pterygoid", 31, Measure.DEPTH, "hard maximum of 30 mm"),
        ("trapezius_upper", 31, Measure.LENGTH, "hard maximum of 30 mm"),
        ("nowhere", 10, Measure.DEPTH, "expected a site that has a limit"),
        ("diaphragm", 10, Measure.DEPTH, "expected a site that has a limit"),
    ],
)
def test_a_measured_maximum_and_an_unknown_site_are_refused(
    site: str, mm: float, measure: Measure, complaint: str
) -> None:
    with pytest.raises(LimitChangeError, match=complaint):
        change(site, mm, measure, **SIGNED)


def test_a_longer_needle_is_loosened_with_a_name() -> None:
    assert change("deltoid_anterior", 60, Measure.LENGTH, **SIGNED).changes
    with pytest.raises(LimitChangeError, match="loosens the length"):
        change("deltoid_anterior", 60, Measure.LENGTH)


def test_one_limit_is_changed_once() -> None:
    twice = LimitChange("soleus", Measure.DEPTH, 20)

    with pytest.raises(LimitChangeError, match="changed twice"):
        ClinicLimits((twice, twice))


@pytest.mark.parametrize("mm", [3000, -1, float("nan")])
def test_a_limit_that_cannot_be_is_refused(mm: float) -> None:
    with pytest.raises(ImplausiblePathError, match="depth_mm came as"):
        change("soleus", mm)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"depth_mm": 3000}, "depth_mm came as 3000; expected a number from 0 to 130"),
        ({"depth_mm": float("nan")}, "depth_mm came as nan"),
        ({"depth_mm": -1}, "depth_mm came as -1"),
        ({"depth_mm": 41}, "41 mm with a needle of 40 mm"),
        ({"length_mm": float("inf")}, "length_mm came as inf"),
        ({"length_mm": 4}, "length_mm came as 4; expected a number from 5 to 130"),
        ({"diameter_mm": 30}, "diameter_mm came as 30.*looks like a gauge"),
        ({"diameter_mm": 14}, "looks like a gauge"),
        ({"diameter_mm": 44}, "looks like a gauge"),
        ({"diameter_mm": "0.25"}, "diameter_mm came as '0.25'"),
        ({"diameter_mm": True}, "diameter_mm came as True"),
        ({"lateral_mm": 201}, "lateral_mm came as 201"),
        ({"trigger_point": "soleus.trp9"}, "expected one of soleus.trp1"),
    ],
)
def test_a_needle_that_cannot_be_says_what_came_and_what_was_expected(
    changes: dict[str, Any], complaint: str
) -> None:
    stated = {"muscle": "soleus", "side": Side.LEFT, "diameter_mm": 0.25, "length_mm": 40}

    with pytest.raises(ImplausiblePathError, match=complaint):
        NeedlePath(**(stated | changes))


def test_a_diameter_outside_both_ranges_says_nothing_of_gauge() -> None:
    with pytest.raises(ImplausiblePathError) as refusal:
        NeedlePath("soleus", Side.LEFT, 3, 40)

    assert "gauge" not in str(refusal.value)


def test_the_ends_of_what_is_plausible_are_taken() -> None:
    path = NeedlePath("soleus", Side.LEFT, 0.5, 130, depth_mm=130, lateral_mm=200)

    assert replace(path, depth_mm=0).depth_mm == 0


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"sex": "other"}, "sex came as 'other'"),
        ({"bmi": 7}, "bmi came as 7"),
        ({"age_years": 121}, "age_years came as 121"),
        ({"height_cm": 1.8}, "height_cm came as 1.8"),
        ({"weight_kg": 401}, "weight_kg came as 401"),
    ],
)
def test_a_person_that_cannot_be_is_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ImplausiblePathError, match=complaint):
        Person(**changes)


@pytest.mark.parametrize("given", [(301, None), (30, 301)])
def test_a_measurement_that_cannot_be_is_refused(given: tuple[float, float | None]) -> None:
    with pytest.raises(ImplausiblePathError, match="measured_mm came as 301"):
        MeasuredDepth(*given)


def test_part_and_point_of_different_parts_are_refused() -> None:
    with pytest.raises(ImplausiblePathError, match=r"piriformis\.trp1 lies in 'lateral'"):
        judge_site(path_at("piriformis.medial", trigger_point="piriformis.trp1"), ADULT, CLEAR)
