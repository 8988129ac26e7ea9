"""Sources and their keys: where each clinical number and sentence comes from."""

from filiform.evidence.sources import (
    DuplicateSourceError,
    Mark,
    Source,
    UnknownSourceError,
    load_sources,
    require_source,
)

__all__ = [
    "DuplicateSourceError",
    "Mark",
    "Source",
    "UnknownSourceError",
    "load_sources",
    "require_source",
]
