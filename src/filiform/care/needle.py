"""The needle: diameter and length in millimetres, refused when no needle has such a size."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from filiform.care.errors import ImplausibleNeedleError, NeedleFileError
from filiform.evidence import Mark, UnknownSourceError, require_source

FILE_NAME = "needles.toml"


@dataclass(frozen=True, slots=True)
class CommonSize:
    """A diameter or a length that is sold and used, in millimetres."""

    mm: float
    use: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class NeedleSizes:
    """What is plausible and what is common, all in millimetres; ranges include both ends."""

    diameter_range_mm: tuple[float, float]
    length_range_mm: tuple[float, float]
    gauge_range: tuple[float, float]
    diameters: tuple[CommonSize, ...]
    lengths: tuple[CommonSize, ...]


@cache
def load_needle_sizes() -> NeedleSizes:
    """Read the packaged needle sizes once.

    Raises
    ------
    NeedleFileError
        If the file breaks a rule; the message names the key.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_needle_sizes(path.read_text(encoding="utf-8"))


def parse_needle_sizes(content: str) -> NeedleSizes:
    """Check the content of a needle file and make its values.

    Raises
    ------
    NeedleFileError
        As :func:`load_needle_sizes`.
    """
    try:
        table = tomllib.loads(content)
        sizes = NeedleSizes(
            diameter_range_mm=_range(table, "plausible", "diameter_mm"),
            length_range_mm=_range(table, "plausible", "length_mm"),
            gauge_range=_range(table, "gauge", "range"),
            diameters=tuple(_size(entry, "diameter") for entry in table["diameter"]),
            lengths=tuple(_size(entry, "length") for entry in table["length"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise NeedleFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise NeedleFileError(f"{FILE_NAME}: {error.args[0]!r} is missing.") from error
    _require_plausible(sizes.diameters, sizes.diameter_range_mm, "diameter")
    _require_plausible(sizes.lengths, sizes.length_range_mm, "length")
    return sizes


@dataclass(frozen=True, slots=True, order=True)
class Needle:
    """A solid filiform needle.

    Raises
    ------
    ImplausibleNeedleError
        If either size is outside the plausible range. A gauge number is refused, never
        converted: makers and tables disagree on what a gauge means.
    """

    diameter_mm: float
    length_mm: float

    def __post_init__(self) -> None:
        sizes = load_needle_sizes()
        if not _within(self.diameter_mm, sizes.diameter_range_mm):
            raise ImplausibleNeedleError(_diameter_refusal(self.diameter_mm, sizes))
        if not _within(self.length_mm, sizes.length_range_mm):
            low, high = sizes.length_range_mm
            raise ImplausibleNeedleError(
                f"The length came as {self.length_mm} mm; expected {low:g} to {high:g} mm. "
                "Enter the length of the shaft in millimetres, as printed on the pack."
            )

    def __str__(self) -> str:
        """Return the size as printed on a pack: ``0.30 × 40 mm``."""
        return f"{self.diameter_mm:.2f} × {self.length_mm:g} mm"


def _diameter_refusal(diameter_mm: float, sizes: NeedleSizes) -> str:
    low, high = sizes.diameter_range_mm
    expected = f"expected {low:.2f} to {high:.2f} mm, such as 0.30"
    if _within(diameter_mm, sizes.gauge_range):
        return (
            f"The diameter came as {diameter_mm:g}, which looks like a gauge; {expected}. "
            "Gauges differ between makers: enter the millimetres printed on the pack."
        )
    return (
        f"The diameter came as {diameter_mm} mm; {expected}. "
        "Enter the diameter in millimetres, as printed on the pack."
    )


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _range(table: dict[str, Any], name: str, key: str) -> tuple[float, float]:
    entry = table[name]
    _cite(entry, name)
    low, high = entry[key]
    if not 0 < low < high:
        raise NeedleFileError(f"{FILE_NAME}: {name}.{key} came as {low} to {high}; low, then high.")
    return float(low), float(high)


def _size(entry: dict[str, Any], name: str) -> CommonSize:
    return CommonSize(
        mm=float(entry["mm"]),
        use=entry["use"],
        sources=tuple(entry["sources"]),
        mark=_cite(entry, f"{name} {entry['mm']}"),
    )


def _cite(entry: dict[str, Any], where: str) -> Mark:
    """Return the mark of an entry after resolving its sources."""
    for key in entry["sources"]:
        require_source(key, cited_in=f"{FILE_NAME}: {where}")
    try:
        mark = Mark(entry["mark"])
    except ValueError as error:
        raise NeedleFileError(f"{FILE_NAME}: {where}.mark came as {entry['mark']!r}.") from error
    if mark is Mark.VERIFIED and not entry["sources"]:
        raise NeedleFileError(f"{FILE_NAME}: {where}.mark is V, but no source is named.")
    return mark


def _require_plausible(
    sizes: tuple[CommonSize, ...], limits: tuple[float, float], name: str
) -> None:
    for size in sizes:
        if not _within(size.mm, limits):
            raise NeedleFileError(f"{FILE_NAME}: {name} {size.mm} is outside the plausible range.")
