"""The visit: needles, needlings, their count, and what hinders signing."""

from filiform.care.adverse_events import (
    Causality,
    EventKind,
    EventScheme,
    Grade,
    Onset,
    ask_again_at,
    load_event_scheme,
)
from filiform.care.aftercare import (
    Aftercare,
    AftercarePart,
    load_aftercare,
    needlings_over_lung,
)
from filiform.care.billing import (
    BillingCode,
    BillingHelp,
    BillingRules,
    load_billing_rules,
    suggest_code,
)
from filiform.care.emergency import Emergency, EmergencyCard, load_emergency_card
from filiform.care.errors import (
    CareFileError,
    GradeTooLowError,
    ImplausibleNeedleError,
    MalformedNeedlingError,
    MalformedSessionError,
    NeedleFileError,
    UnknownEventError,
    UnknownSiteError,
    UnknownTechniqueError,
)
from filiform.care.needle import CommonSize, Needle, NeedleSizes, load_needle_sizes
from filiform.care.session import (
    Acknowledgement,
    EmergencyStop,
    NeedleCount,
    Needling,
    RetainedNeedle,
    Session,
    needle_count,
)
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
    "Aftercare",
    "AftercarePart",
    "BillingCode",
    "BillingHelp",
    "BillingRules",
    "CareFileError",
    "Causality",
    "CommonSize",
    "Emergency",
    "EmergencyCard",
    "EmergencyStop",
    "EventKind",
    "EventScheme",
    "Grade",
    "GradeTooLowError",
    "ImplausibleNeedleError",
    "MalformedNeedlingError",
    "MalformedSessionError",
    "Needle",
    "NeedleCount",
    "NeedleFileError",
    "NeedleSizes",
    "Needling",
    "Obstacle",
    "Onset",
    "RetainedNeedle",
    "Session",
    "SigningObstacle",
    "Technique",
    "Told",
    "UnknownEventError",
    "UnknownSiteError",
    "UnknownTechniqueError",
    "ask_again_at",
    "load_aftercare",
    "load_billing_rules",
    "load_emergency_card",
    "load_event_scheme",
    "load_needle_sizes",
    "load_techniques",
    "needle_count",
    "needlings_over_lung",
    "removal_obstacle",
    "require_known_site",
    "signing_obstacles",
    "site_name",
    "suggest_code",
    "technique",
]
