"""The visit: needles, needlings, their count, and what hinders signing."""

from filiform.care.emergency import Emergency, EmergencyCard, load_emergency_card
from filiform.care.errors import (
    CareFileError,
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
from filiform.care.told import LANGUAGES, Told

__all__ = [
    "LANGUAGES",
    "Acknowledgement",
    "CareFileError",
    "CommonSize",
    "Emergency",
    "EmergencyCard",
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
    "Told",
    "UnknownSiteError",
    "UnknownTechniqueError",
    "load_emergency_card",
    "load_needle_sizes",
    "load_techniques",
    "needle_count",
    "removal_obstacle",
    "require_known_site",
    "signing_obstacles",
    "site_name",
    "technique",
]
