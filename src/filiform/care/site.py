"""The site of a needling in the atlas: whether it exists, and how to call it."""

from typing import Protocol

from filiform.atlas import Atlas
from filiform.body.side import Side
from filiform.care.errors import UnknownSiteError
from filiform.care.session import Needling


class Sited(Protocol):
    """Anything at a muscle, perhaps at one of its points, on a side."""

    @property
    def muscle(self) -> str:
        """Atlas id of the muscle."""

    @property
    def trigger_point(self) -> str | None:
        """Atlas id of the point, or None."""

    @property
    def side(self) -> Side:
        """Side of the patient."""


def require_known_site(needling: Sited, atlas: Atlas) -> None:
    """Refuse a needling of a muscle, point or side that the atlas does not hold.

    Raises
    ------
    UnknownSiteError
        If the muscle is unknown, the point is unknown or of another muscle, or the side is one
        that the muscle does not have.
    """
    muscle = atlas.muscles.get(needling.muscle)
    if muscle is None:
        raise UnknownSiteError(f"The atlas has no muscle {needling.muscle!r}; choose one it has.")
    points = [point.id for point in muscle.trigger_points]
    if needling.trigger_point is not None and needling.trigger_point not in points:
        raise UnknownSiteError(
            f"{muscle.id} has no trigger point {needling.trigger_point!r}; "
            f"expected one of {', '.join(points)}, or none."
        )
    if (needling.side is Side.MIDLINE) != (muscle.laterality == "midline"):
        raise UnknownSiteError(
            f"{muscle.id} came with side {needling.side!s}; it is {muscle.laterality}."
        )


def site_name(needling: Needling, atlas: Atlas) -> str:
    """Return the site in words, as ``Infraspinatus 1, right``.

    A muscle or point that this atlas does not hold (an older record) is called by its id, so that
    a message about it can always be written.
    """
    muscle = atlas.muscles.get(needling.muscle)
    point = atlas.trigger_points.get(needling.trigger_point or "")
    if muscle is None or (needling.trigger_point and point is None):
        return f"{needling.trigger_point or needling.muscle}, {needling.side}"
    return f"{muscle.name}{f' {point.number}' if point else ''}, {needling.side}"
