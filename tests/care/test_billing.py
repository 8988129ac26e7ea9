"""Billing help: one code a visit, by the number of muscles and never by needle."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.care import CareFileError, load_billing_rules, suggest_code
from filiform.care.billing import parse_billing_rules
from filiform.safety import load_blocked_muscles
from tests.care.cast import needling

RULES = load_billing_rules()
CONTENT = (files("filiform.care") / "data" / "billing.toml").read_text("utf-8")
WHOLE = sorted(set(load_atlas().muscles) - set(RULES.whole_by_part) - set(load_blocked_muscles()))


def code_of(*muscles: str) -> str | None:
    sites = [needling(n, muscle=m, trigger_point=None) for n, m in enumerate(muscles, start=1)]
    code = suggest_code(sites, RULES).code
    return code.code if code else None


@pytest.mark.parametrize(
    ("count", "code"), [(0, None), (1, "20560"), (2, "20560"), (3, "20561"), (9, "20561")]
)
def test_the_number_of_muscles_makes_the_code(count: int, code: str | None) -> None:
    assert code_of(*WHOLE[:count]) == code


@given(
    muscles=st.lists(st.sampled_from(WHOLE), min_size=1, max_size=8),
    needles=st.integers(1, 9),
    side=st.sampled_from([Side.LEFT, Side.RIGHT]),
)
def test_more_needles_sites_or_sides_of_the_same_muscles_change_nothing(
    muscles: list[str], needles: int, side: Side
) -> None:
    once = [needling(n, muscle=m, trigger_point=None) for n, m in enumerate(muscles, start=1)]
    more = [
        needling(
            100 + n, muscle=m, trigger_point=None, side=side, needles_in=needles,
            needles_out=needles,
        )
        for n, m in enumerate(muscles * 3, start=1)
    ]  # fmt: skip

    assert suggest_code(once, RULES) == suggest_code([*once, *more], RULES)


def test_parts_of_one_muscle_count_once() -> None:
    assert code_of("trapezius_upper", "trapezius_middle", "trapezius_lower") == "20560"
    assert code_of("trapezius_upper", "infraspinatus", "trapezius_lower") == "20560"
    assert code_of("trapezius_upper", "infraspinatus", "teres_minor") == "20561"


def test_the_rule_is_shown_and_says_never_by_needle() -> None:
    texts = [rule.text for rule in suggest_code([needling()], RULES).rules]

    assert any("never by needles" in text for text in texts)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("least_muscles = 3", "least_muscles = 4", "3 muscles need exactly one code"),
        ("most_muscles = 2", "most_muscles = 3", "3 muscles need exactly one code"),
        ('"scm_sternal"', '"scm_sternum"', "'scm_sternum' is unknown"),
        ('"scm_sternal"', '"deltoid_middle"', "stands twice"),
        ('mark = "M"', 'mark = "V"', "no source is named"),
        ('mark = "M"', 'mark = "Z"', "mark came as 'Z'"),
        ('country = "US"', "", "'country' is missing"),
        ("[[code]]", "[[code", "not valid TOML"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    assert old in CONTENT

    with pytest.raises(CareFileError, match=says):
        parse_billing_rules(CONTENT.replace(old, new, 1))
