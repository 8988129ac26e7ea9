"""Left, right and midline, always the patient's own."""

from enum import StrEnum


class Side(StrEnum):
    """A side of the patient's body, as the patient would say it."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"

    @property
    def mirrored(self) -> "Side":
        """The side that a mirror shows; the midline stays."""
        return _MIRRORED[self]


_MIRRORED = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.MIDLINE: Side.MIDLINE}
