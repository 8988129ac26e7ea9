"""Join the left half of a figure with its mirror image."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from tools.body.trace import MIRROR, Curves, Side, reverse

FloatArray = NDArray[np.float64]
Ring = list[Side]


@dataclass(frozen=True, slots=True)
class Half:
    """The traced left half of a figure, or the whole of a part; x = 0 is the midline."""

    areas: Mapping[SidedArea, list[Ring]]
    outline: list[Ring]
    creases: list[Curves]

    def placed(self, left: float, top: float, scale: float) -> "Half":
        """Turn pixels into units of the chart."""
        return self._mapped(np.array([left, top]), np.array([scale, scale]))

    def turned(self) -> "Half":
        """The mirror image; the areas keep their names."""
        return self._mapped(np.zeros(2), np.array([-1.0, 1.0]))

    def _mapped(self, shift: FloatArray, scale: FloatArray) -> "Half":
        def ring(sides: Ring) -> Ring:
            return [
                replace(side, curves=[(curve + shift) * scale for curve in side.curves])
                for side in sides
            ]

        return Half(
            areas={area: [ring(one) for one in rings] for area, rings in self.areas.items()},
            outline=[ring(one) for one in self.outline],
            creases=[[(curve + shift) * scale for curve in line] for line in self.creases],
        )


def whole_ring(ring: Ring) -> Curves:
    """Return a ring as one loop, along the midline too."""
    return [curve for side in ring for curve in side.curves]


def joined(ring: Ring) -> list[Curves]:
    """Return the loops that a ring makes with its mirror image, the midline left away."""
    cuts = [place for place, side in enumerate(ring) if side.across == MIRROR]
    if not cuts:
        loop = whole_ring(ring)
        return [loop, mirrored(loop)]
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    chains: list[Curves] = []
    for side in turned:
        if side.across == MIRROR:
            chains.append([])
        else:
            chains[-1] += side.curves
    return [[*chain, *reverse(mirrored(chain))] for chain in chains if chain]


def mirrored(curves: Curves) -> Curves:
    return [curve * (-1.0, 1.0) for curve in curves]


def moved(curves: Curves, shift: FloatArray) -> Curves:
    return [curve + shift for curve in curves]
