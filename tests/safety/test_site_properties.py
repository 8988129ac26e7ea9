"""What holds for every needle at every site, whoever lies on the table."""

from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.errors import FiliformError
from filiform.safety import (
    Answer,
    Direction,
    Grip,
    MeasuredDepth,
    NeedlePath,
    Person,
    Position,
    SiteContext,
    SiteVerdict,
    Standing,
    judge_screening,
    judge_site,
    judge_visit_sites,
    load_screening,
    load_site_survey,
)

from .site_cases import ALL_NO, EVERYTHING, TODAY

SITES = list(load_site_survey().sites.values())
CODES = list(ALL_NO)
ORDER = [Standing.PERMITTED, Standing.NEEDS_REASON, Standing.REFUSED]
MANY = 10_000


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def paths(draw: st.DrawFn) -> NeedlePath:
    """Draw a needle, half of the time as its site wants it."""
    site = draw(st.sampled_from(SITES))
    muscle = draw(st.sampled_from(site.muscles))
    points = [point.id for point in load_atlas().muscle(muscle).trigger_points]
    length = draw(st.floats(5, 130))
    near = draw(st.booleans())
    if site.length_mm and near:
        length = draw(st.floats(site.length_mm[0], site.length_mm[1]))
    return NeedlePath(
        muscle=muscle,
        side=draw(st.sampled_from([Side.LEFT, Side.RIGHT])),
        diameter_mm=draw(st.floats(0.1, 0.5)),
        length_mm=length,
        trigger_point=draw(maybe(st.sampled_from(points))) if not site.part else None,
        part=draw(maybe(st.just(site.part))) if site.part else None,
        position=draw(maybe(st.sampled_from((near and site.positions) or list(Position)))),
        grip=draw(maybe(st.sampled_from((near and site.grips) or list(Grip)))),
        direction=draw(maybe(st.sampled_from((near and site.directions) or list(Direction)))),
        technique=draw(maybe(st.sampled_from(["PISTON", "E_STIM"]))),
        depth_mm=draw(maybe(st.floats(0, length))),
        lateral_mm=draw(maybe(st.floats(0, 60))),
    )


@st.composite
def people(draw: st.DrawFn) -> Person:
    measured = None
    if draw(st.booleans()):
        measured = MeasuredDepth(
            draw(st.floats(0, 120)),
            draw(maybe(st.floats(0, 120))),
            draw(maybe(st.sampled_from([TODAY, date(2026, 1, 1)]))),
            draw(maybe(st.sampled_from(Position))),
        )
    return Person(
        sex=draw(maybe(st.sampled_from(["female", "male"]))),
        age_years=draw(maybe(st.floats(0, 110))),
        bmi=draw(maybe(st.floats(10, 60))),
        measured=measured,
    )


@st.composite
def contexts(draw: st.DrawFn) -> SiteContext:
    answers = draw(
        st.none()
        | st.just({})
        | st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer), max_size=3)
    )
    return SiteContext(
        screening=None if answers is None else judge_screening({**ALL_NO, **answers}),
        authorisations=draw(st.sampled_from([frozenset(), EVERYTHING])),
        as_of=draw(maybe(st.just(TODAY))),
    )


def rank(verdict: SiteVerdict) -> int:
    return ORDER.index(verdict.standing)


def codes(verdict: SiteVerdict) -> set[str]:
    return {concern.code for concern in verdict.concerns}


def check_more_depth(path: NeedlePath, person: Person, context: SiteContext, more: float) -> None:
    shallow = replace(path, depth_mm=path.depth_mm or 0)
    deep = replace(shallow, depth_mm=min(path.length_mm, (shallow.depth_mm or 0) + more))

    before, after = (judge_site(p, person, context) for p in (shallow, deep))

    assert rank(before) <= rank(after)
    assert codes(before) <= codes(after)


def check_longer(path: NeedlePath, person: Person, context: SiteContext, more: float) -> None:
    longer = replace(path, length_mm=min(130, path.length_mm + more))

    before, after = (judge_site(p, person, context) for p in (path, longer))

    assert rank(before) <= rank(after)
    assert before.limit == after.limit


def check_yes(path: NeedlePath, person: Person, answers: dict[str, Answer], code: str) -> None:
    fewer = SiteContext(judge_screening({**answers, code: Answer.NO}), EVERYTHING)
    silent = {key: value for key, value in answers.items() if key != code}

    before = judge_site(path, person, fewer)
    yes = judge_site(
        path, person, replace(fewer, screening=judge_screening({**answers, code: Answer.YES}))
    )
    missing = judge_site(path, person, replace(fewer, screening=judge_screening(silent)))

    assert rank(before) <= rank(yes)
    assert codes(before) <= codes(yes)
    assert codes(missing) == codes(yes)


def check_missing(path: NeedlePath, person: Person, context: SiteContext) -> None:
    """A measurement is left out here: one that finds the lung near is a finding, not an input."""
    person = replace(person, measured=None)
    before = rank(judge_site(path, person, context))

    for name in (
        "trigger_point",
        "part",
        "position",
        "grip",
        "direction",
        "technique",
        "depth_mm",
        "lateral_mm",
    ):
        assert before <= rank(judge_site(replace(path, **{name: None}), person, context)), name
    for name in ("sex", "bmi", "age_years"):
        assert before <= rank(judge_site(path, replace(person, **{name: None}), context)), name
    assert before <= rank(judge_site(path, person, replace(context, screening=None)))
    assert before <= rank(judge_site(path, person, replace(context, authorisations=frozenset())))


def check_mirror(path: NeedlePath, person: Person, context: SiteContext) -> None:
    other = replace(path, side=Side.LEFT if path.side is Side.RIGHT else Side.RIGHT)

    assert judge_site(path, person, context) == judge_site(other, person, context)


def check_total(path: NeedlePath, person: Person, context: SiteContext) -> None:
    verdict = judge_site(path, person, context)

    assert verdict.limit.mm is None or isfinite(verdict.limit.mm)
    for concern in verdict.concerns:
        assert concern.limit_mm is None or isfinite(concern.limit_mm)
        assert concern.reason
        assert "{" not in concern.reason


def check_measured(path: NeedlePath, person: Person, context: SiteContext, mm: float) -> None:
    """A lung that lies nearer never gives more clearance."""
    far = replace(person, measured=MeasuredDepth(mm, 60, TODAY, path.position))
    near = replace(person, measured=MeasuredDepth(mm / 2, 60, TODAY, path.position))

    assert rank(judge_site(path, far, context)) <= rank(judge_site(path, near, context))


def check_visit(needles: list[NeedlePath], person: Person, context: SiteContext) -> None:
    """One more site never permits more at the others, and never both sides of the chest."""
    alone = [judge_site(path, person, context) for path in needles]
    together = judge_visit_sites(needles, person, context)

    assert all(rank(one) <= rank(all_) for one, all_ in zip(alone, together, strict=True))
    open_sides = {
        path.side
        for path, verdict in zip(needles, together, strict=True)
        if verdict.permitted
        and all(site.over_lung for site in load_site_survey().sites_of(path.muscle))
    }
    assert len(open_sides) <= 1


ANSWERS = st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer), max_size=3).map(
    lambda some: {**ALL_NO, **some}
)
MORE = st.floats(0, 60)
PROPERTIES = {
    "more depth never more clearance": (check_more_depth, paths(), people(), contexts(), MORE),
    "a longer needle never more clearance": (check_longer, paths(), people(), contexts(), MORE),
    "one more yes never permits more": (
        check_yes,
        paths(),
        people(),
        ANSWERS,
        st.sampled_from(CODES),
    ),
    "a missing input never permits more": (check_missing, paths(), people(), contexts()),
    "left is as right": (check_mirror, paths(), people(), contexts()),
    "always a verdict, never a NaN": (check_total, paths(), people(), contexts()),
    "a nearer lung never more clearance": (
        check_measured,
        paths(),
        people(),
        contexts(),
        st.floats(0, 100),
    ),
    "a visit never permits more than its sites": (
        check_visit,
        st.lists(paths(), max_size=4),
        people(),
        contexts(),
    ),
}


def holds(name: str, examples: int) -> None:
    check, *strategies = PROPERTIES[name]

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
    )
    @given(st.tuples(*strategies))
    def every(drawn: tuple[Any, ...]) -> None:
        check(*drawn)  # type: ignore[operator]

    every()


@pytest.mark.long
@pytest.mark.parametrize("name", PROPERTIES)
def test_it_holds_for_some(name: str) -> None:
    holds(name, 150)


@pytest.mark.soak
@pytest.mark.parametrize("name", PROPERTIES)
def test_it_holds_for_ten_thousand(name: str) -> None:
    holds(name, MANY)


NUMBERS = st.floats() | st.integers(-(10**6), 10**6) | st.sampled_from([30, 3000, -1, True])


@pytest.mark.parametrize("field", ["diameter_mm", "length_mm", "depth_mm", "lateral_mm"])
@given(number=NUMBERS)
def test_a_needle_with_an_odd_number_is_made_or_refused_by_name(field: str, number: float) -> None:
    stated = {"diameter_mm": 0.25, "length_mm": 40} | {field: number}

    refusal = ""
    try:
        check_total(NeedlePath("soleus", Side.LEFT, **stated), Person(), SiteContext())
    except FiliformError as error:
        refusal = str(error)

    assert refusal == "" or field in refusal or "depth" in refusal


def test_the_questions_are_those_of_the_screening() -> None:
    assert [question.code for question in load_screening().questions] == CODES
