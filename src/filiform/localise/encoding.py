"""A case in the positions and numbers of a network."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from filiform.localise.context import log_odds_in
from filiform.localise.errors import UnknownFindingError
from filiform.localise.findings import CaseFindings, Degree, MovementFinding, MovementTest
from filiform.localise.levels import LEVEL_BY_WORD, Level
from filiform.localise.network import MovementSign, Network
from filiform.localise.palpation import palpation_ratio
from filiform.localise.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Evidence:
    """All evidence of one case; an area that is not present is absent, a movement is not asked.

    Parameters
    ----------
    log_odds
        Of each cause before any evidence, ``(causes,)`` float.
    present
        Findings that are there or may be, painted areas first, ``(present,)`` int.
    levels
        What was observed of each, ``(present,)`` int of :class:`Level`.
    if_silent, if_triggered
        Likelihood of the observation if the finding is not, or is, triggered; 0 and 1 where there
        is no doubt, ``(present,)`` float.
    absent
        Movement findings that were looked for and not seen, ``(absent,)`` int.
    spots
        Palpated causes, ``(spots,)`` int.
    log_ratios
        Log likelihood ratio of each palpation, ``(spots,)`` float.
    """

    log_odds: NDArray[np.float64]
    present: NDArray[np.int64]
    levels: NDArray[np.int64]
    if_silent: NDArray[np.float64]
    if_triggered: NDArray[np.float64]
    absent: NDArray[np.int64]
    spots: NDArray[np.int64]
    log_ratios: NDArray[np.float64]


def encode(case: CaseFindings, network: Network) -> Evidence:
    """Return a case in positions and numbers.

    Parameters
    ----------
    case
        What is painted, tested and palpated.
    network
        Whose positions are used.

    Raises
    ------
    UnknownFindingError
        If the case names a movement, area, trigger point, activity or region that is not known.
    """
    present: list[int] = []
    levels: list[Level] = []
    for mark in case.drawing.marks:
        present.append(_area(network, mark.sided_area))
        levels.append(level_of(mark.intensity, network.parameters))
    chances = [1.0] * len(present)
    for doubtful in case.doubtful:
        present.append(_area(network, doubtful.sided_area))
        levels.append(Level.UNGRADED)
        chances.append(doubtful.chance)
    absent = []
    for position, level in _tested(case.movements, network).items():
        if level is Level.ABSENT:
            absent.append(position)
        else:
            present.append(position)
            levels.append(level)
            chances.append(1.0)
    if_triggered = np.array(chances, dtype=np.float64)
    ratios = [palpation_ratio(finding, network.parameters) for finding in case.palpations]
    return Evidence(
        log_odds=log_odds_in(case.context, network),
        present=np.array(present, dtype=np.int64),
        levels=np.array(levels, dtype=np.int64),
        if_silent=1.0 - if_triggered,
        if_triggered=if_triggered,
        absent=np.array(absent, dtype=np.int64),
        spots=np.array(
            [network.position_of(spot.trigger_point, spot.side) for spot in case.palpations],
            dtype=np.int64,
        ),
        log_ratios=np.log(np.array(ratios, dtype=np.float64)),
    )


def level_of(intensity: int, parameters: Parameters) -> Level:
    """Return the grade of a numeric rating from 1 to 10."""
    return Level(sum(intensity >= lowest for lowest in parameters.lowest_rating_by_level))


def _area(network: Network, area: SidedArea) -> int:
    try:
        return network.position_by_area[area]
    except KeyError:
        raise UnknownFindingError(f"The atlas knows no area {area.key!r}.") from None


def _tested(movements: tuple[MovementFinding, ...], network: Network) -> dict[int, Level]:
    """Return the level of each movement finding; one reported twice alike counts once."""
    level_by_position: dict[int, Level] = {}
    for finding in movements:
        for test, sign, degree in _signs(finding):
            try:
                position = network.position_by_movement[test, sign]
            except KeyError:
                raise UnknownFindingError(
                    f"Atlas {network.atlas.version} holds no movement {finding.movement!r}."
                ) from None
            level_by_position[position] = level_of_degree(degree)
    return level_by_position


def level_of_degree(degree: Degree) -> Level:
    """Return the level of a yes, a no, or one of the three words."""
    if isinstance(degree, str):
        return LEVEL_BY_WORD[degree]
    return Level.UNGRADED if degree else Level.ABSENT


def _signs(finding: MovementFinding) -> Iterator[tuple[MovementTest, MovementSign, Degree]]:
    for sign, degree in (
        (MovementSign.RESTRICTED, finding.restricted),
        (MovementSign.PAINFUL, finding.painful),
    ):
        if degree is not None:
            yield finding.test, sign, degree
