"""Muscles, trigger points and where they refer pain: true of people, not of a patient."""

from filiform.atlas.beside import beside_problems
from filiform.atlas.entries import (
    Atlas,
    Confidence,
    Laterality,
    Movement,
    Muscle,
    ReportedFrequency,
    TriggerPoint,
)
from filiform.atlas.errors import (
    AtlasError,
    DuplicateEntryError,
    InconsistentEntryError,
    MalformedEntryError,
    UnknownMuscleError,
    UnknownReferenceError,
    UnknownTriggerPointError,
    UnreadableFileError,
)
from filiform.atlas.line_documents import chart_lines_json, line_documents, lines_json
from filiform.atlas.line_paths import lines_on, lines_on_chart
from filiform.atlas.load import atlas_problems, load_atlas, read_atlas
from filiform.atlas.muscle_lines import LinePoint, MuscleLines, Strand, load_muscle_lines
from filiform.atlas.sites import PointSite, load_sites, site_point
from filiform.atlas.zones import load_zone_rules, referral_weights

__all__ = [
    "Atlas",
    "AtlasError",
    "Confidence",
    "DuplicateEntryError",
    "InconsistentEntryError",
    "Laterality",
    "LinePoint",
    "MalformedEntryError",
    "Movement",
    "Muscle",
    "MuscleLines",
    "PointSite",
    "ReportedFrequency",
    "Strand",
    "TriggerPoint",
    "UnknownMuscleError",
    "UnknownReferenceError",
    "UnknownTriggerPointError",
    "UnreadableFileError",
    "atlas_problems",
    "beside_problems",
    "chart_lines_json",
    "line_documents",
    "lines_json",
    "lines_on",
    "lines_on_chart",
    "load_atlas",
    "load_muscle_lines",
    "load_sites",
    "load_zone_rules",
    "read_atlas",
    "referral_weights",
    "site_point",
]
