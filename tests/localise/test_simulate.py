"""Simulated clients: drawn from the model, so the model must be calibrated on them."""

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.body import PainDrawing, PainMark, Side
from filiform.localise import (
    CaseFindings,
    SidedPoint,
    TooFewPointsError,
    load_parameters,
    rank_trigger_points,
    sample_client,
)
from filiform.localise.absorb import absorb
from filiform.localise.encoding import encode
from filiform.localise.frontier import solve
from filiform.localise.levels import Level
from filiform.localise.network import network_of
from filiform.localise.simulate import sample_active, sample_painted

ATLAS = load_atlas()
RATING_BY_LEVEL = {Level.MILD: 2, Level.MODERATE: 6, Level.SEVERE: 9}


def test_the_same_seed_gives_the_same_client() -> None:
    first = sample_client(ATLAS, np.random.default_rng(7))
    second = sample_client(ATLAS, np.random.default_rng(7))

    assert first == second
    assert first != sample_client(ATLAS, np.random.default_rng(8))


def test_clients_keep_to_the_wanted_number_of_points() -> None:
    rng = np.random.default_rng(1)

    for _ in range(40):
        client = sample_client(ATLAS, rng, active=(2, 3), movements=2)

        assert 2 <= len(client.active) <= 3
        assert client.drawing.marks
        assert len(client.movements) <= 2
        assert all(1 <= mark.intensity <= 10 for mark in client.drawing.marks)


def test_the_true_points_are_usually_ranked_high() -> None:
    rng = np.random.default_rng(2)
    found_first = 0

    for _ in range(60):
        client = sample_client(ATLAS, rng, active=(1, 4))
        first = rank_trigger_points(client.case, ATLAS).ranking[0]
        found_first += (first.trigger_point, first.side) in {
            (point.trigger_point, point.side) for point in client.active
        }

    # A useless ranking finds about 2.5 of 426 points, so below 1 of 60 clients.
    assert found_first >= 45


@pytest.mark.long
def test_the_model_is_calibrated_on_clients_of_its_own() -> None:
    """Averaged over simulated evidence the posterior is the prior, and 70 % means 70 %."""
    network = network_of(ATLAS, load_parameters())
    rng = np.random.default_rng(20)
    clients = 400
    expected = np.zeros(clients)
    confident: list[tuple[float, bool]] = []

    for client in range(clients):
        truth = sample_active(network, rng)
        level_by_area = sample_painted(network, truth, rng)
        drawing = PainDrawing(
            tuple(
                PainMark(area.area, area.side, RATING_BY_LEVEL[level])
                for area, level in level_by_area.items()
            )
        )
        evidence = encode(CaseFindings(drawing), network)
        posterior = solve(absorb(evidence, network).problem, widest=18)
        expected[client] = posterior.probability.sum()
        confident += [
            (posterior.probability[place], bool(truth[place]))
            for place in np.flatnonzero(posterior.probability > 0.3)
        ]

    four_standard_errors = 4 * expected.std() / np.sqrt(clients)
    assert expected.mean() == pytest.approx(network.prior.sum(), abs=four_standard_errors)
    said = np.array([probability for probability, _ in confident])
    true = np.array([is_true for _, is_true in confident])
    spread = 4 * np.sqrt((said * (1 - said)).sum()) / len(said)
    assert len(said) > 300
    assert true.mean() == pytest.approx(said.mean(), abs=spread)


def test_only_the_points_allowed_are_active() -> None:
    names = ("infraspinatus.trp1", "teres_minor.trp1")
    allowed = {SidedPoint(name, Side.LEFT) for name in names}
    rng = np.random.default_rng(5)

    clients = [sample_client(ATLAS, rng, active=(1, 2), among=allowed) for _ in range(20)]

    assert {point for client in clients for point in client.active} == allowed


def test_more_active_points_than_allowed_are_refused() -> None:
    allowed = {SidedPoint("infraspinatus.trp1", Side.LEFT)}

    with pytest.raises(TooFewPointsError, match="2 points must be active, but only 1 may be"):
        sample_client(ATLAS, np.random.default_rng(6), active=(2, 2), among=allowed)
