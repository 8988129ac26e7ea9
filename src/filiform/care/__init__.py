"""The visit: needles, needlings, their count, and what hinders signing."""

from filiform.care.entry_json import entry_as_json, parse_entry, parse_moment, record_as_json
from filiform.care.errors import (
    ImplausibleNeedleError,
    MalformedEntryError,
    MalformedNeedlingError,
    MalformedSessionError,
    NeedleFileError,
    UnknownSiteError,
    UnknownTechniqueError,
)
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
    "Acknowledgement",
    "Choice",
    "CommonSize",
    "Conflict",
    "Entry",
    "Field",
    "ImplausibleNeedleError",
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
    "Session",
    "SigningObstacle",
    "TableLimit",
    "TableRecord",
    "TableSite",
    "Technique",
    "UnknownSiteError",
    "UnknownTechniqueError",
    "entry_as_json",
    "load_needle_sizes",
    "load_table_limits",
    "load_techniques",
    "merge",
    "needle_count",
    "parse_entry",
    "parse_moment",
    "record_as_json",
    "removal_obstacle",
    "require_known_site",
    "signing_obstacles",
    "site_name",
    "table_obstacles",
    "technique",
]
