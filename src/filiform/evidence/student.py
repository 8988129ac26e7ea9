"""Student's t distribution, for intervals from few studies; the standard library has none."""

import math

_ITERATIONS = 300
_SMALLEST = 1e-300


def t_cdf(t: float, df: float) -> float:
    """Return P(T ≤ t) with ``df`` degrees of freedom."""
    tail = 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t))
    return 1 - tail if t > 0 else tail


def t_quantile(probability: float, df: float) -> float:
    """Return the value below which this share of a t distribution lies.

    Raises
    ------
    ValueError
        If the probability is not between 0 and 1 or there is no degree of freedom.
    """
    if not 0 < probability < 1 or df <= 0:
        raise ValueError(f"Probability came as {probability!r} and df as {df!r}.")
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    low, high = 0.0, 1.0
    while t_cdf(high, df) < probability:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        if t_cdf(middle, df) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def chi_square_tail(x: float, df: int) -> float:
    """Return P(χ² ≥ x), for the test of heterogeneity."""
    if x <= 0:
        return 1.0
    # Regularised lower incomplete gamma by its series; df is small and x moderate.
    a, half = df / 2, x / 2
    term = total = 1 / a
    step = a
    while term > total * 1e-16:
        step += 1
        term *= half / step
        total += term
    return max(0.0, 1 - total * math.exp(-half + a * math.log(half) - math.lgamma(a)))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    c, d = 1.0, 1 / (_kept(1 - (a + b) * x / (a + 1)))
    fraction = d
    for m in range(1, _ITERATIONS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _kept(1 + step * d)
            c = _kept(1 + step / c)
            fraction *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * fraction / a


def _kept(value: float) -> float:
    return value if abs(value) > _SMALLEST else _SMALLEST
