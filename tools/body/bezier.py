"""Fit cubic Bézier curves through a dense line of points.

The method is the classic one: least squares for the lengths of two tangents, a few rounds of
Newton's method for the parameters, and a split where the curve strays too far. [1]_

References
----------
.. [1] Schneider P.J. An algorithm for automatically fitting digitized curves. In: Graphics Gems,
   1990.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
ROUNDS = 4


def fit_curves(
    points: FloatArray,
    tolerance: float,
    start_tangent: FloatArray | None = None,
    end_tangent: FloatArray | None = None,
) -> list[FloatArray]:
    """Return curves ``(4, 2)`` that pass within ``tolerance`` of the points ``(n, 2)``, n >= 2.

    The tangents, if given, point into the line at its ends.
    """
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    points = points[np.append(True, steps > 1e-9)]
    if len(points) < 2:
        return []
    start = _tangent(points) if start_tangent is None else start_tangent
    end = _tangent(points[::-1]) if end_tangent is None else end_tangent
    return _fit(points, start, end, tolerance)


def _tangent(points: FloatArray) -> FloatArray:
    return _unit(points[min(3, len(points) - 1)] - points[0])


def _unit(vector: FloatArray) -> FloatArray:
    length = float(np.linalg.norm(vector))
    return vector / length if length else np.array([1.0, 0.0])


def _fit(
    points: FloatArray, start: FloatArray, end: FloatArray, tolerance: float
) -> list[FloatArray]:
    if len(points) == 2:
        third = float(np.linalg.norm(points[1] - points[0])) / 3
        return [
            np.array([points[0], points[0] + start * third, points[1] + end * third, points[1]])
        ]
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = along / along[-1]
    for _ in range(ROUNDS):
        curve = _least_squares(points, at, start, end)
        miss = np.linalg.norm(evaluate(curve, at) - points, axis=1)
        if miss.max() <= tolerance:
            return [curve]
        if miss.max() > 6 * tolerance:
            break
        at = _newton(curve, points, at)
    worst = int(np.clip(miss.argmax(), 1, len(points) - 2))
    low, high = max(0, worst - 3), min(len(points) - 1, worst + 3)
    through = _unit(points[low] - points[high])
    return [
        *_fit(points[: worst + 1], start, through, tolerance),
        *_fit(points[worst:], -through, end, tolerance),
    ]


def evaluate(curve: FloatArray, at: FloatArray) -> FloatArray:
    """Return the points ``(n, 2)`` of a curve at the parameters ``(n,)``."""
    t = at[:, None]
    s = 1 - t
    result: FloatArray = (
        s**3 * curve[0] + 3 * s**2 * t * curve[1] + 3 * s * t**2 * curve[2] + t**3 * curve[3]
    )
    return result


def _least_squares(
    points: FloatArray, at: FloatArray, start: FloatArray, end: FloatArray
) -> FloatArray:
    t, s = at[:, None], 1 - at[:, None]
    first, second = 3 * s**2 * t * start, 3 * s * t**2 * end
    rest = points - ((s**3 + 3 * s**2 * t) * points[0] + (t**3 + 3 * s * t**2) * points[-1])
    matrix = np.array(
        [[(first**2).sum(), (first * second).sum()], [(first * second).sum(), (second**2).sum()]]
    )
    right = np.array([(first * rest).sum(), (second * rest).sum()])
    chord = float(np.linalg.norm(points[-1] - points[0]))
    reach = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    lengths = np.full(2, chord / 3)
    if abs(np.linalg.det(matrix)) > 1e-12:
        solved = np.linalg.solve(matrix, right)
        if (solved > 1e-3 * chord).all() and (solved < reach).all():
            lengths = solved
    return np.array(
        [points[0], points[0] + start * lengths[0], points[-1] + end * lengths[1], points[-1]]
    )


def _newton(curve: FloatArray, points: FloatArray, at: FloatArray) -> FloatArray:
    t, s = at[:, None], 1 - at[:, None]
    legs = 3 * np.diff(curve, axis=0)
    bends = 2 * np.diff(legs, axis=0)
    off = evaluate(curve, at) - points
    speed = s**2 * legs[0] + 2 * s * t * legs[1] + t**2 * legs[2]
    turn = s * bends[0] + t * bends[1]
    slope = (speed**2).sum(axis=1) + (off * turn).sum(axis=1)
    step = np.where(np.abs(slope) > 1e-12, (off * speed).sum(axis=1) / slope, 0.0)
    return np.maximum.accumulate(np.clip(at - step, 0, 1))
