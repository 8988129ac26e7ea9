"""The one question of this room: which trigger points explain this case?"""

from types import MappingProxyType

from filiform.atlas import Atlas
from filiform.body.areas import SidedArea
from filiform.body.drawing import EmptyDrawingError
from filiform.localise.absorb import Absorbed, absorb
from filiform.localise.answer import ExplainedArea, Localisation, RankedPoint
from filiform.localise.errors import FrontierTooWideError
from filiform.localise.findings import CaseFindings
from filiform.localise.frontier import Posterior, solve
from filiform.localise.network import Network, network_of
from filiform.localise.parameters import Parameters, load_parameters

ROUNDING_ERROR = 1e-12
"""Bound on the error of an exact answer; the tests hold it against enumeration."""

DECIMALS = 12


def rank_trigger_points(
    case: CaseFindings, atlas: Atlas, *, parameters: Parameters | None = None
) -> Localisation:
    """Rank the trigger points that could explain a case.

    Active trigger points add their referral areas; none inhibits another (leaky noisy-OR). The
    drawing was filled in as a whole, so an unpainted area is evidence; a movement that nobody
    tested and a sign that nobody looked for are not. Intensity and quality are not used yet.

    Parameters
    ----------
    case
        What is painted, tested and palpated.
    atlas
        Muscles, trigger points and their referral areas.
    parameters
        Strengths, leaks and priors; the packaged ones if omitted.

    Returns
    -------
    Localisation
        Every trigger point on each side with its probability of being active.

    Raises
    ------
    EmptyDrawingError
        If nothing is painted; a prior alone is not a finding.
    FrontierTooWideError
        If too many painted areas hang together for an exact answer.
    UnknownFindingError
        If the case names a movement or trigger point that the atlas does not hold.
    """
    if not case.drawing.marks:
        raise EmptyDrawingError(
            "Nothing is painted: there is no pain to explain. Paint where it hurts, then rank."
        )
    parameters = parameters or load_parameters()
    network = network_of(atlas, parameters)
    absorbed = absorb(case, network)
    _refuse_too_wide(absorbed, parameters)
    posterior = solve(absorbed.problem)
    return Localisation(
        ranking=_ranking(network, absorbed, posterior),
        method="exact",
        error=ROUNDING_ERROR,
        log_evidence=absorbed.log_evidence + posterior.log_evidence,
        width=absorbed.problem.width,
        atlas_version=atlas.version,
        parameters_version=parameters.version,
        unexplained=MappingProxyType(
            {
                area: _rounded(posterior.leak_fired[position])
                for position, area in enumerate(absorbed.painted)
            }
        ),
    )


def _refuse_too_wide(absorbed: Absorbed, parameters: Parameters) -> None:
    width = absorbed.problem.width
    if width > parameters.widest_frontier:
        raise FrontierTooWideError(
            f"{len(absorbed.painted)} painted areas hang together so closely that an exact answer "
            f"would keep {width} of them open at once; the limit is "
            f"{parameters.widest_frontier}. Rank region by region: one drawing for each."
        )


def _ranking(network: Network, absorbed: Absorbed, posterior: Posterior) -> tuple[RankedPoint, ...]:
    claims_by_cause = _claims(absorbed, posterior)
    muscle_by_point = {point.id: point.muscle for point in network.atlas.trigger_points.values()}
    points = [
        RankedPoint(
            trigger_point=cause.trigger_point,
            muscle=muscle_by_point[cause.trigger_point],
            side=cause.side,
            probability=_rounded(posterior.probability[position]),
            explains=tuple(
                sorted(
                    claims_by_cause.get(position, ()),
                    key=lambda claim: (-claim.responsibility, claim.area, claim.side),
                )
            ),
        )
        for position, cause in enumerate(network.causes)
    ]
    # Stable: points that rounding cannot tell apart keep their alphabetical order.
    return tuple(sorted(points, key=lambda point: -point.probability))


def _claims(absorbed: Absorbed, posterior: Posterior) -> dict[int, list[ExplainedArea]]:
    """Return what each cause explains, by its position in the network."""
    claims_by_cause: dict[int, list[ExplainedArea]] = {}
    for finding, area in enumerate(absorbed.painted):
        links = absorbed.problem.findings[finding]
        for cause, fired in zip(
            links.causes.tolist(), posterior.link_fired[finding].tolist(), strict=True
        ):
            claims_by_cause.setdefault(cause, []).append(_claim(area, fired))
    return claims_by_cause


def _claim(area: SidedArea, fired: float) -> ExplainedArea:
    return ExplainedArea(area.area, area.side, _rounded(fired))


def _rounded(probability: float) -> float:
    """Round to what the stated error supports, and keep rounding noise out of 0 to 1."""
    return min(max(round(float(probability), DECIMALS), 0.0), 1.0)
