"""What can be wrong with a page of the atlas; every message names the file and the key."""

from filiform.errors import DataFileError, FiliformError


class AtlasError(DataFileError):
    """A file of the atlas breaks a rule."""


class UnreadableFileError(AtlasError):
    """A file of the atlas is missing or cannot be opened."""


class MalformedEntryError(AtlasError):
    """A key is missing, unknown, or holds the wrong kind of value."""


class DuplicateEntryError(AtlasError):
    """The same id stands in two places."""


class UnknownReferenceError(AtlasError):
    """A page names an area, movement, muscle or source that does not exist."""


class InconsistentEntryError(AtlasError):
    """Two keys of a page contradict each other."""


class UnknownMuscleError(FiliformError, KeyError):
    """No muscle of this id exists; the message names the nearest ones."""


class UnknownTriggerPointError(FiliformError, KeyError):
    """No trigger point of this id exists."""
