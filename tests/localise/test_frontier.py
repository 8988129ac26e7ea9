"""Both eliminations against rational arithmetic, on networks made to be nasty."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.localise import compiled, frontier
from filiform.localise.errors import FrontierTooWideError, UnexplainedEvidenceError
from filiform.localise.problem import Posterior, Problem
from filiform.localise.rank import ROUNDING_ERROR
from filiform.localise.solver import Solver
from filiform.localise.table import Links
from tests.localise.enumeration import Seen, enumerate_findings

BOTH = pytest.mark.parametrize(
    "solve",
    [
        pytest.param(frontier.solve, id="plain"),
        # The first call on a machine compiles for about half a minute.
        pytest.param(compiled.solve, id="compiled", marks=pytest.mark.long),
    ],
)
WIDEST = 20


@dataclass(frozen=True)
class SmallNetwork:
    chance: np.ndarray
    findings: tuple[Links, ...]
    sure: tuple[float, ...] = ()
    """Chance of each finding that is in doubt; 1 where it is left out."""

    @property
    def seen(self) -> list[Seen]:
        sure = self.sure or (1.0,) * len(self.findings)
        return [Seen(links, chance=c) for links, c in zip(self.findings, sure, strict=True)]

    @property
    def problem(self) -> Problem:
        sure = np.array([seen.chance for seen in self.seen], dtype=np.float64)
        none = np.zeros(0)
        return Problem(
            chance=self.chance,
            starts=np.cumsum([0, *(len(links.causes) for links in self.findings)]).astype(np.int64),
            causes=np.concatenate([none, *(links.causes for links in self.findings)]).astype(
                np.int64
            ),
            strengths=np.concatenate([none, *(links.strengths for links in self.findings)]),
            leaks=np.array([links.leak for links in self.findings], dtype=np.float64),
            if_silent=1.0 - sure,
            if_triggered=sure,
        )


def links_to(leak: float, strength_by_cause: dict[int, float]) -> Links:
    causes = sorted(strength_by_cause)
    return Links(
        leak,
        np.array(causes, dtype=np.intp),
        np.array([strength_by_cause[cause] for cause in causes], dtype=np.float64),
        ratio=0.5,
        leak_ratio=0.5,
    )


@st.composite
def small_networks(draw: st.DrawFn) -> SmallNetwork:
    """Up to 6 causes and 6 findings; leaks down to 1e-6 and strengths up to 0.999."""
    count = draw(st.integers(1, 6))
    chance = draw(st.lists(st.floats(1e-6, 0.99), min_size=count, max_size=count))
    strengths = st.dictionaries(st.integers(0, count - 1), st.floats(0.001, 0.999), max_size=count)
    leaks = st.sampled_from([1e-6, 1e-3, 0.02, 0.2])
    findings = draw(st.lists(st.builds(links_to, leaks, strengths), min_size=1, max_size=6))
    doubt = st.sampled_from([1.0, 1.0, 0.5, 0.2, 0.9])
    sure = draw(st.lists(doubt, min_size=len(findings), max_size=len(findings)))
    return SmallNetwork(np.array(chance), tuple(findings), tuple(sure))


def posterior_of(network: SmallNetwork, solve: Solver = frontier.solve) -> Posterior:
    return solve(network.problem, widest=WIDEST)


@BOTH
@settings(max_examples=100, deadline=None)
@given(network=small_networks())
def test_every_number_agrees_with_enumeration_in_fractions(
    solve: Solver, network: SmallNetwork
) -> None:
    exact = enumerate_findings(network.chance.tolist(), network.seen)

    posterior = posterior_of(network, solve)

    assert posterior.probability == pytest.approx(exact.probability, abs=ROUNDING_ERROR, rel=0)
    assert posterior.leak_fired == pytest.approx(exact.leak, abs=ROUNDING_ERROR, rel=0)
    for finding, links in enumerate(network.findings):
        expected = [exact.fired[finding][cause] for cause in links.causes.tolist()]
        fired = posterior.link_fired[network.problem.links_of(finding)]
        assert fired.tolist() == pytest.approx(expected, abs=ROUNDING_ERROR, rel=0)
    assert posterior.log_evidence == pytest.approx(exact.log_evidence, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(small_networks(), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(network: SmallNetwork, random: object) -> None:
    order = list(range(len(network.findings)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = SmallNetwork(
        network.chance,
        tuple(network.findings[place] for place in order),
        tuple(network.sure[place] for place in order),
    )

    posterior, again = posterior_of(network), posterior_of(shuffled)

    assert again.probability == pytest.approx(posterior.probability, abs=ROUNDING_ERROR, rel=0)
    assert again.log_evidence == pytest.approx(posterior.log_evidence, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(small_networks())
def test_each_finding_is_claimed_by_something(network: SmallNetwork) -> None:
    """Links and leak together fire at least once for a finding that is there."""
    network = replace(network, sure=())
    posterior = posterior_of(network)

    for finding in range(len(network.findings)):
        fired = posterior.link_fired[network.problem.links_of(finding)]
        assert fired.sum() + posterior.leak_fired[finding] >= 1.0 - ROUNDING_ERROR


@BOTH
def test_a_finding_without_causes_is_all_leak(solve: Solver) -> None:
    network = SmallNetwork(np.array([0.3]), (links_to(0.01, {}),))

    posterior = posterior_of(network, solve)

    assert posterior.leak_fired.tolist() == [1.0]
    assert posterior.probability.tolist() == [0.3]
    assert posterior.log_evidence == pytest.approx(math.log(0.01))


@BOTH
def test_without_findings_the_chances_stay(solve: Solver) -> None:
    posterior = posterior_of(SmallNetwork(np.array([0.1, 0.2]), ()), solve)

    assert posterior.probability.tolist() == [0.1, 0.2]
    assert posterior.log_evidence == 0.0


def test_a_duplicate_of_a_cause_shares_its_mass() -> None:
    alone = SmallNetwork(np.array([0.01]), (links_to(0.01, {0: 0.8}), links_to(0.01, {0: 0.8})))
    twins = SmallNetwork(
        np.array([0.01, 0.01]), tuple(links_to(0.01, {0: 0.8, 1: 0.8}) for _ in range(2))
    )

    one = posterior_of(alone).probability[0]
    first, second = posterior_of(twins).probability

    assert first == pytest.approx(second)
    assert first < one < first + second + 0.05


@BOTH
def test_a_hundred_unlikely_findings_do_not_underflow(solve: Solver) -> None:
    findings = tuple(links_to(1e-6, {cause: 0.5, cause + 1: 0.5}) for cause in range(100))

    posterior = posterior_of(SmallNetwork(np.full(101, 1e-9), findings), solve)

    assert np.isfinite(posterior.log_evidence)
    assert posterior.log_evidence < -500
    assert ((posterior.probability >= 0) & (posterior.probability <= 1)).all()


@BOTH
def test_impossible_evidence_is_an_error_and_never_a_number(solve: Solver) -> None:
    impossible = SmallNetwork(np.array([0.0, 0.0]), (links_to(0.0, {0: 0.5, 1: 0.5}),) * 2)

    with pytest.raises(UnexplainedEvidenceError, match="probability zero"):
        posterior_of(impossible, solve)


@BOTH
def test_a_frontier_wider_than_allowed_is_refused_with_its_width(solve: Solver) -> None:
    chain = tuple(links_to(0.01, {0: 0.5, cause: 0.5}) for cause in range(1, 5))
    network = SmallNetwork(np.full(5, 0.1), chain)

    with pytest.raises(FrontierTooWideError, match="keep 4 findings open at once; the limit is 3"):
        solve(network.problem, widest=3)


def test_a_negative_finding_of_several_causes_may_raise_one_of_them() -> None:
    """Why only palpation, which has one cause, is promised never to turn against itself.

    One point explains both painted areas, or two others explain one each. A movement free in all
    three counts once against the single point and twice against the pair.
    """
    areas = (links_to(0.001, {0: 0.8, 1: 0.8}), links_to(0.001, {0: 0.8, 2: 0.8}))
    before = np.array([0.01, 0.1, 0.1])
    kept = 1.0 - 0.4
    after = before * kept / (before * kept + 1.0 - before)

    first = posterior_of(SmallNetwork(before, areas)).probability
    second = posterior_of(SmallNetwork(after, areas)).probability

    assert second[0] > first[0]
    assert second[1] < first[1]
