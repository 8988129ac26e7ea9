"""Two simpler rankings of the same drawing, to be beaten by the exact one.

*Overlap* asks how alike the drawing and the pattern of one point are. *Naive Bayes* asks how much
more probable all findings are if this one point is active and nothing else but the leak than if no
point is: the parameters of the exact ranking, without points that share a pain.

Both return one score per cause, in the order of ``network.causes``; higher is better. Scores of
different methods are on different scales.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from filiform.body.drawing import EmptyDrawingError, PainDrawing
from filiform.localise import CaseFindings
from filiform.localise.encoding import Evidence, encode
from filiform.localise.levels import Level
from filiform.localise.network import Network


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
    painted = [network.position_by_area[mark.sided_area] for mark in drawing.marks]
    return overlap(painted, network, graded=graded)


def overlap(
    painted: Sequence[int] | NDArray[np.int64], network: Network, *, graded: bool = True
) -> NDArray[np.float64]:
    """Compare painted areas, by their positions in the network; see :func:`overlap_scores`."""
    marked = set(np.asarray(painted).tolist())
    strongest = max(links.strengths.max(initial=0.0) for links in network.area_links.values())
    shared = np.zeros(len(network.causes))
    pattern = np.zeros(len(network.causes))
    for area, links in enumerate(network.area_links.values()):
        weights = links.strengths / strongest if graded else np.ones(len(links.causes))
        pattern[links.causes] += weights
        if area in marked:
            shared[links.causes] += weights
    return np.asarray(shared / (len(marked) + pattern - shared))


def naive_bayes_scores(case: CaseFindings, network: Network) -> NDArray[np.float64]:
    """Weigh each point as if it were the only one there could be.

    All evidence counts as in the exact ranking, grades included: an unpainted area is evidence, a
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
    return naive_bayes_log_odds(encode(case, network), network)


def naive_bayes_log_odds(evidence: Evidence, network: Network) -> NDArray[np.float64]:
    """Weigh each point by encoded evidence; see :func:`naive_bayes_scores`."""
    table = network.table
    log_odds = evidence.log_odds + network.log_all_unpainted
    for finding, level in zip(evidence.present.tolist(), evidence.levels.tolist(), strict=True):
        own = table.links_of(finding)
        log_odds[table.causes[own]] += _log_ratio(network, finding, level)
        if finding < len(network.area_links):
            log_odds[table.causes[own]] -= table.log_at_most[Level.ABSENT, own]
    for finding in evidence.absent.tolist():
        own = table.links_of(finding)
        log_odds[table.causes[own]] += table.log_at_most[Level.ABSENT, own]
    np.add.at(log_odds, evidence.spots, evidence.log_ratios)
    return log_odds


def _log_ratio(network: Network, finding: int, level: int) -> NDArray[np.float64]:
    """Log of how much likelier an observed level is with each parent than from its leak alone."""
    own, leak = network.table.links_of(finding), network.table.leaks[level, finding]
    with_parent = 1.0 - (1.0 - leak) * (1.0 - network.table.strengths[level, own])
    return np.asarray(network.table.log_at_most[level, own] + np.log(with_parent / leak))


def _require_marks(drawing: PainDrawing) -> None:
    if not drawing.marks:
        raise EmptyDrawingError("Nothing is painted: there is nothing to compare. Paint first.")
