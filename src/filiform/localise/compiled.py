"""The frontier elimination in machine code; optional, and the twin of :mod:`frontier`.

The same steps in the same order, written as loops for Numba. Where the twin keeps the table of each
step in a list, this one lays them end to end in one arena. A finding that opens takes the highest
bit of the table's index. Needs the extra ``filiform[fast]``; without it the twin answers.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from filiform.localise.encoding import Evidence
from filiform.localise.errors import FrontierTooWideError, UnexplainedEvidenceError
from filiform.localise.network import Network
from filiform.localise.ordering import HOPELESS, STARTS, WIDE
from filiform.localise.problem import Posterior, Problem

Code = TypeVar("Code", bound=Callable[..., Any])
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SOLVED, TOO_WIDE, UNEXPLAINED = 0, 1, 2
OPEN, CAUSE, CLOSE = 0, 1, 2
ABSENT = 0
LARGEST_ARENA = 1 << 27
"""Numbers that the tables of one client may hold: 1 GiB."""


def machine_code(function: Code) -> Code:
    """Compile a function for this machine once and keep the result beside its source."""
    # No fast-math: an answer must have the same bits on every machine and in every batch.
    return cast(Code, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def solve(problem: Problem, *, widest: int) -> Posterior:
    """Return every marginal and the responsibility of every link; see :func:`frontier.solve`."""
    probability = problem.chance.copy()
    link_fired = np.empty(len(problem.causes))
    leak_fired = np.empty(problem.finding_count)
    status, log_evidence, width = solve_into(
        problem.chance, problem.starts, problem.causes, problem.strengths, problem.leaks,
        problem.if_silent, problem.if_triggered, widest, probability, link_fired, leak_fired,
    )  # fmt: skip
    _refuse(status, width, widest)
    return Posterior(probability, link_fired, leak_fired, log_evidence, width)


def infer(evidence: Evidence, network: Network, *, widest: int) -> Posterior:
    """Absorb and solve in one go; the log evidence is that of the whole case."""
    table = network.table
    probability = np.empty(len(network.causes))
    links = int((table.starts[evidence.present + 1] - table.starts[evidence.present]).sum())
    link_fired = np.empty(links)
    leak_fired = np.empty(len(evidence.present))
    status, log_evidence, width = infer_into(
        evidence.log_odds, network.log_all_unpainted, network.log_no_area_leak,
        len(network.area_links), table.starts, table.causes, table.log_at_most, table.strengths,
        table.leak_log_at_most, table.leaks, evidence.present, evidence.levels,
        evidence.if_silent, evidence.if_triggered, evidence.absent, evidence.spots,
        evidence.log_ratios, widest, probability, link_fired, leak_fired,
    )  # fmt: skip
    _refuse(status, width, widest)
    return Posterior(probability, link_fired, leak_fired, log_evidence, width)


def _refuse(status: int, width: int, widest: int) -> None:
    if status == TOO_WIDE:
        raise FrontierTooWideError(width, widest)
    if status == UNEXPLAINED:
        raise UnexplainedEvidenceError()


@machine_code
def infer_into(
    log_odds: Floats, log_all_unpainted: Floats, log_no_area_leak: float, area_count: int,
    starts: Integers, causes: Integers, log_at_most: Floats, strengths: Floats,
    leak_log_at_most: Floats, leaks: Floats, present: Integers, levels: Integers,
    if_silent: Floats, if_triggered: Floats, absent: Integers, spots: Integers,
    log_ratios: Floats, widest: int, probability: Floats, link_fired: Floats, leak_fired: Floats,
) -> tuple[int, float, int]:  # fmt: skip
    """Absorb one case and solve it, into arrays of the caller; return status, log P(E), width."""
    log_factor = log_all_unpainted.copy()
    log_leaks = log_no_area_leak
    count = len(present)
    own_starts = np.zeros(count + 1, np.int64)
    for j in range(count):
        own_starts[j + 1] = own_starts[j] + starts[present[j] + 1] - starts[present[j]]
    own_causes = np.empty(own_starts[count], np.int64)
    own_strengths = np.empty(own_starts[count])
    own_leaks = np.empty(count)
    for j in range(count):
        finding, level = present[j], levels[j]
        own_leaks[j] = leaks[level, finding]
        log_leaks += leak_log_at_most[level, finding]
        is_area = finding < area_count
        if is_area:
            log_leaks -= leak_log_at_most[ABSENT, finding]
        first = starts[finding]
        for k in range(own_starts[j + 1] - own_starts[j]):
            cause = causes[first + k]
            own_causes[own_starts[j] + k] = cause
            own_strengths[own_starts[j] + k] = strengths[level, first + k]
            log_factor[cause] += log_at_most[level, first + k]
            if is_area:
                log_factor[cause] -= log_at_most[ABSENT, first + k]
    for j in range(len(absent)):
        finding = absent[j]
        log_leaks += leak_log_at_most[ABSENT, finding]
        for k in range(starts[finding], starts[finding + 1]):
            log_factor[causes[k]] += log_at_most[ABSENT, k]
    for j in range(len(spots)):
        log_factor[spots[j]] += log_ratios[j]
    chance = np.empty(len(log_odds))
    log_both = 0.0
    for i in range(len(log_odds)):
        odds = np.exp(log_odds[i])
        after = odds * np.exp(log_factor[i])
        chance[i] = after / (1.0 + after)
        log_both += np.log((1.0 + after) / (1.0 + odds))
    probability[:] = chance
    status, log_evidence, width = solve_into(
        chance, own_starts, own_causes, own_strengths, own_leaks, if_silent, if_triggered,
        widest, probability, link_fired, leak_fired,
    )  # fmt: skip
    return status, log_evidence + log_both + log_leaks, width


@machine_code
def solve_into(
    chance: Floats, starts: Integers, causes: Integers, strengths: Floats, leaks: Floats,
    if_silent: Floats, if_triggered: Floats, widest: int,
    probability: Floats, link_fired: Floats, leak_fired: Floats,
) -> tuple[int, float, int]:  # fmt: skip
    """Solve one problem into arrays of the caller; return status, log evidence and width."""
    finding_count = len(leaks)
    first, findings, own_strengths, places, subjects = _group_by_cause(
        len(chance), starts, causes, strengths
    )
    log_silent = np.log1p(-leaks)
    for s in range(len(subjects)):
        if first[s + 1] - first[s] == 1:
            k = first[s]
            log_silent[findings[k]] += np.log1p(-chance[subjects[s]] * own_strengths[k])
    silent = np.exp(log_silent)
    sounding = -np.expm1(log_silent)
    actions, whom, step_count, width, numbers = _order(finding_count, first, findings)
    if width > widest or numbers > LARGEST_ARENA:
        return TOO_WIDE, 0.0, width
    rest_if_silent = if_silent.copy()
    rest_if_fired = if_triggered.copy()
    status, log_evidence = _sweep(
        chance, first, findings, own_strengths, places, subjects, silent, sounding, if_silent,
        if_triggered, actions, whom, step_count, width, numbers, rest_if_silent, rest_if_fired,
        probability, link_fired,
    )  # fmt: skip
    if status != SOLVED:
        return status, 0.0, width
    for j in range(finding_count):
        weight = silent[j] * rest_if_silent[j] + sounding[j] * rest_if_fired[j]
        leak_fired[j] = leaks[j] * rest_if_fired[j] / weight
    for s in range(len(subjects)):
        if first[s + 1] - first[s] == 1:
            k, cause = first[s], subjects[s]
            _settle_lone_cause(
                cause, findings[k], own_strengths[k], places[k], chance[cause], log_silent,
                silent, sounding, rest_if_silent, rest_if_fired, probability, link_fired,
            )  # fmt: skip
    return SOLVED, log_evidence, width


@machine_code
def _group_by_cause(
    cause_count: int, starts: Integers, causes: Integers, strengths: Floats
) -> tuple[Integers, Integers, Floats, Integers, Integers]:
    """Turn links by finding into links by cause: starts, finding, strength, place; and the causes.

    Causes ascend, and so do the findings of each.
    """
    degree = np.zeros(cause_count, np.int64)
    for k in range(len(causes)):
        degree[causes[k]] += 1
    touched = 0
    for i in range(cause_count):
        touched += degree[i] > 0
    subjects = np.empty(touched, np.int64)
    first = np.zeros(touched + 1, np.int64)
    at = np.empty(cause_count, np.int64)
    s = 0
    for i in range(cause_count):
        if degree[i]:
            subjects[s] = i
            at[i] = first[s]
            first[s + 1] = first[s] + degree[i]
            s += 1
    findings = np.empty(len(causes), np.int64)
    own_strengths = np.empty(len(causes))
    places = np.empty(len(causes), np.int64)
    for j in range(len(starts) - 1):
        for k in range(starts[j], starts[j + 1]):
            slot = at[causes[k]]
            at[causes[k]] += 1
            findings[slot] = j
            own_strengths[slot] = strengths[k]
            places[slot] = k
    return first, findings, own_strengths, places, subjects


@machine_code
def _order(
    finding_count: int, first: Integers, findings: Integers
) -> tuple[Integers, Integers, int, int, int]:
    """Order the causes with two or more findings as :mod:`ordering` does.

    Returns actions, subjects, number of steps, width, and numbers in all tables.
    """
    subject_count = len(first) - 1
    by_finding, through = _causes_through(finding_count, first, findings)
    part = _parts(finding_count, first, findings)
    words = (finding_count + 63) // 64
    neighbours = np.zeros((finding_count, words), np.uint64)
    for s in range(subject_count):
        if first[s + 1] - first[s] > 1:
            for k in range(first[s], first[s + 1]):
                for other in range(first[s], first[s + 1]):
                    j = findings[other]
                    neighbours[findings[k], j // 64] |= np.uint64(1) << np.uint64(j % 64)
    longest = 2 * finding_count + subject_count
    actions, whom = np.empty(longest, np.int64), np.empty(longest, np.int64)
    trial_actions, trial_whom = np.empty(longest, np.int64), np.empty(longest, np.int64)
    best_actions, best_whom = np.empty(longest, np.int64), np.empty(longest, np.int64)
    step_count, width, numbers = 0, 0, 1
    members = np.empty(finding_count, np.int64)
    for root in range(finding_count):
        if part[root] != root or by_finding[root] == by_finding[root + 1]:
            continue
        size = 0
        for j in range(root, finding_count):
            if part[j] == root:
                members[size] = j
                size += 1
        best_cost, best_steps, best_width, best_numbers = np.inf, 0, 0, 0
        tried = np.zeros(size, np.bool_)
        for attempt in range(size):
            if attempt >= STARTS and not WIDE < best_width <= HOPELESS:
                break
            start, fewest = -1, finding_count + 1
            for m in range(size):
                if not tried[m]:
                    around = _bits(neighbours, members[m], neighbours, -1)
                    if around < fewest:
                        start, fewest = m, around
            tried[start] = True
            cost, steps, most, entries = _greedy(
                members[start], members[:size], first, findings, by_finding, through, neighbours,
                best_cost, trial_actions, trial_whom,
            )  # fmt: skip
            if cost < best_cost:
                best_cost, best_steps, best_width, best_numbers = cost, steps, most, entries
                best_actions[:steps] = trial_actions[:steps]
                best_whom[:steps] = trial_whom[:steps]
        actions[step_count : step_count + best_steps] = best_actions[:best_steps]
        whom[step_count : step_count + best_steps] = best_whom[:best_steps]
        step_count += best_steps
        width = max(width, best_width)
        numbers += best_numbers
    return actions, whom, step_count, width, numbers


@machine_code
def _causes_through(
    finding_count: int, first: Integers, findings: Integers
) -> tuple[Integers, Integers]:
    """Return the shared causes of each finding, ascending: starts and positions."""
    by_finding = np.zeros(finding_count + 1, np.int64)
    for s in range(len(first) - 1):
        if first[s + 1] - first[s] > 1:
            for k in range(first[s], first[s + 1]):
                by_finding[findings[k] + 1] += 1
    for j in range(finding_count):
        by_finding[j + 1] += by_finding[j]
    at = by_finding[:-1].copy()
    through = np.empty(by_finding[finding_count], np.int64)
    for s in range(len(first) - 1):
        if first[s + 1] - first[s] > 1:
            for k in range(first[s], first[s + 1]):
                through[at[findings[k]]] = s
                at[findings[k]] += 1
    return by_finding, through


@machine_code
def _parts(finding_count: int, first: Integers, findings: Integers) -> Integers:
    """Return the connected part of each finding, named by its lowest finding."""
    part = np.arange(finding_count)
    for s in range(len(first) - 1):
        one = findings[first[s]]
        while part[one] != one:
            one = part[one]
        for k in range(first[s] + 1, first[s + 1]):
            other = findings[k]
            while part[other] != other:
                other = part[other]
            low, high = min(one, other), max(one, other)
            part[high] = low
            one = low
    for j in range(finding_count):
        part[j] = part[part[j]]
    return part


@machine_code
def _bits(bits: NDArray[np.uint64], row: int, less: NDArray[np.uint64], less_row: int) -> int:
    """Count the bits of a row that are not set in another; in no other if its row is -1."""
    count = 0
    for word in range(bits.shape[1]):
        value = bits[row, word]
        if less_row >= 0:
            value &= ~less[less_row, word]
        while value:
            value &= value - np.uint64(1)
            count += 1
    return count


@machine_code
def _greedy(
    start: int, members: Integers, first: Integers, findings: Integers, by_finding: Integers,
    through: Integers, neighbours: NDArray[np.uint64], best_cost: float,
    actions: Integers, whom: Integers,
) -> tuple[float, int, int, int]:  # fmt: skip
    """Write one greedy order of a part; return cost, steps, width, and numbers in its tables."""
    subject_count = len(first) - 1
    done = np.zeros(subject_count, np.bool_)
    opened = np.zeros((1, neighbours.shape[1]), np.uint64)
    is_open = np.zeros(len(by_finding) - 1, np.bool_)
    need = np.zeros(len(by_finding) - 1, np.int64)
    for m in range(len(members)):
        need[members[m]] = by_finding[members[m] + 1] - by_finding[members[m]]
    cost, steps, width, open_now, numbers = 0.0, 0, 0, 0, 0
    goal = start
    while goal >= 0:
        while need[goal] > 0:
            cause, fewest = -1, len(by_finding)
            for k in range(by_finding[goal], by_finding[goal + 1]):
                s = through[k]
                if not done[s]:
                    fresh = 0
                    for e in range(first[s], first[s + 1]):
                        j = findings[e]
                        if not (opened[0, j // 64] >> np.uint64(j % 64)) & np.uint64(1):
                            fresh += 1
                    if fresh < fewest:
                        cause, fewest = s, fresh
            done[cause] = True
            for e in range(first[cause], first[cause + 1]):
                j = findings[e]
                if not (opened[0, j // 64] >> np.uint64(j % 64)) & np.uint64(1):
                    opened[0, j // 64] |= np.uint64(1) << np.uint64(j % 64)
                    is_open[j] = True
                    open_now += 1
                    actions[steps], whom[steps] = OPEN, j
                    steps += 1
                    numbers += 1 << min(open_now, 60)
            actions[steps], whom[steps] = CAUSE, cause
            steps += 1
            width = max(width, open_now)
            numbers += 1 << min(open_now, 60)
            cost += (first[cause + 1] - first[cause]) * 2.0**open_now
            if cost >= best_cost or open_now > 60:
                return np.inf, steps, width, numbers
            for e in range(first[cause], first[cause + 1]):
                j = findings[e]
                need[j] -= 1
                if need[j] == 0:
                    is_open[j] = False
                    open_now -= 1
                    actions[steps], whom[steps] = CLOSE, j
                    steps += 1
                    numbers += 1 << open_now
        goal, fewest = -1, len(by_finding) + 1
        for m in range(len(members)):
            if is_open[members[m]]:
                ahead = _bits(neighbours, members[m], opened, 0)
                if ahead < fewest:
                    goal, fewest = members[m], ahead
    return cost, steps, width, numbers


@machine_code
def _push(table: Floats, size: int, bit: int, strength: float) -> None:
    """Move a share of the weight from "not triggered" to "triggered" on one axis."""
    step = 1 << bit
    for block in range(0, size, 2 * step):
        for low in range(block, block + step):
            table[low + step] += strength * table[low]
            table[low] *= 1.0 - strength


@machine_code
def _sweep(
    chance: Floats, first: Integers, findings: Integers, strengths: Floats, places: Integers,
    subjects: Integers, silent: Floats, sounding: Floats, if_silent: Floats, if_triggered: Floats,
    actions: Integers, whom: Integers, step_count: int, width: int, numbers: int,
    rest_if_silent: Floats, rest_if_fired: Floats, probability: Floats, link_fired: Floats,
) -> tuple[int, float]:  # fmt: skip
    """Go there and back through the steps; return status and log evidence."""
    arena = np.empty(numbers)
    arena[0] = 1.0
    bit_of = np.full(len(silent), -1, np.int64)
    bit_at = np.zeros(step_count, np.int64)
    entered = np.zeros(len(silent), np.bool_)
    at, size, log_evidence = 0, 1, 0.0
    bits = 0
    for step in range(step_count):
        j = whom[step]
        after = at + size
        if actions[step] == OPEN:
            for k in range(size):
                arena[after + k] = arena[at + k] * silent[j]
                arena[after + size + k] = arena[at + k] * sounding[j]
            bit_of[j] = bits
            entered[j] = True
            bits += 1
            at, size = after, 2 * size
        elif actions[step] == CAUSE:
            share = chance[subjects[j]]
            spread = arena[after : after + size]
            spread[:] = arena[at : at + size]
            for e in range(first[j], first[j + 1]):
                _push(spread, size, bit_of[findings[e]], strengths[e])
            for k in range(size):
                spread[k] = (1.0 - share) * arena[at + k] + share * spread[k]
            at = after
        else:
            bit = bit_of[j]
            bit_at[step] = bit
            low = (1 << bit) - 1
            total = 0.0
            for k in range(size // 2):
                source = at + ((k & ~low) << 1) + (k & low)
                value = if_triggered[j] * arena[source + low + 1] + if_silent[j] * arena[source]
                arena[after + k] = value
                total += value
            if not total > 0.0:
                return UNEXPLAINED, 0.0
            log_evidence += np.log(total)
            at, size = after, size // 2
            for k in range(size):
                arena[at + k] /= total
            for other in range(len(bit_of)):
                bit_of[other] -= bit_of[other] > bit
            bit_of[j] = -1
            bits -= 1
    for j in range(len(silent)):
        if not entered[j]:
            weight = silent[j] * if_silent[j] + sounding[j] * if_triggered[j]
            if not weight > 0.0:
                return UNEXPLAINED, 0.0
            log_evidence += np.log(weight)
    _back(
        chance, first, findings, strengths, places, subjects, silent, sounding, if_silent,
        if_triggered, actions, whom, step_count, width, arena, at, bit_of, bit_at,
        rest_if_silent, rest_if_fired, probability, link_fired,
    )  # fmt: skip
    return SOLVED, log_evidence


@machine_code
def _back(
    chance: Floats, first: Integers, findings: Integers, strengths: Floats, places: Integers,
    subjects: Integers, silent: Floats, sounding: Floats, if_silent: Floats, if_triggered: Floats,
    actions: Integers, whom: Integers, step_count: int, width: int, arena: Floats, at: int,
    bit_of: Integers, bit_at: Integers, rest_if_silent: Floats, rest_if_fired: Floats,
    probability: Floats, link_fired: Floats,
) -> None:  # fmt: skip
    """Step back with the transposed moves and read off causes, links and leaks."""
    most = 0
    for step in range(step_count):
        if actions[step] == CAUSE:
            most = max(most, first[whom[step] + 1] - first[whom[step]])
    pulled = np.empty((most + 1, 1 << width))
    spread = np.empty(1 << width)
    future = np.empty(1 << width)
    other_future = np.empty(1 << width)
    future[0] = 1.0
    size = 1
    for step in range(step_count - 1, -1, -1):
        j = whom[step]
        if actions[step] == OPEN:
            size //= 2
            at -= size
            quiet = loud = 0.0
            for k in range(size):
                quiet += arena[at + k] * future[k]
                loud += arena[at + k] * future[size + k]
                future[k] = silent[j] * future[k] + sounding[j] * future[size + k]
            rest_if_silent[j], rest_if_fired[j] = quiet, loud
            bit_of[j] = -1
        elif actions[step] == CAUSE:
            at -= size
            _settle_shared_cause(
                j, chance[subjects[j]], first, findings, strengths, places, subjects, bit_of,
                arena[at : at + size], size, future, pulled, spread, probability, link_fired,
            )  # fmt: skip
        else:
            bit = bit_at[step]
            low = (1 << bit) - 1
            largest = 0.0
            for k in range(size):
                largest = max(largest, future[k])
            for k in range(size):
                target = ((k & ~low) << 1) + (k & low)
                ahead = future[k] / largest
                other_future[target] = if_silent[j] * ahead
                other_future[target + low + 1] = if_triggered[j] * ahead
            size *= 2
            at -= size
            future, other_future = other_future, future
            for other in range(len(bit_of)):
                bit_of[other] += bit_of[other] >= bit
            bit_of[j] = bit


@machine_code
def _settle_shared_cause(
    s: int, share: float, first: Integers, findings: Integers, strengths: Floats,
    places: Integers, subjects: Integers, bit_of: Integers, before: Floats, size: int,
    future: Floats, pulled: Floats, spread: Floats, probability: Floats, link_fired: Floats,
) -> None:  # fmt: skip
    """Read off one cause and its links, and step back across it."""
    degree = first[s + 1] - first[s]
    pulled[0, :size] = future[:size]
    for n in range(degree):
        e = first[s + 1] - 1 - n
        strength = strengths[e]
        step = 1 << bit_of[findings[e]]
        for block in range(0, size, 2 * step):
            for low in range(block, block + step):
                high = low + step
                pulled[n + 1, low] = (1.0 - strength) * pulled[n, low] + strength * pulled[n, high]
                pulled[n + 1, high] = pulled[n, high]
    active = inactive = 0.0
    for k in range(size):
        active += before[k] * pulled[degree, k]
        inactive += before[k] * future[k]
    active *= share
    inactive *= 1.0 - share
    evidence = active + inactive
    probability[subjects[s]] = active / evidence
    spread[:size] = before
    for n in range(degree):
        e = first[s] + n
        step = 1 << bit_of[findings[e]]
        reached = 0.0
        for block in range(0, size, 2 * step):
            for low in range(block, block + step):
                high = low + step
                reached += (spread[low] + spread[high]) * pulled[degree - 1 - n, high]
        link_fired[places[e]] = share * strengths[e] * reached / evidence
        _push(spread, size, bit_of[findings[e]], strengths[e])
    for k in range(size):
        future[k] = (1.0 - share) * future[k] + share * pulled[degree, k]


@machine_code
def _settle_lone_cause(
    cause: int, finding: int, strength: float, place: int, chance: float, log_silent: Floats,
    silent: Floats, sounding: Floats, rest_if_silent: Floats, rest_if_fired: Floats,
    probability: Floats, link_fired: Floats,
) -> None:  # fmt: skip
    """Recover a cause that was folded into a leak, in closed form."""
    quiet, loud = rest_if_silent[finding], rest_if_fired[finding]
    log_others = log_silent[finding] - np.log1p(-chance * strength)
    others_silent, others_sound = np.exp(log_others), -np.expm1(log_others)
    active = chance * (
        others_silent * (1.0 - strength) * quiet
        + (strength + (1.0 - strength) * others_sound) * loud
    )
    inactive = (1.0 - chance) * (others_silent * quiet + others_sound * loud)
    probability[cause] = active / (active + inactive)
    weight = silent[finding] * quiet + sounding[finding] * loud
    link_fired[place] = chance * strength * loud / weight
