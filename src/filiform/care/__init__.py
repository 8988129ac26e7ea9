"""The visit: needles, needlings, their count, and what hinders signing."""

from filiform.care.consent import (
    CONSENT,
    NO_CONSENT,
    Consent,
    ConsentsOnFile,
    ConsentVerdict,
    judge_consent,
)
from filiform.care.consent_rules import (
    ConsentRules,
    Jurisdiction,
    RegionClass,
    load_consent_rules,
    parse_consent_rules,
)
from filiform.care.consent_text import (
    ConsentOffer,
    ConsentText,
    compose_consent,
    digest_of_document,
    load_consent_text,
    parse_consent_text,
)
from filiform.care.entry_json import entry_as_json, parse_entry, parse_moment, record_as_json
from filiform.care.errors import (
    ConsentFileError,
    ImplausibleNeedleError,
    MalformedConsentError,
    MalformedEntryError,
    MalformedNeedlingError,
    MalformedSessionError,
    NeedleFileError,
    UnknownJurisdictionError,
    UnknownSiteError,
    UnknownTechniqueError,
)
from filiform.care.frequencies import EventFrequency, load_frequencies, parse_frequencies
from filiform.care.journal import Choice, Conflict, Entry, Field, TableRecord, TableSite, merge
from filiform.care.needle import CommonSize, Needle, NeedleSizes, load_needle_sizes
from filiform.care.session import (
    Acknowledgement,
    NeedleCount,
    Needling,
    PathTaken,
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
from filiform.care.table_limits import TableLimit, load_table_limits
from filiform.care.table_obstacles import table_obstacles
from filiform.care.technique import Technique, load_techniques, technique

__all__ = [
    "CONSENT",
    "NO_CONSENT",
    "Acknowledgement",
    "Choice",
    "CommonSize",
    "Conflict",
    "Consent",
    "ConsentFileError",
    "ConsentOffer",
    "ConsentRules",
    "ConsentText",
    "ConsentVerdict",
    "ConsentsOnFile",
    "Entry",
    "EventFrequency",
    "Field",
    "ImplausibleNeedleError",
    "Jurisdiction",
    "MalformedConsentError",
    "MalformedEntryError",
    "MalformedNeedlingError",
    "MalformedSessionError",
    "Needle",
    "NeedleCount",
    "NeedleFileError",
    "NeedleSizes",
    "Needling",
    "Obstacle",
    "PathTaken",
    "RegionClass",
    "Session",
    "SigningObstacle",
    "TableLimit",
    "TableRecord",
    "TableSite",
    "Technique",
    "UnknownJurisdictionError",
    "UnknownSiteError",
    "UnknownTechniqueError",
    "compose_consent",
    "digest_of_document",
    "entry_as_json",
    "judge_consent",
    "load_consent_rules",
    "load_consent_text",
    "load_frequencies",
    "load_needle_sizes",
    "load_table_limits",
    "load_techniques",
    "merge",
    "needle_count",
    "parse_consent_rules",
    "parse_consent_text",
    "parse_entry",
    "parse_frequencies",
    "parse_moment",
    "record_as_json",
    "removal_obstacle",
    "require_known_site",
    "signing_obstacles",
    "site_name",
    "table_obstacles",
    "technique",
]
