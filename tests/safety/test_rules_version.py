"""The version of the rules is a digest of every rule file."""

from importlib.resources import files
from pathlib import Path

import pytest

from filiform.safety import rules_version, version


def test_it_is_the_same_each_time_and_twelve_digits_long() -> None:
    first = rules_version()
    rules_version.cache_clear()

    assert rules_version() == first
    assert len(first) == 12


def test_it_reads_every_file_and_a_changed_byte_changes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = rules_version()
    contents = version._contents(files("filiform.safety") / "data", "")
    there = {p.name for p in (Path(version.__file__).parent / "data").rglob("*.toml")}

    for changed in range(len(contents)):
        altered = [
            (name, content + b"#" if place == changed else content)
            for place, (name, content) in enumerate(contents)
        ]
        monkeypatch.setattr(version, "_contents", lambda folder, at, made=altered: made)
        rules_version.cache_clear()
        assert rules_version() != before
    rules_version.cache_clear()

    assert {name.rsplit("/", 1)[-1] for name, _ in contents} == there
