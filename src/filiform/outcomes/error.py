"""The error of measurement: from reliability to the smallest change that exceeds chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()


def sem_from_reliability(sd: float, reliability: float) -> float:
    """Return the standard error of one score, ``SD × √(1 − r)``.

    Raises
    ------
    ValueError
        If the reliability is not in 0 to 1 or the standard deviation is negative.
    """
    if not 0 <= reliability <= 1 or sd < 0:
        raise ValueError(
            f"SD came as {sd!r} and reliability as {reliability!r}; expected SD ≥ 0, r in 0 to 1."
        )
    return sd * math.sqrt(1 - reliability)


def error_of_difference(sem: float, *, before: int = 1, after: int = 1) -> float:
    """Return the standard error of a change, ``√(SEM²/k_before + SEM²/k_after)``.

    Parameters
    ----------
    sem
        Standard error of one score, in the unit of the scale.
    before, after
        Readings averaged into each score.
    """
    return math.sqrt(sem**2 / before + sem**2 / after)


def detectable_change(sem: float, *, level: float, before: int = 1, after: int = 1) -> float:
    """Return the change that exceeds the error in ``level`` of unchanged people, ``z × s_d``.

    A change has the error of both its scores; leaving that out understates it by √2.

    References
    ----------
    ``CHILDS05`` and ``FLETCHER08``, whose printed limits mix the levels.
    """
    z = _NORMAL.inv_cdf((1 + level) / 2)
    return z * error_of_difference(sem, before=before, after=after)


def reliable_change_index(difference: float, sem: float) -> float:
    """Return a change in standard errors of a change; beyond 1.96 it exceeds the 95 % limit.

    References
    ----------
    Jacobson and Truax 1991.
    """
    return difference / error_of_difference(sem)


def recovery_cut(clinical: tuple[float, float], norm: tuple[float, float]) -> float:
    """Return the score midway, in standard deviations, between patients and others.

    Parameters
    ----------
    clinical, norm
        Mean and standard deviation of each group.

    References
    ----------
    Cut-off *c* of Jacobson and Truax 1991.
    """
    (mean_clinical, sd_clinical), (mean_norm, sd_norm) = clinical, norm
    return (sd_norm * mean_clinical + sd_clinical * mean_norm) / (sd_norm + sd_clinical)


def expected_drop(mean: float, sd_between: float, sd_within: float, *, cutoff: float) -> float:
    """Return how far a score falls by itself among people seen only at ``cutoff`` or above.

    People come when they are worst. The score is one where higher is worse.
    """
    sd = math.hypot(sd_between, sd_within)
    z = (cutoff - mean) / sd
    return sd_within**2 / sd * _NORMAL.pdf(z) / (1 - _NORMAL.cdf(z))


def best_guess(score: float, mean: float, sd_between: float, sd_within: float) -> float:
    """Return the likeliest true level of somebody with this one score."""
    reliability = sd_between**2 / (sd_between**2 + sd_within**2)
    return mean + reliability * (score - mean)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Intraclass correlations and standard errors of a table of targets by judges."""

    icc_1_1: float
    icc_2_1: float
    icc_3_1: float
    icc_1_k: float
    icc_2_k: float
    icc_3_k: float
    sem_agreement: float
    """Judges' differences count: for a change of judge."""
    sem_consistency: float
    """They do not: for one judge."""


def agreement(table: Sequence[Sequence[float]]) -> Agreement:
    """Compute the six coefficients of Shrout and Fleiss from a complete table.

    Parameters
    ----------
    table
        ``(targets, judges)`` float, without gaps.

    Raises
    ------
    ValueError
        If the table has a gap or fewer than two targets or judges.

    References
    ----------
    Shrout and Fleiss 1979.
    """
    n, k = len(table), len(table[0]) if table else 0
    if n < 2 or k < 2 or any(len(row) != k for row in table):
        raise ValueError(f"The table came as {n} rows; expected 2 or more, all of equal length.")
    grand = math.fsum(map(math.fsum, table)) / (n * k)
    rows = [math.fsum(row) / k for row in table]
    columns = [math.fsum(row[j] for row in table) / n for j in range(k)]
    within = math.fsum((x - m) ** 2 for row, m in zip(table, rows, strict=True) for x in row)
    judges = n * math.fsum((column - grand) ** 2 for column in columns)
    bms = k * math.fsum((row - grand) ** 2 for row in rows) / (n - 1)
    wms = within / (n * (k - 1))
    jms = judges / (k - 1)
    ems = (within - judges) / ((n - 1) * (k - 1))
    return Agreement(
        icc_1_1=(bms - wms) / (bms + (k - 1) * wms),
        icc_2_1=(bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n),
        icc_3_1=(bms - ems) / (bms + (k - 1) * ems),
        icc_1_k=(bms - wms) / bms,
        icc_2_k=(bms - ems) / (bms + (jms - ems) / n),
        icc_3_k=(bms - ems) / bms,
        sem_agreement=math.sqrt(max(jms - ems, 0) / n + ems),
        sem_consistency=math.sqrt(ems),
    )
