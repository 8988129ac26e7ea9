"""What areas, regions and charts are called in the languages that a patient may speak.

English names stand with the areas and the charts themselves; the other languages have a file of
their own, ``data/labels.<language>.toml``, with the tables areas, regions and charts: id to name.
They are of mark M, written by the project and not reviewed by a native-speaking clinician.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.body.areas import load_areas
from filiform.body.charts import load_charts
from filiform.body.errors import LabelDataError, UnknownLanguageError

ENGLISH = "en"
TRANSLATED = ("de", "es")
TABLES = ("areas", "regions", "charts")


@dataclass(frozen=True, slots=True)
class BodyLabels:
    """The names of one language, each by its id, in the order of our own files, read-only.

    A name of an area says no side; the page adds it.
    """

    areas: Mapping[str, str]
    regions: Mapping[str, str]
    charts: Mapping[str, str]


@cache
def load_labels(language: str) -> BodyLabels:
    """Read the names of a language.

    Raises
    ------
    UnknownLanguageError
        If nobody has translated the names into it.
    LabelDataError
        If an id is unknown or missing, or a name is empty or stands for two things.
    """
    if language == ENGLISH:
        return _english()
    if language not in TRANSLATED:
        known = ", ".join((ENGLISH, *TRANSLATED))
        raise UnknownLanguageError(f"no names in {language!r}; there are {known}.")
    name = f"labels.{language}.toml"
    text = (files("filiform.body") / "data" / name).read_text(encoding="utf-8")
    return parse_labels(text, file=name)


def area_labels(language: str) -> Mapping[str, str]:
    """Return the name of each area in a language, by id; errors as :func:`load_labels`."""
    return load_labels(language).areas


def parse_labels(text: str, *, file: str) -> BodyLabels:
    """Read names from the text of a TOML file and hold them against the areas and charts.

    Raises
    ------
    LabelDataError
        As :func:`load_labels`; the message names the file and the key.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LabelDataError(f"{file}: not valid TOML: {error}.") from None
    for unknown in tables.keys() - set(TABLES):
        raise LabelDataError(f"{file}, key {unknown}: expected one of {', '.join(TABLES)}.")
    english = _english()
    return BodyLabels(
        areas=_names(tables, "areas", english.areas, file),
        regions=_names(tables, "regions", english.regions, file),
        charts=_names(tables, "charts", english.charts, file),
    )


def _english() -> BodyLabels:
    areas = load_areas().values()
    regions = {area.region: area.region.replace("_", " ").capitalize() for area in areas}
    return BodyLabels(
        areas=MappingProxyType({area.id: area.label for area in areas}),
        regions=MappingProxyType(regions),
        charts=MappingProxyType({view: chart.label for view, chart in load_charts().items()}),
    )


def _names(
    tables: Mapping[str, object], table: str, ids: Iterable[str], file: str
) -> Mapping[str, str]:
    entries = tables.get(table)
    if not isinstance(entries, dict):
        raise LabelDataError(f"{file}, key {table}: came {entries!r}, expected a table.")
    known = list(ids)
    for unknown in entries.keys() - set(known):
        raise LabelDataError(f"{file}, key {table}.{unknown}: nothing has this id.")
    names = {key: _name(entries, key, f"{file}, key {table}.{key}") for key in known}
    owner: dict[str, str] = {}
    for key, name in names.items():
        # With a side added, two areas of one name could not be told apart.
        first = owner.setdefault(name.casefold(), key)
        if first != key:
            raise LabelDataError(f"{file}, key {table}.{key}: is called {name!r} like {first}.")
    return MappingProxyType(names)


def _name(entries: Mapping[str, object], key: str, path: str) -> str:
    name = entries.get(key)
    if not isinstance(name, str) or name != name.strip() or not name:
        raise LabelDataError(f"{path}: came {name!r}, expected a name without spaces around it.")
    return name
