"""Whether the site of a needling exists in the atlas."""

from filiform.atlas import Atlas
from filiform.body.side import Side
from filiform.care.errors import UnknownSiteError
from filiform.care.session import Needling


def require_known_site(needling: Needling, atlas: Atlas) -> None:
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
