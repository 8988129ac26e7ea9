"""The visit: needles, needlings, their count, and what hinders signing."""

from filiform.care.errors import (
    ImplausibleNeedleError,
    MalformedNeedlingError,
    MalformedSessionError,
    NeedleFileError,
    UnknownSiteError,
    UnknownTechniqueError,
)
from filiform.care.needle import CommonSize, Needle, NeedleSizes, load_needle_sizes
from filiform.care.session import Acknowledgement, NeedleCount, Needling, Session, needle_count
from filiform.care.signing import (
    Obstacle,
    SigningObstacle,
    removal_obstacle,
    signing_obstacles,
)
from filiform.care.site import require_known_site, site_name
from filiform.care.technique import Technique, load_techniques, technique

__all__ = [
    "Acknowledgement",
    "CommonSize",
    "ImplausibleNeedleError",
    "MalformedNeedlingError",
    "MalformedSessionError",
    "Needle",
    "NeedleCount",
    "NeedleFileError",
    "NeedleSizes",
    "Needling",
    "Obstacle",
    "Session",
    "SigningObstacle",
    "Technique",
    "UnknownSiteError",
    "UnknownTechniqueError",
    "load_needle_sizes",
    "load_techniques",
    "needle_count",
    "removal_obstacle",
    "require_known_site",
    "signing_obstacles",
    "site_name",
    "technique",
]
