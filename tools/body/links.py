"""Which vertices share an edge, and what follows from it: votes, pieces, means."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.body.mesh import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Links:
    """Every pair of linked vertices in both directions, sorted by the first.

    ``first`` and ``second`` are ``(k,)``; ``count`` is the number of vertices.
    """

    first: IntArray
    second: IntArray
    count: int

    def where(self, kept: NDArray[np.bool_]) -> "Links":
        """Return only some of the links, ``kept`` ``(k,)``."""
        return Links(self.first[kept], self.second[kept], self.count)

    def votes(self, label: IntArray, label_count: int) -> FloatArray:
        """Return how many linked vertices carry each label, ``(count, label_count)``.

        A negative label does not vote.
        """
        counted = label[self.second] >= 0
        ballots = self.first[counted] * label_count + label[self.second[counted]]
        votes = np.bincount(ballots, minlength=self.count * label_count)
        return votes.reshape(self.count, label_count).astype(float)

    def mean(self, values: FloatArray) -> FloatArray:
        """Return the mean of the linked vertices' values ``(count, k)``."""
        degree = np.maximum(np.bincount(self.first, minlength=self.count), 1)
        columns = [
            np.bincount(self.first, weights=column[self.second], minlength=self.count) / degree
            for column in values.T
        ]
        return np.stack(columns, axis=1)

    def pieces(self) -> IntArray:
        """Return for every vertex the smallest vertex it is connected with, ``(count,)``."""
        piece = np.arange(self.count)
        while True:
            lower = piece.copy()
            np.minimum.at(lower, self.first, piece[self.second])
            np.minimum.at(lower, piece, lower.copy())
            lower = lower[lower]
            if np.array_equal(lower, piece):
                return piece
            piece = lower


def links_of(faces: IntArray, vertex_count: int) -> Links:
    """Return the links along the sides of faces ``(m, corners)``."""
    pairs = np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2)
    keys = np.concatenate(
        [pairs[:, 0] * vertex_count + pairs[:, 1], pairs[:, 1] * vertex_count + pairs[:, 0]]
    )
    keys = np.unique(keys)
    return Links(keys // vertex_count, keys % vertex_count, vertex_count)
