"""The sums of learning as a file that a clinic may send: counts and versions, nothing else."""

from collections.abc import Mapping
from types import MappingProxyType

from filiform.body import json_path
from filiform.errors import MalformedInputError
from filiform.localise.learn import LearningSums, LinkClass, Tally

SUMS_KEYS = (
    "cases",
    "by_muscle",
    "by_class",
    "leak",
    "suggested",
    "atlas_version",
    "parameters_version",
)
TALLY_KEYS = ("happened", "possible", "cases")


def sums_as_json(sums: LearningSums) -> dict[str, object]:
    """Return the sums as JSON values; :func:`parse_sums` reads them back."""
    return {
        "cases": sums.cases,
        "by_muscle": {muscle: _tally(tally) for muscle, tally in sorted(sums.by_muscle.items())},
        "by_class": {kind.value: _tally(tally) for kind, tally in sums.by_class.items()},
        "leak": _tally(sums.leak),
        "suggested": _tally(sums.suggested),
        "atlas_version": sums.atlas_version,
        "parameters_version": sums.parameters_version,
    }


def parse_sums(document: object) -> LearningSums:
    """Read sums.

    Raises
    ------
    MalformedInputError
        With the path of the first value that is not of the documented shape, below zero or not a
        number.
    """
    fields = json_path.as_object(document, "sums", keys=SUMS_KEYS)
    by_class = _tallies(fields, "by_class")
    unknown = set(by_class) - {kind.value for kind in LinkClass}
    if unknown:
        raise MalformedInputError(f"sums.by_class: unknown class {min(unknown)!r}.")
    return LearningSums(
        cases=_count(fields, "cases", "sums"),
        by_muscle=MappingProxyType(_tallies(fields, "by_muscle")),
        by_class=MappingProxyType({LinkClass(kind): tally for kind, tally in by_class.items()}),
        leak=_parse_tally(fields.get("leak"), "sums.leak"),
        suggested=_parse_tally(fields.get("suggested"), "sums.suggested"),
        atlas_version=json_path.text_at(fields, "atlas_version", "sums"),
        parameters_version=json_path.text_at(fields, "parameters_version", "sums"),
    )


def _tally(tally: Tally) -> dict[str, float]:
    return {"happened": tally.happened, "possible": tally.possible, "cases": tally.cases}


def _tallies(fields: Mapping[str, object], key: str) -> dict[str, Tally]:
    entries = fields.get(key)
    if not isinstance(entries, dict):
        raise MalformedInputError(
            f"sums.{key}: came {json_path.shown(entries)}, expected an object."
        )
    return {str(name): _parse_tally(entry, f"sums.{key}.{name}") for name, entry in entries.items()}


def _parse_tally(entry: object, path: str) -> Tally:
    fields = json_path.as_object(entry, path, keys=TALLY_KEYS)
    happened = json_path.number_at(fields, "happened", path)
    possible = json_path.number_at(fields, "possible", path)
    if not 0.0 <= happened <= possible + 1e-6:
        raise MalformedInputError(
            f"{path}: happened {happened} of {possible}; expected from 0 to at most that many."
        )
    return Tally(happened, possible, _count(fields, "cases", path))


def _count(fields: Mapping[str, object], key: str, path: str) -> int:
    count = json_path.whole_number_at(fields, key, path)
    if count < 0:
        raise MalformedInputError(f"{path}.{key}: came {count}, expected 0 or more.")
    return count
