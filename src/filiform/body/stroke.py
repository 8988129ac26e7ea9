"""What the patient painted on the skin itself: strokes with a weight for each vertex."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from filiform.body.drawing import (
    PainDepth,
    PainMark,
    PainQuality,
    PainTiming,
    in_order,
    require_intensity,
)
from filiform.body.errors import OffBodyError, StrokeWeightError
from filiform.body.surface import TOPOLOGY, Floats, Integers, load_surface, require_topology
from filiform.errors import MalformedInputError

WEIGHT_STEPS = 255
"""Weights are kept in this many steps, a byte each: no hand paints more finely."""


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceMark:
    """One stroke on the skin.

    Parameters
    ----------
    vertices
        Painted vertices of the surface, ``(k,)`` int, each once, in any order; at least one.
    weights
        How strongly each is painted, ``(k,)`` float in 0 to 1, kept in steps of 1/255. Vertices
        whose weight is nothing are left out.
    intensity, qualities, depth, when
        As in :class:`~filiform.body.drawing.PainMark`.

    Raises
    ------
    OffBodyError
        If a vertex is not on the surface.
    StrokeWeightError
        If a weight is not a number from 0 to 1.
    MalformedInputError
        If nothing is painted, a vertex stands twice, or the intensity is outside 1 to 10.
    """

    vertices: Integers
    weights: Floats
    intensity: int
    qualities: tuple[PainQuality, ...] = ()
    depth: PainDepth | None = None
    when: tuple[PainTiming, ...] = ()

    def __post_init__(self) -> None:
        vertices, weights = _checked(self.vertices, self.weights)
        require_intensity(self.intensity)
        object.__setattr__(self, "vertices", vertices)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "qualities", in_order(self.qualities, PainQuality))
        object.__setattr__(self, "when", in_order(self.when, PainTiming))

    @property
    def mirrored(self) -> "SurfaceMark":
        """The same stroke on the other side of the body."""
        return replace(self, vertices=load_surface().mirror[self.vertices])

    def __eq__(self, other: object) -> bool:
        """Two strokes are equal when they paint the same and feel the same."""
        return isinstance(other, SurfaceMark) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return (
            self.vertices.tobytes(), self.weights.tobytes(), self.intensity,
            self.qualities, self.depth, self.when,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SurfaceDrawing:
    """All strokes of one drawing; it may be empty while it is being made.

    Where strokes cross, the skin has the largest weight and the largest product of weight and
    intensity of any of them, so their order does not matter.

    Parameters
    ----------
    strokes
        What is painted on the skin.
    inside_mouth
        Marks of areas that have no skin (teeth at the back, tongue); they count in no measure of
        the surface, and none is lost.
    topology
        Version of the surface that the strokes name.

    Raises
    ------
    UnknownTopologyError
        If it was drawn on another surface.
    MalformedInputError
        If ``inside_mouth`` holds an area of the skin.
    """

    strokes: tuple[SurfaceMark, ...]
    inside_mouth: tuple[PainMark, ...] = ()
    topology: str = TOPOLOGY

    def __post_init__(self) -> None:
        require_topology(self.topology)
        for mark in self.inside_mouth:
            if load_surface().number_of(mark.sided_area) is not None:
                raise MalformedInputError(
                    f"{mark.sided_area.key} lies on the skin, expected an area inside the mouth; "
                    "paint it as a stroke."
                )

    @property
    def mirrored(self) -> "SurfaceDrawing":
        """The drawing of the same pain on the other side of the body."""
        return SurfaceDrawing(
            tuple(stroke.mirrored for stroke in self.strokes),
            tuple(mark.mirrored for mark in self.inside_mouth),
        )

    @property
    def weights(self) -> Floats:
        """How strongly each vertex is painted, ``(n,)`` float in 0 to 1."""
        return painted_weights(self.strokes)

    @property
    def loads(self) -> Floats:
        """Weight times intensity of each vertex, ``(n,)`` float in 0 to 10."""
        loads = np.zeros(load_surface().vertex_count)
        for stroke in self.strokes:
            held = loads[stroke.vertices]
            loads[stroke.vertices] = np.maximum(held, stroke.weights * stroke.intensity)
        return loads


def painted_weights(strokes: Iterable[SurfaceMark]) -> Floats:
    """Return the largest weight of any stroke at each vertex, ``(n,)`` float in 0 to 1."""
    weights = np.zeros(load_surface().vertex_count)
    for stroke in strokes:
        weights[stroke.vertices] = np.maximum(weights[stroke.vertices], stroke.weights)
    return weights


def _checked(vertices: ArrayLike, weights: ArrayLike) -> tuple[Integers, Floats]:
    """Return vertices in ascending order and their weights in steps, both read-only."""
    numbers, shares = np.asarray(vertices), np.asarray(weights)
    if numbers.ndim != 1 or numbers.shape != shares.shape:
        raise MalformedInputError(
            f"weights: came {shares.shape} for vertices {numbers.shape}, expected one weight for "
            "each vertex."
        )
    if not len(numbers):
        raise MalformedInputError("vertices: came none, expected at least one; leave it out.")
    if not np.issubdtype(numbers.dtype, np.integer):
        raise OffBodyError(f"vertices: came {numbers.dtype}, expected whole numbers.")
    if not (np.issubdtype(shares.dtype, np.number) and np.isrealobj(shares)):
        raise StrokeWeightError(f"weights: came {shares.dtype}, expected numbers from 0 to 1.")
    _require_on_body(numbers)
    _require_weights(shares)
    order = np.argsort(numbers, kind="stable")
    numbers, steps = numbers[order], np.rint(shares[order] * WEIGHT_STEPS)
    twice = np.flatnonzero(numbers[1:] == numbers[:-1])
    if len(twice):
        raise MalformedInputError(
            f"vertices: {numbers[twice[0]]} came twice, expected each vertex once; keep the "
            "larger weight."
        )
    painted = steps > 0
    if not painted.any():
        raise MalformedInputError("weights: came all 0, expected some paint; leave the stroke out.")
    return (
        _read_only(numbers[painted].astype(np.int64)),
        _read_only(steps[painted].astype(np.float64) / WEIGHT_STEPS),
    )


def _require_on_body(vertices: NDArray[Any]) -> None:
    count = load_surface().vertex_count
    wrong = np.flatnonzero((vertices < 0) | (vertices >= count))
    if len(wrong):
        raise OffBodyError(
            f"vertices[{wrong[0]}]: came {vertices[wrong[0]]}, expected 0 to {count - 1} on "
            f"{TOPOLOGY}. The stroke leaves the body; paint it again."
        )


def _require_weights(weights: NDArray[Any]) -> None:
    # Written so that NaN, which compares with nothing, is wrong.
    wrong = np.flatnonzero(~((weights >= 0) & (weights <= 1)))
    if len(wrong):
        raise StrokeWeightError(
            f"weights[{wrong[0]}]: came {weights[wrong[0]]}, expected a number from 0 to 1. "
            "Paint the stroke again."
        )


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
