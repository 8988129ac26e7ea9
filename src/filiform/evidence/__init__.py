"""Sources of every clinical number, and what studies say of the promises of the therapy."""

from filiform.evidence.claims import Claim, ClaimFileError, load_claims, parse_claims
from filiform.evidence.findings import Finding, FindingFileError, load_findings, parse_findings
from filiform.evidence.forest import forest_plot
from filiform.evidence.meta_analysis import (
    Effect,
    Pooled,
    PoolingError,
    effect_from_interval,
    effect_from_people,
    log_risk_ratio,
    pool,
)
from filiform.evidence.sources import (
    DuplicateSourceError,
    Mark,
    Source,
    UnknownSourceError,
    load_sources,
    require_source,
)
from filiform.evidence.studies import (
    Study,
    StudyFileError,
    StudySet,
    disagreements,
    load_study_sets,
    parse_study_set,
)

__all__ = [
    "Claim",
    "ClaimFileError",
    "DuplicateSourceError",
    "Effect",
    "Finding",
    "FindingFileError",
    "Mark",
    "Pooled",
    "PoolingError",
    "Source",
    "Study",
    "StudyFileError",
    "StudySet",
    "UnknownSourceError",
    "disagreements",
    "effect_from_interval",
    "effect_from_people",
    "forest_plot",
    "load_claims",
    "load_findings",
    "load_sources",
    "load_study_sets",
    "log_risk_ratio",
    "parse_claims",
    "parse_findings",
    "parse_study_set",
    "pool",
    "require_source",
]
