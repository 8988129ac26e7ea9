"""The family of errors that every room raises."""


class FiliformError(Exception):
    """A broken input: what came, what was expected, what to do next.

    Rooms derive their own errors from this class and from the built-in that fits
    (``class UnknownAreaError(FiliformError, KeyError)``). A message never holds a patient's name.
    """

    def __str__(self) -> str:
        """Return the message unquoted, also where the built-in parent would quote it."""
        return " ".join(str(part) for part in self.args)


class DataFileError(FiliformError, ValueError):
    """A data file of the project breaks a rule; the message names the file and the key."""


class MalformedInputError(FiliformError, ValueError):
    """A file or form from outside is not of the documented shape."""
