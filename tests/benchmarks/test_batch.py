"""Many clients in one call are the clients one by one; leaving a finding out leaves out one."""

import numpy as np
import pytest

from batch import KEPT, encoded, solve
from filiform.atlas import load_atlas
from filiform.localise import load_parameters
from filiform.localise.compiled import infer
from filiform.localise.network import network_of
from filiform.localise.simulate_many import sample_clients
from reasons import with_one_less

NETWORK = network_of(load_atlas(), load_parameters())


@pytest.mark.long
def test_clients_answered_together_have_the_bits_of_each_alone() -> None:
    clients = sample_clients(NETWORK, 60, np.random.default_rng(2))

    answers = solve(encoded(clients, NETWORK, 10, 60), NETWORK)

    assert not answers.status.any()
    for place, client in enumerate(range(10, 60)):
        alone = infer(clients.evidence(client, NETWORK), NETWORK, widest=20).probability
        first = np.argsort(-alone, kind="stable")[:KEPT]
        assert answers.points[place].tolist() == first.tolist()
        assert answers.probability[place].tolist() == alone[first].tolist()


def test_each_finding_is_left_out_once() -> None:
    clients = sample_clients(NETWORK, 1, np.random.default_rng(3), active=(3, 4))
    evidence = clients.evidence(0, NETWORK)

    less = list(with_one_less(evidence))

    assert len(less) == len(evidence.present) + len(evidence.absent)
    left_out = [
        *(set(evidence.present) - set(one.present) for one in less[: len(evidence.present)]),
        *(set(evidence.absent) - set(one.absent) for one in less[len(evidence.present) :]),
    ]
    assert [one.pop() for one in left_out] == [*evidence.present, *evidence.absent]
    assert not any(left_out)
