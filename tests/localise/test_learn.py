"""Learning from confirmed cases: what is recovered, what is added, what is refused."""

import json
from dataclasses import replace

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.errors import MalformedInputError
from filiform.localise import (
    NotLearnableError,
    SidedPoint,
    load_parameters,
    rank_trigger_points,
    sample_client,
)
from filiform.localise.learn import (
    ALL_MUSCLES,
    ConfirmedCase,
    LearningSums,
    LinkClass,
    add_up,
    merge_small_cells,
    release_parameters,
)
from filiform.localise.learning_rules import load_learning_rules
from filiform.localise.network import network_of
from filiform.localise.parameters import Parameters
from filiform.localise.sums_json import parse_sums, sums_as_json

ATLAS = load_atlas()
PARAMETERS = load_parameters()
NETWORK = network_of(ATLAS, PARAMETERS)
NOBODY_ASKED = SidedPoint("sartorius.trp1", next(iter(NETWORK.causes)).side)


def confirmed_cases(
    count: int, truth: Parameters, *, seed: int = 4, shown: int = 12
) -> list[ConfirmedCase]:
    """Clients of a world with other parameters, in which every active point was confirmed."""
    rng = np.random.default_rng(seed)
    cases = []
    for _ in range(count):
        client = sample_client(ATLAS, rng, active=None, parameters=truth)
        top = rank_trigger_points(client.case, ATLAS).ranking[:shown]
        points = tuple(SidedPoint(point.trigger_point, point.side) for point in top)
        active = frozenset(client.active)
        refuted = frozenset(points) - active
        cases.append(ConfirmedCase(client.case, active, refuted, points))
    return cases


@pytest.fixture(scope="module")
def sums() -> LearningSums:
    return add_up(confirmed_cases(40, PARAMETERS), NETWORK)


@pytest.mark.long
def test_strengths_of_another_world_are_recovered() -> None:
    """400 clients whose essential areas hurt less and spillover more than we thought."""
    other = replace(PARAMETERS, essential=0.6, spillover=0.55, area_leak=0.01)
    cases = confirmed_cases(400, other)

    learned = release_parameters(add_up(cases, NETWORK), PARAMETERS, version="2.0.0-test")

    assert learned.version == "2.0.0-test"
    assert learned.essential == pytest.approx(0.6, abs=0.05)
    assert learned.spillover == pytest.approx(0.55, abs=0.05)
    assert learned.area_leak == pytest.approx(0.01, abs=0.002)
    assert learned.local < 0.45
    mean = np.mean([len(case.confirmed) for case in cases])
    # One step from a wrong start: points that nobody needled are still guessed with the old links.
    assert learned.active_points_mean == pytest.approx(mean, abs=0.5)


def test_clinics_add_up_to_what_they_are_together() -> None:
    cases = confirmed_cases(12, PARAMETERS)

    apart = add_up(cases[:5], NETWORK) + add_up(cases[5:], NETWORK)

    together = add_up(cases, NETWORK)
    assert apart.cases == together.cases == 12
    for kind in LinkClass:
        assert apart.by_class[kind].happened == pytest.approx(together.by_class[kind].happened)
        assert apart.by_class[kind].possible == pytest.approx(together.by_class[kind].possible)
    for muscle, tally in together.by_muscle.items():
        assert apart.by_muscle[muscle].happened == pytest.approx(tally.happened)


def test_nothing_happens_more_often_than_it_could(sums: LearningSums) -> None:
    for tally in (*sums.by_class.values(), *sums.by_muscle.values(), sums.leak, sums.suggested):
        assert 0 <= tally.happened <= tally.possible + 1e-9


def test_sums_are_written_and_read_back_without_any_drawing(sums: LearningSums) -> None:
    text = json.dumps(sums_as_json(sums))

    again = parse_sums(json.loads(text))

    assert sums_as_json(again) == sums_as_json(sums)
    assert set(json.loads(text)) == {
        "cases", "by_muscle", "by_class", "leak", "suggested", "atlas_version",
        "parameters_version",
    }  # fmt: skip


def test_a_muscle_of_few_cases_never_leaves_the_clinic_by_its_name(sums: LearningSums) -> None:
    smallest = load_learning_rules().smallest_cell

    merged = merge_small_cells(sums)

    assert all(tally.cases >= smallest for tally in merged.by_muscle.values())
    assert len(merged.by_muscle) < len(sums.by_muscle)
    assert ALL_MUSCLES in merged.by_muscle


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cases": -1}, "sums.cases: came -1"),
        ({"leak": {"happened": 5, "possible": 2, "cases": 1}}, "sums.leak: happened 5.0 of 2.0"),
        ({"leak": {"happened": float("nan"), "possible": 2, "cases": 1}}, "sums.leak.happened"),
        ({"by_class": {"nearby": {}}}, "sums.by_class.nearby"),
        ({"drawing": []}, "unknown key 'drawing'"),
    ],
)
def test_broken_sums_are_refused_with_their_path(
    sums: LearningSums, change: dict[str, object], message: str
) -> None:
    with pytest.raises(MalformedInputError) as caught:
        parse_sums(sums_as_json(sums) | change)

    assert message in str(caught.value)


def test_a_case_without_the_ranking_that_was_shown_teaches_nothing() -> None:
    (case,) = confirmed_cases(1, PARAMETERS)

    with pytest.raises(NotLearnableError, match="the ranking that was shown is not recorded"):
        add_up([replace(case, shown=())], NETWORK)


def test_a_point_both_confirmed_and_refuted_is_refused() -> None:
    (case,) = confirmed_cases(1, PARAMETERS)
    both = frozenset({NOBODY_ASKED})

    with pytest.raises(NotLearnableError, match="both confirmed and refuted"):
        add_up([replace(case, confirmed=both, refuted=both)], NETWORK)


def test_a_clinic_that_palpates_only_what_was_proposed_releases_nothing() -> None:
    """The model must not learn its own proposals back."""
    own = [
        replace(case, confirmed=case.confirmed & frozenset(case.shown))
        for case in confirmed_cases(30, PARAMETERS)
    ]

    with pytest.raises(NotLearnableError, match="would learn its own proposals"):
        release_parameters(add_up(own, NETWORK), PARAMETERS, version="2.0.0-test")


def test_a_release_is_the_same_again_and_needs_its_own_version(sums: LearningSums) -> None:
    wide = replace(load_learning_rules(), most_suggested=1.0)

    first = release_parameters(sums, PARAMETERS, version="2.0.0-test", rules=wide)

    assert release_parameters(sums, PARAMETERS, version="2.0.0-test", rules=wide) == first
    with pytest.raises(NotLearnableError, match="a release needs a new one"):
        release_parameters(sums, PARAMETERS, version=PARAMETERS.version, rules=wide)
    with pytest.raises(NotLearnableError, match="add them up anew"):
        release_parameters(sums, first, version="3.0.0-test", rules=wide)


def test_too_few_cases_release_nothing(sums: LearningSums) -> None:
    with pytest.raises(NotLearnableError, match="at least 10 are needed"):
        release_parameters(replace(sums, cases=9), PARAMETERS, version="2.0.0-test")


def test_sums_of_different_versions_do_not_add_up(sums: LearningSums) -> None:
    with pytest.raises(NotLearnableError, match="compute them anew with one version"):
        sums + replace(sums, parameters_version="0.9.0")
