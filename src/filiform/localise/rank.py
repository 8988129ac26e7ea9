"""The one question of this room: which trigger points explain this case?"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import Atlas
from filiform.body.areas import SidedArea
from filiform.body.drawing import EmptyDrawingError
from filiform.localise import widespread
from filiform.localise.absorb import absorb
from filiform.localise.answer import ExplainedArea, Localisation, Method, RankedPoint
from filiform.localise.encoding import encode
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.findings import CaseFindings
from filiform.localise.network import Network, network_of
from filiform.localise.parameters import Parameters, load_parameters
from filiform.localise.problem import Posterior, Problem
from filiform.localise.solver import Solver, plain_solver
from filiform.localise.surprise import load_surprise

ROUNDING_ERROR = 1e-12
"""Bound on the error of an exact answer; the tests hold it against enumeration."""

DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the model says of one case, before it is put into words.

    Parameters
    ----------
    problem, posterior
        The present findings and what they say about their causes.
    areas
        The area of each of the first findings; movements follow.
    log_evidence
        Log probability of the whole case.
    method, error, effective, poorly_explained
        As in :class:`Localisation`.
    """

    network: Network
    problem: Problem
    posterior: Posterior
    areas: tuple[SidedArea, ...]
    log_evidence: float
    method: Method
    error: float
    effective: float | None
    poorly_explained: bool | None


def rank_trigger_points(
    case: CaseFindings,
    atlas: Atlas,
    *,
    parameters: Parameters | None = None,
    solver: Solver | None = None,
    top: int | None = None,
) -> Localisation:
    """Rank the trigger points that could explain a case.

    Active trigger points add their referral areas; none inhibits another (leaky noisy-MAX). The
    drawing was filled in as a whole, so an unpainted area is evidence; a movement that nobody
    tested and a sign that nobody looked for are not. Quality, depth and times are not used.

    Parameters
    ----------
    case
        What is painted, tested and palpated.
    atlas
        Muscles, trigger points and their referral areas.
    parameters
        Strengths, leaks and priors; the packaged ones if omitted.
    solver
        The exact arithmetic; NumPy if omitted.
    top
        How many points to keep, the most probable first; all if omitted.

    Returns
    -------
    Localisation
        The trigger points on each side with their probability of being active.

    Raises
    ------
    EmptyDrawingError
        If nothing is painted; a prior alone is not a finding.
    FrontierTooWideError
        If so many areas in doubt hang together that not even the sampler can begin.
    UnknownFindingError
        If the case names a movement or trigger point that the atlas does not hold.
    """
    parameters = parameters or load_parameters()
    return localisation_of(infer(case, network_of(atlas, parameters), solver=solver), top=top)


def infer(case: CaseFindings, network: Network, *, solver: Solver | None = None) -> Inferred:
    """Return what the model says of a case; see :func:`rank_trigger_points`."""
    if not case.drawing.marks:
        raise EmptyDrawingError(
            "Nothing is painted: there is no pain to explain. Paint where it hurts, then rank."
        )
    absorbed = absorb(encode(case, network), network)
    solver = solver or plain_solver()
    effective = None
    try:
        posterior = solver(absorbed.problem, widest=network.parameters.widest_frontier)
        method, error = Method.EXACT, ROUNDING_ERROR
    except FrontierTooWideError:
        sampled = widespread.sample(
            absorbed.problem,
            core=network.parameters.sampling_core,
            draws=network.parameters.sampling_draws,
        )
        posterior, error, effective = sampled.posterior, sampled.error, sampled.effective
        enough = effective >= network.parameters.fewest_effective_draws
        method = Method.SAMPLED if enough else Method.SKETCH
    return Inferred(
        network=network,
        problem=absorbed.problem,
        posterior=posterior,
        areas=(
            *(mark.sided_area for mark in case.drawing.marks),
            *(area.sided_area for area in case.doubtful),
        ),
        log_evidence=absorbed.log_evidence + posterior.log_evidence,
        method=method,
        error=error,
        effective=effective,
        poorly_explained=_is_poorly_explained(case, network, solver),
    )


def _is_poorly_explained(case: CaseFindings, network: Network, solver: Solver) -> bool | None:
    """Judge the drawing alone, as the table was made; None where that has no exact answer."""
    alone = absorb(encode(CaseFindings(case.drawing), network), network)
    try:
        posterior = solver(alone.problem, widest=network.parameters.widest_frontier)
    except FrontierTooWideError:
        return None
    log_probability = alone.log_evidence + posterior.log_evidence
    return log_probability < load_surprise().least(len(case.drawing.marks))


def localisation_of(inferred: Inferred, *, top: int | None = None) -> Localisation:
    """Return the answer: ranked points, each with what it explains."""
    network, posterior = inferred.network, inferred.posterior
    return Localisation(
        ranking=_ranking(inferred, top),
        method=inferred.method,
        error=inferred.error,
        effective_draws=inferred.effective,
        log_evidence=inferred.log_evidence,
        width=posterior.width,
        atlas_version=network.atlas.version,
        parameters_version=network.parameters.version,
        poorly_explained=inferred.poorly_explained,
        unexplained=MappingProxyType(
            {
                area: _rounded(posterior.leak_fired[position])
                for position, area in enumerate(inferred.areas)
            }
        ),
    )


def _ranking(inferred: Inferred, top: int | None) -> tuple[RankedPoint, ...]:
    network = inferred.network
    probability = inferred.posterior.probability.round(DECIMALS).clip(0.0, 1.0)
    # Stable: points that rounding cannot tell apart keep their alphabetical order.
    order = np.argsort(-probability, kind="stable")[:top].tolist()
    ranks = tied_ranks(probability[order], inferred.error)
    claims_by_cause = _claims(inferred, frozenset(order))
    points = network.atlas.trigger_points
    return tuple(
        RankedPoint(
            rank=rank,
            trigger_point=network.causes[position].trigger_point,
            muscle=points[network.causes[position].trigger_point].muscle,
            side=network.causes[position].side,
            probability=float(probability[position]),
            explains=tuple(
                sorted(
                    claims_by_cause.get(position, ()),
                    key=lambda claim: (-claim.responsibility, claim.area, claim.side),
                )
            ),
        )
        for rank, position in zip(ranks, order, strict=True)
    )


def tied_ranks(descending: NDArray[np.float64] | Sequence[float], error: float) -> list[int]:
    """Return the rank of each value, shared by neighbours that the error cannot tell apart.

    Parameters
    ----------
    descending
        Probabilities, largest first.
    error
        Largest error of each; two values apart by no more than twice of it may be equal.
    """
    ranks: list[int] = []
    for position, value in enumerate(descending):
        tied = position > 0 and descending[position - 1] - value <= 2.0 * error
        ranks.append(ranks[-1] if tied else position + 1)
    return ranks


def _claims(inferred: Inferred, causes: frozenset[int]) -> dict[int, list[ExplainedArea]]:
    """Return what some causes explain, by their position in the network."""
    claims_by_cause: dict[int, list[ExplainedArea]] = {}
    problem, fired = inferred.problem, inferred.posterior.link_fired
    for finding, area in enumerate(inferred.areas):
        own = problem.links_of(finding)
        for cause, chance in zip(problem.causes[own].tolist(), fired[own].tolist(), strict=True):
            if cause in causes:
                claim = ExplainedArea(area.area, area.side, _rounded(chance))
                claims_by_cause.setdefault(cause, []).append(claim)
    return claims_by_cause


def _rounded(probability: float) -> float:
    """Round to what the stated error supports, and keep rounding noise out of 0 to 1."""
    return min(max(round(float(probability), DECIMALS), 0.0), 1.0)
