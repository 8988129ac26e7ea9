"""Joint draws and the sampler against the exact answer."""

import numpy as np
import pytest

from filiform.localise.draws import draw_active
from filiform.localise.frontier import Sweep, arrange, solve
from filiform.localise.problem import Problem
from filiform.localise.table import Links
from filiform.localise.widespread import sample
from tests.localise.test_frontier import SmallNetwork, links_to

DRAWS = 40_000
STANDARD_ERRORS = 5.0

CAUSES = 9


def tangled(seed: int, *, sure: bool = True) -> SmallNetwork:
    """Every finding shares causes with the next ones; two causes are alone with one finding."""
    rng = np.random.default_rng(seed)
    findings: list[Links] = []
    for _ in range(7):
        causes = rng.choice(CAUSES - 2, size=4, replace=False).tolist()
        findings.append(links_to(0.05, dict.fromkeys(causes, 0.0) | _strengths(rng, causes)))
    findings.append(links_to(0.02, {0: 0.6, CAUSES - 2: 0.5, CAUSES - 1: 0.7}))
    doubt = () if sure else (1.0, 0.3, 1.0, 0.8, 1.0, 1.0, 0.5, 1.0)
    return SmallNetwork(rng.uniform(0.05, 0.4, CAUSES), tuple(findings), doubt)


def _strengths(rng: np.random.Generator, causes: list[int]) -> dict[int, float]:
    return {cause: float(rng.uniform(0.2, 0.9)) for cause in causes}


@pytest.mark.parametrize("sure", [True, False], ids=["sure", "in doubt"])
@pytest.mark.parametrize("seed", range(3))
def test_joint_draws_have_the_exact_marginals_and_pairs(seed: int, sure: bool) -> None:
    network = tangled(seed, sure=sure)
    problem = network.problem
    exact = solve(problem, widest=20)
    sweep = Sweep(arrange(problem))
    sweep.forward()

    active = draw_active(sweep, DRAWS, np.random.default_rng(seed))

    assert np.abs(active.mean(axis=0) - exact.probability).max() < _margin(0.5, DRAWS)
    for first in range(CAUSES):
        given = solve(_taken(problem, first), widest=20).probability
        both = (active & active[:, [first]]).mean(axis=0)
        expected = given * exact.probability[first]
        expected[first] = exact.probability[first]
        assert np.abs(both - expected).max() < _margin(0.5, DRAWS)


@pytest.mark.parametrize("seed", range(3))
def test_the_sampler_keeps_to_the_error_it_states(seed: int) -> None:
    problem = tangled(seed, sure=False).problem
    exact = solve(problem, widest=20)

    sampled = sample(problem, core=3, draws=20_000)

    assert sampled.posterior.width < exact.width
    assert 0 < sampled.error < 0.1
    found = sampled.posterior
    assert np.abs(found.probability - exact.probability).max() < sampled.error
    assert np.abs(found.link_fired - exact.link_fired).max() < sampled.error
    assert np.abs(found.leak_fired - exact.leak_fired).max() < sampled.error
    assert found.log_evidence == pytest.approx(
        exact.log_evidence, abs=STANDARD_ERRORS / np.sqrt(sampled.effective)
    )


def test_where_nothing_has_to_leave_the_sampler_has_even_weights() -> None:
    problem = tangled(0).problem

    sampled = sample(problem, core=20, draws=1_000)

    assert sampled.effective == pytest.approx(1_000)


def _margin(chance: float, draws: int) -> float:
    return float(STANDARD_ERRORS * np.sqrt(chance * (1 - chance) / draws))


def _taken(problem: Problem, cause: int) -> Problem:
    chance = problem.chance.copy()
    chance[cause] = 1.0 - 1e-12
    return Problem(
        chance, problem.starts, problem.causes, problem.strengths, problem.leaks,
        problem.if_silent, problem.if_triggered,
    )  # fmt: skip
