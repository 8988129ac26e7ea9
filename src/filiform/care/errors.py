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
