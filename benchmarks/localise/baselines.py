"""Two simpler rankings of the same drawing, to be beaten by the exact one.

*Overlap* asks how alike the drawing and the pattern of one point are. *Naive Bayes* asks how much
more probable all findings are if this one point is active and nothing else but the leak than if no
point is: the parameters of the exact ranking, without points that share a pain.

Both return one score per cause, in the order of ``network.causes``; higher is better. Scores of
different methods are on different scales.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from filiform.body.drawing import EmptyDrawingError, PainDrawing
from filiform.localise import CaseFindings
from filiform.localise.network import Links, MovementSign, Network
from filiform.localise.palpation import palpation_ratio


def overlap_scores(
    drawing: PainDrawing, network: Network, *, graded: bool = True
) -> NDArray[np.float64]:
    """Compare a drawing with the pattern of each point.

    The Jaccard index: the sum over areas of the smaller weight, divided by that of the larger. A
    painted area weighs 1. An area of a pattern weighs its strength relative to the strongest of
    the network, or 1 where ``graded`` is off, which leaves the index of two plain sets.

    Parameters
    ----------
    drawing
        What is painted; intensity and quality are not used.
    network
        Points, areas and strengths.

    Returns
    -------
    NDArray
        ``(causes,)`` float in 0 to 1; 0 where the point reaches no painted area.

    Raises
    ------
    EmptyDrawingError
        If nothing is painted.
    """
    _require_marks(drawing)
    painted = {mark.sided_area for mark in drawing.marks}
    strongest = max(links.strengths.max(initial=0.0) for links in network.area_links.values())
    shared = np.zeros(len(network.causes))
    pattern = np.zeros(len(network.causes))
    for area, links in network.area_links.items():
        weights = links.strengths / strongest if graded else np.ones(len(links.causes))
        pattern[links.causes] += weights
        if area in painted:
            shared[links.causes] += weights
    return np.asarray(shared / (len(painted) + pattern - shared))


def naive_bayes_scores(case: CaseFindings, network: Network) -> NDArray[np.float64]:
    """Weigh each point as if it were the only one there could be.

    Areas and movement tests count as in the exact ranking: an unpainted area is evidence, a
    movement that nobody tested is not.

    Parameters
    ----------
    case
        What is painted, tested and palpated.
    network
        Points with their links, leaks and priors.

    Returns
    -------
    NDArray
        Log odds that each point is active, ``(causes,)`` float. Where the atlas holds one point
        alone they are the exact answer.

    Raises
    ------
    EmptyDrawingError
        If nothing is painted.
    """
    _require_marks(case.drawing)
    log_odds = np.log(network.prior) - np.log1p(-network.prior) + network.log_all_unpainted
    for mark in case.drawing.marks:
        links = network.area_links[mark.sided_area]
        log_odds[links.causes] += _log_ratio_if_seen(links) - np.log1p(-links.strengths)
    for links, seen in _tested(case, network):
        log_odds[links.causes] += _log_ratio_if_seen(links) if seen else np.log1p(-links.strengths)
    for finding in case.palpations:
        position = network.position_of(finding.trigger_point, finding.side)
        log_odds[position] += np.log(palpation_ratio(finding, network.parameters))
    return log_odds


def _log_ratio_if_seen(links: Links) -> NDArray[np.float64]:
    """Log of how much likelier a finding is with each parent than from its leak alone."""
    with_parent = 1.0 - (1.0 - links.leak) * (1.0 - links.strengths)
    return np.asarray(np.log(with_parent / links.leak))


def _tested(case: CaseFindings, network: Network) -> Iterator[tuple[Links, bool]]:
    """Yield each movement sign that was looked for once, however often it is reported."""
    results = {}
    for finding in case.movements:
        for sign, seen in (
            (MovementSign.RESTRICTED, finding.restricted),
            (MovementSign.PAINFUL, finding.painful),
        ):
            if seen is not None:
                results[finding.test, sign] = seen
    for test, seen in results.items():
        yield network.movement_links[test], seen


def _require_marks(drawing: PainDrawing) -> None:
    if not drawing.marks:
        raise EmptyDrawingError("Nothing is painted: there is nothing to compare. Paint first.")
