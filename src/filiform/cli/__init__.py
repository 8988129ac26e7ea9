"""The ``filiform`` command: parse, call, print."""
