"""Clients drawn as arrays are those that are drawn one by one."""

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.localise import TooFewPointsError, load_parameters
from filiform.localise.levels import Level
from filiform.localise.network import MovementSign, network_of
from filiform.localise.simulate import chance_at_least_level, worth_testing
from filiform.localise.simulate_many import sample_clients, sample_levels, sample_truth
from tests.localise.small_atlas import cut_atlas

NETWORK = network_of(load_atlas(), load_parameters())
SMALL = network_of(cut_atlas(["infraspinatus", "piriformis"]), load_parameters())
ALL_LINKS = (*SMALL.area_links.values(), *SMALL.movement_links.values())


@pytest.mark.long
def test_levels_are_as_frequent_as_the_noisy_max_says() -> None:
    draws = 20_000
    truth = np.zeros(len(SMALL.causes), dtype=np.bool_)
    truth[[0, 3]] = True
    rows = np.repeat(truth[None, :], draws, axis=0)

    levels = sample_levels(SMALL, rows, np.random.default_rng(3))

    for finding, links in enumerate(ALL_LINKS):
        for level in (Level.MILD, Level.MODERATE, Level.SEVERE):
            expected = chance_at_least_level(links, truth, level)
            spread = np.sqrt(expected * (1.0 - expected) / draws)
            assert abs((levels[:, finding] >= level).mean() - expected) < 5.0 * spread + 1e-9


def test_points_are_active_as_often_as_the_prior_says() -> None:
    draws = 40_000

    share = sample_truth(SMALL, draws, np.random.default_rng(4)).mean(axis=0)

    spread = np.sqrt(SMALL.prior * (1.0 - SMALL.prior) / draws)
    assert np.all(np.abs(share - SMALL.prior) < 5.0 * spread)


def test_every_client_paints_and_has_as_many_active_points_as_asked_for() -> None:
    clients = sample_clients(NETWORK, 300, np.random.default_rng(5), active=(2, 3))

    assert len(clients) == 300
    assert set(clients.active.sum(axis=1).tolist()) == {2, 3}
    assert np.all((clients.levels[:, : len(NETWORK.area_links)] > 0).any(axis=1))


def test_only_movements_of_muscles_that_meet_the_drawing_are_tested() -> None:
    clients = sample_clients(NETWORK, 100, np.random.default_rng(6), movements=4)
    areas = tuple(NETWORK.area_links)

    for client in range(len(clients)):
        painted = tuple(areas[n] for n in np.flatnonzero(clients.levels[client, : len(areas)]))
        worth = worth_testing(NETWORK, painted)
        allowed = {
            NETWORK.position_by_movement[test, sign] for test in worth for sign in MovementSign
        }
        tested = set(np.flatnonzero(clients.tested[client]).tolist())
        assert tested <= allowed
        assert len(tested) == len(MovementSign) * min(4, len(worth))


def test_what_is_known_of_a_client_is_what_was_drawn() -> None:
    clients = sample_clients(NETWORK, 50, np.random.default_rng(7))
    areas = len(NETWORK.area_links)

    for client in range(len(clients)):
        evidence, levels = clients.evidence(client, NETWORK), clients.levels[client]
        assert evidence.levels.tolist() == levels[evidence.present].tolist()
        assert set(evidence.present[evidence.present < areas]) == set(
            np.flatnonzero(levels[:areas])
        )
        moved = [*evidence.present[evidence.present >= areas], *evidence.absent]
        assert sorted(moved) == np.flatnonzero(clients.tested[client]).tolist()
        assert not levels[evidence.absent].any()


def test_without_grades_every_finding_is_a_yes() -> None:
    clients = sample_clients(NETWORK, 1, np.random.default_rng(8))

    evidence = clients.evidence(0, NETWORK, graded=False)

    assert set(evidence.levels.tolist()) == {Level.UNGRADED}


def test_the_same_seed_gives_the_same_clients() -> None:
    one, other = (sample_clients(NETWORK, 30, np.random.default_rng(9)) for _ in range(2))

    assert np.array_equal(one.levels, other.levels)
    assert np.array_equal(one.tested, other.tested)


def test_more_active_points_than_there_are_cannot_be_drawn() -> None:
    with pytest.raises(TooFewPointsError):
        sample_clients(SMALL, 1, np.random.default_rng(1), active=(400, 401))
