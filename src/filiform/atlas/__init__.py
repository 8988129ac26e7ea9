"""Muscles, trigger points and where they refer pain: true of people, not of a patient."""

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
    UnreadableFileError,
)
from filiform.atlas.load import atlas_problems, load_atlas, read_atlas

__all__ = [
    "Atlas",
    "AtlasError",
    "Confidence",
    "DuplicateEntryError",
    "InconsistentEntryError",
    "Laterality",
    "MalformedEntryError",
    "Movement",
    "Muscle",
    "ReportedFrequency",
    "TriggerPoint",
    "UnknownMuscleError",
    "UnknownReferenceError",
    "UnreadableFileError",
    "atlas_problems",
    "load_atlas",
    "read_atlas",
]
