from filiform.errors import FiliformError


class DemoRefusedError(FiliformError, RuntimeError):
    """The demo would stand beside real records, or run where patients are treated."""
