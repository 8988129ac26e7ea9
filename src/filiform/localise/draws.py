"""Joint draws of which points are active, given all findings: independent and exact.

The forward pass of the elimination has kept its tables. Walking back through them, each step is
undone at random in proportion to the ways that lead to where the walk stands.
"""

import numpy as np
from numpy.typing import NDArray

from filiform.localise.frontier import Sweep, push
from filiform.localise.ordering import Action

Flags = NDArray[np.bool_]


def draw_active(sweep: Sweep, count: int, rng: np.random.Generator) -> Flags:
    """Draw joint states of all causes from their posterior.

    Parameters
    ----------
    sweep
        Of the findings, gone forward.
    count
        Draws wanted.
    rng
        Source of all chance; the same state gives the same draws.

    Returns
    -------
    NDArray[bool]
        ``(count, causes)``.
    """
    problem = sweep.problem
    active = rng.random((count, len(problem.chance))) < problem.chance
    leak_fired = _untouched_leaks(sweep, count, rng)
    state = np.zeros(count, dtype=np.int64)
    for action, subject, axes, before in reversed(sweep.trail):
        if action is Action.OPEN:
            leak_fired[:, subject] = (state & 1).astype(np.bool_)
            state >>= 1
        elif action is Action.CAUSE:
            active[:, subject] = _undo_cause(sweep, subject, axes, before, state, rng)
        else:
            state = _undo_close(sweep, subject, axes[0], before, state, rng)
    for finding in range(problem.finding_count):
        _draw_lone_causes(sweep, finding, leak_fired[:, finding], active, rng)
    return active


def _untouched_leaks(sweep: Sweep, count: int, rng: np.random.Generator) -> Flags:
    """Draw for every finding whether it was triggered as if no shared cause touched it."""
    problem = sweep.problem
    fired = sweep.sounding * problem.if_triggered
    return np.asarray(
        rng.random((count, problem.finding_count))
        < fired / (fired + sweep.silent * problem.if_silent)
    )


def _undo_close(
    sweep: Sweep,
    finding: int,
    axis: int,
    before: NDArray[np.float64],
    state: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Put the closed finding back where it stood, triggered unless its mark is in doubt."""
    bit = _bit(axis, before)
    low = (1 << bit) - 1
    silent = ((state & ~low) << 1) | (state & low)
    triggered = silent | (1 << bit)
    if not sweep.problem.if_silent[finding]:
        return np.asarray(triggered)
    quiet = sweep.problem.if_silent[finding] * before[silent]
    loud = sweep.problem.if_triggered[finding] * before[triggered]
    return np.where(rng.random(len(state)) * (quiet + loud) < loud, triggered, silent)


def _undo_cause(
    sweep: Sweep,
    cause: int,
    axes: tuple[int, ...],
    before: NDArray[np.float64],
    state: NDArray[np.int64],
    rng: np.random.Generator,
) -> Flags:
    """Draw one cause and take back, in place, what its links triggered."""
    links = sweep.arranged.links_by_cause[cause]
    spread = [before]
    for axis, (_, strength, _) in zip(axes, links, strict=True):
        spread.append(push(spread[-1], axis, strength))
    chance = sweep.problem.chance[cause]
    on, off = chance * spread[-1][state], (1.0 - chance) * before[state]
    active = np.asarray(rng.random(len(state)) * (on + off) < on)
    rows = np.flatnonzero(active)
    for place in range(len(links) - 1, -1, -1):
        bit = 1 << _bit(axes[place], before)
        triggered = rows[(state[rows] & bit) != 0]
        fired = links[place][1] * spread[place][state[triggered] ^ bit]
        already = spread[place][state[triggered]]
        took = rng.random(len(triggered)) * (fired + already) < fired
        state[triggered[took]] ^= bit
    return active


def _draw_lone_causes(
    sweep: Sweep, finding: int, fired: Flags, active: Flags, rng: np.random.Generator
) -> None:
    """Draw the causes that have this finding only, given whether leak or any of them fired."""
    problem, arranged = sweep.problem, sweep.arranged
    log_rest = arranged.log_silent[finding]
    pending = fired.copy()
    for place in range(problem.starts[finding], problem.starts[finding + 1]):
        cause = int(problem.causes[place])
        if len(arranged.links_by_cause[cause]) > 1:
            continue
        chance, strength = problem.chance[cause], problem.strengths[place]
        log_rest = log_rest - np.log1p(-chance * strength)
        rest_fires = -np.expm1(log_rest)
        fires = chance * strength
        idle_on, off = chance * (1.0 - strength), 1.0 - chance
        drawn = rng.random(len(fired))
        # Not fired at all: this one cannot have fired either.
        if_none = drawn * (idle_on + off) < idle_on
        # Something fired: either this one did, or the rest has to.
        total = fires + (idle_on + off) * rest_fires
        now = drawn * total < fires
        if_some = drawn * total < fires + idle_on * rest_fires
        # Already explained: free.
        if_free = drawn < chance
        active[:, cause] = np.where(~fired, if_none, np.where(pending, if_some, if_free))
        pending &= ~now


def _bit(axis: int, table: NDArray[np.float64]) -> int:
    """Return the bit of an axis in the flat index of a table."""
    return len(table).bit_length() - 2 - axis
