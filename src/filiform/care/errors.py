"""What can be broken about a needling record; a miscount is an obstacle, not an error."""

from filiform.errors import DataFileError, FiliformError


class NeedleFileError(DataFileError):
    """``needles.toml`` or ``techniques.toml`` breaks a rule; the message names the key."""


class CareFileError(DataFileError):
    """A file of emergencies, adverse events, aftercare or billing breaks a rule."""


class UnknownEventError(FiliformError, KeyError):
    """A kind or a grade of adverse event that the scheme does not hold."""


class GradeTooLowError(FiliformError, ValueError):
    """An adverse event graded milder than its kind can be."""


class ImplausibleNeedleError(FiliformError, ValueError):
    """A needle size that no needle has, such as a gauge number entered as a diameter."""


class UnknownTechniqueError(FiliformError, KeyError):
    """A technique that ``techniques.toml`` does not hold."""


class MalformedNeedlingError(FiliformError, ValueError):
    """A needling that cannot have happened, such as minus two twitches."""


class MalformedSessionError(FiliformError, ValueError):
    """A session that contradicts itself, such as one needling recorded twice."""


class UnknownSiteError(FiliformError, KeyError):
    """A muscle or trigger point that the atlas does not hold, or one of another muscle."""


class ConsentFileError(DataFileError):
    """A file of ``data/consent`` breaks a rule; the message names the key."""


class UnknownJurisdictionError(FiliformError, KeyError):
    """A jurisdiction that ``consent/rules.toml`` does not hold."""


class MalformedConsentError(FiliformError, ValueError):
    """A consent that cannot have been given, such as one that covers nothing."""


class MalformedEntryError(FiliformError, ValueError):
    """An entry of the table's journal that cannot be, such as a depth of 3000 mm."""
