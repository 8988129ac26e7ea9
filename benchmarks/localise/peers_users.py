"""Each library as its tutorial would be followed, with a limit on time and memory.

``peers.py --users`` runs this file once for each of :data:`USERS`, in a process of its own.
Findings are yes or no here: that is what noisy-OR nodes of these libraries know.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from divorcing import NoisyOr, chain
from filiform.atlas import load_atlas
from filiform.localise import frontier, load_parameters, network_of
from filiform.localise.absorb import absorb
from filiform.localise.encoding import Evidence
from filiform.localise.levels import Level
from filiform.localise.network import Network
from filiform.localise.simulate_many import sample_clients


@dataclass(frozen=True)
class Limits:
    """For one library: clients asked, seconds and memory of the whole process."""

    clients: int = 1
    seconds: int = 60
    gibibytes: int = 8


WIDEST = 20


Marginals = NDArray[np.float64]
Asked = Callable[[Evidence, Network], Marginals]


def what_came_of(name: str, *, seed: int, limits: Limits) -> str:
    """Run one library in a process of its own and say in one line what it did."""
    command = [sys.executable, __file__, name, str(limits.clients), str(seed)]
    memory = limits.gibibytes << 30
    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=limits.seconds,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)),
        )
    except subprocess.TimeoutExpired:
        return f"fails: no answer in {limits.seconds} s"
    return verdict(ended.returncode, ended.stdout, ended.stderr)


def verdict(code: int, said: str, complained: str) -> str:
    """Put what a process left behind into one line."""
    if code == 0 and said:
        told = json.loads(said.splitlines()[-1])
        return f"answers: {told['seconds']:.2f} s a client, largest error {told['error']:.1e}"
    last = complained.strip().splitlines()[-1:] or [f"ended with {code}"]
    return f"fails: {last[0].strip()[:100]}"


def findings_of(evidence: Evidence, network: Network) -> Iterator[tuple[NoisyOr, bool]]:
    """Yield every area and every tested movement, and whether it was seen."""
    table = network.table
    seen = set(evidence.present.tolist())
    for finding in sorted({*range(len(network.area_links)), *seen, *evidence.absent.tolist()}):
        own = table.links_of(finding)
        yield (
            NoisyOr(
                f"f{finding}",
                float(table.leaks[Level.UNGRADED, finding]),
                {
                    f"c{cause}": strength
                    for cause, strength in zip(
                        table.causes[own].tolist(),
                        table.strengths[Level.UNGRADED, own].tolist(),
                        strict=True,
                    )
                },
            ),
            finding in seen,
        )


def flat_table(node: NoisyOr) -> NDArray[np.float64]:
    """Return ``(2, combinations)``, the last parent turning fastest."""
    return node.table().reshape(-1, 2).T


def pgmpy_model(nodes: list[NoisyOr], chance: Mapping[str, float]) -> Any:
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.models import DiscreteBayesianNetwork

    model = DiscreteBayesianNetwork([(p, node.name) for node in nodes for p in node.parents])
    model.add_nodes_from([*chance, *(node.name for node in nodes)])
    tables = [TabularCPD(name, 2, [[1.0 - p], [p]]) for name, p in chance.items()]
    tables += [
        TabularCPD(node.name, 2, flat_table(node), node.parents, [2] * len(node.parents))
        for node in nodes
    ]
    model.add_cpds(*tables)
    return model


def ask_pgmpy(method: str, *, expert: bool) -> Asked:
    def ask(evidence: Evidence, network: Network) -> Marginals:
        from pgmpy import inference

        nodes, seen, chance = laid_out(evidence, network, expert=expert)
        asked = getattr(inference, method)(pgmpy_model(nodes, chance))
        answer = np.array(list(chance.values()))
        for place, name in enumerate(chance):
            found = asked.query([name], evidence=seen, show_progress=False)
            answer[place] = found.values[1]
        return in_place(answer, chance, evidence, network)

    return ask


def ask_pyagrum(method: str) -> Asked:
    def ask(evidence: Evidence, network: Network) -> Marginals:
        import pyagrum

        nodes, seen, chance = laid_out(evidence, network, expert=False)
        net = pyagrum.BayesNet()
        for name, p in chance.items():
            net.add(name, 2)
            net.cpt(name).fillWith([1.0 - p, p])
        for node in nodes:
            net.addNoisyOR(pyagrum.LabelizedVariable(node.name, node.name, 2), node.leak)
            for parent, strength in node.strength_by_parent.items():
                net.addWeightedArc(parent, node.name, strength)
        asked = getattr(pyagrum, method)(net)
        asked.setEvidence(seen)
        asked.makeInference()
        answer = np.array([asked.posterior(name)[1] for name in chance])
        return in_place(answer, chance, evidence, network)

    return ask


def ask_pomegranate(evidence: Evidence, network: Network) -> Marginals:
    import torch
    from pomegranate.distributions import Categorical, JointCategorical
    from pomegranate.factor_graph import FactorGraph

    nodes, seen, chance = laid_out(evidence, network, expert=False)
    graph = FactorGraph(max_iter=100)
    marginals = {name: Categorical([[0.5, 0.5]]) for name in [*chance, *(n.name for n in nodes)]}
    for marginal in marginals.values():
        graph.add_marginal(marginal)
    for name, p in chance.items():
        factor = Categorical([[1.0 - p, p]])
        graph.add_factor(factor)
        graph.add_edge(marginals[name], factor)
    for node in nodes:
        # The library wants the table of a factor to sum to one as a whole.
        factor = JointCategorical(torch.tensor(node.table() / 2 ** len(node.parents)))
        graph.add_factor(factor)
        for name in (*node.parents, node.name):
            graph.add_edge(marginals[name], factor)
    values = torch.tensor([[seen.get(name, 0) for name in marginals]])
    known = torch.tensor([[name in seen for name in marginals]])
    answered = graph.predict_proba(torch.masked.MaskedTensor(values, mask=known))
    answer = np.array([float(answered[place][0, 1]) for place in range(len(chance))])
    return in_place(answer, chance, evidence, network)


def laid_out(
    evidence: Evidence, network: Network, *, expert: bool
) -> tuple[list[NoisyOr], dict[str, int], dict[str, float]]:
    """Return nodes, what was seen of which, and the chance of each cause."""
    if expert:
        problem = absorb(evidence, network).problem
        chains = [chain(problem, finding) for finding in range(problem.finding_count)]
        chance = {f"c{c}": float(problem.chance[c]) for c in np.unique(problem.causes).tolist()}
        seen = {nodes[-1].name: 1 for nodes in chains if nodes}
        return [node for nodes in chains for node in nodes], seen, chance
    pairs = list(findings_of(evidence, network))
    chance = {f"c{cause}": float(p) for cause, p in enumerate(network.prior)}
    seen = {node.name: int(there) for node, there in pairs}
    return [node for node, _ in pairs], seen, chance


def in_place(
    answer: Marginals, chance: Mapping[str, float], evidence: Evidence, network: Network
) -> Marginals:
    """Return the marginals of all causes; one that the expert left out keeps its chance."""
    probability = absorb(evidence, network).problem.chance.copy()
    probability[[int(name[1:]) for name in chance]] = answer
    return probability


USERS: Mapping[str, Asked] = {
    "pyAgrum noisy-OR nodes, LazyPropagation": ask_pyagrum("LazyPropagation"),
    "pyAgrum noisy-OR nodes, LoopyBeliefPropagation": ask_pyagrum("LoopyBeliefPropagation"),
    "pgmpy, VariableElimination": ask_pgmpy("VariableElimination", expert=False),
    "pgmpy, absorbed and divorced, VariableElimination": ask_pgmpy(
        "VariableElimination", expert=True
    ),
    "pgmpy, absorbed and divorced, BeliefPropagation": ask_pgmpy("BeliefPropagation", expert=True),
    "pomegranate factor graph": ask_pomegranate,
}


def main() -> int:
    name, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    network = network_of(load_atlas(), load_parameters())
    clients = sample_clients(network, count, np.random.default_rng(seed), active=(1, 4))
    seconds, error = 0.0, 0.0
    for client in range(count):
        evidence = clients.evidence(client, network, graded=False)
        exact = frontier.solve(absorb(evidence, network).problem, widest=WIDEST).probability
        started = time.perf_counter()
        answer = USERS[name](evidence, network)
        seconds += time.perf_counter() - started
        error = max(error, float(np.abs(answer - exact).max()))
    print(json.dumps({"seconds": seconds / count, "error": error}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
