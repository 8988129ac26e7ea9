"""Read ``data/instruments/*.toml``, one file an instrument, and refuse what is incomplete."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.evidence import Mark, UnknownSourceError, require_source
from filiform.outcomes.errors import InstrumentFileError, UnknownInstrumentError
from filiform.outcomes.instrument import (
    Better,
    Code,
    Instrument,
    Judgement,
    Licence,
    Part,
    Published,
    Scoring,
    Ship,
    Trials,
)
from filiform.outcomes.measure import Z90

FORMULAS = ("sum", "mean", "percent", "percent_inverted")
TRIAL_USES = ("mean", "highest", "lowest")
LEVELS = (0.90, 0.95)
ROUNDING = 0.06
"""Points by which a printed limit may miss the one recomputed from the SEM: one decimal."""
_KEYS = {
    "id", "name", "domain", "kind", "scale", "unit", "lowest", "highest", "range_is", "step",
    "better", "scoring", "licence", "loinc", "reliability", "mdc", "mcid", "judgement",
    "recovered",
}  # fmt: skip

Table = Mapping[str, Any]


@cache
def load_instruments() -> Mapping[str, Instrument]:
    """Read every packaged instrument once, by id, read-only.

    Raises
    ------
    InstrumentFileError
        If a file is incomplete or breaks a rule; the message names the file and the key.
    """
    folder = files("filiform.outcomes") / "data" / "instruments"
    paths = sorted(folder.iterdir(), key=lambda entry: entry.name)
    instruments = (
        parse_instrument(path.read_text(encoding="utf-8"), file_name=path.name)
        for path in paths
        if path.name.endswith(".toml")
    )
    return MappingProxyType({instrument.id: instrument for instrument in instruments})


def require_instrument(instrument_id: str) -> Instrument:
    """Return an instrument by its id.

    Raises
    ------
    UnknownInstrumentError
        If no data file holds it.
    """
    try:
        return load_instruments()[instrument_id]
    except KeyError:
        raise UnknownInstrumentError(
            f"The instrument came as {instrument_id!r}; "
            f"expected one of {', '.join(load_instruments())}."
        ) from None


def parse_instrument(content: str, *, file_name: str) -> Instrument:
    """Check the content of one instrument file and make its value.

    Raises
    ------
    InstrumentFileError
        As :func:`load_instruments`.
    """
    try:
        table = tomllib.loads(content)
        instrument = _instrument(table, file_name)
    except tomllib.TOMLDecodeError as error:
        raise InstrumentFileError(f"{file_name}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise InstrumentFileError(f"{file_name}: {error.args[0]!r} is missing.") from error
    except ValueError as error:
        raise InstrumentFileError(f"{file_name}: {error}") from error
    if instrument.id != file_name.removesuffix(".toml"):
        raise InstrumentFileError(
            f"{file_name}: id came as {instrument.id!r}; name it like its file."
        )
    return instrument


def _instrument(table: Table, file_name: str) -> Instrument:
    if strange := sorted(set(table) - _KEYS):
        raise InstrumentFileError(f"{file_name}: unknown key {strange[0]!r}.")
    lowest, highest = float(table["lowest"]), float(table["highest"])
    if not lowest < highest or table.get("step", 1) <= 0:
        raise InstrumentFileError(f"{file_name}: lowest, highest and step describe no scale.")
    published = (
        *(_published(row, row["statistic"], file_name) for row in table.get("reliability", ())),
        *(_mdc(row, file_name) for row in table.get("mdc", ())),
        *(_mcid(row, file_name) for row in table.get("mcid", ())),
    )
    judgements = [_judgement(row, file_name) for row in table.get("judgement", ())]
    recovered = table.get("recovered")
    return Instrument(
        id=table["id"],
        name=table["name"],
        domain=table["domain"],
        kind=table["kind"],
        scale=table["scale"],
        unit=table["unit"],
        lowest=lowest,
        highest=highest,
        plausible_only=table.get("range_is") == "plausible",
        step=table.get("step"),
        better=Better(table["better"]),
        scoring=_scoring(table["scoring"], file_name),
        licence=_licence(table["licence"], file_name),
        loinc=tuple(
            Code(row["code"], row["what"], *_evidence(row, f"{file_name}: loinc"))
            for row in table.get("loinc", ())
        ),
        published=published,
        judgements=MappingProxyType({judgement.part: judgement for judgement in judgements}),
        recovered=_published(recovered, "recovered", file_name) if recovered else None,
    )


def _scoring(table: Table, file_name: str) -> Scoring:
    trials = table.get("trials")
    if trials and (trials["use"] not in TRIAL_USES or trials["needed"] > trials["number"]):
        raise InstrumentFileError(f"{file_name}: scoring.trials describes no rule.")
    sources, mark = _evidence(table, f"{file_name}: scoring")
    return Scoring(
        text=_said(table, "text", file_name),
        missing=_said(table, "missing", file_name),
        parts=tuple(_part(row, file_name) for row in table.get("parts", ())),
        total=table.get("total"),
        trials=Trials(trials["number"], trials["needed"], trials["use"]) if trials else None,
        sources=sources,
        mark=mark,
    )


def _part(row: Table, file_name: str) -> Part:
    where = f"{file_name}: scoring.parts {row['id']!r}"
    items = row["items"]
    numbers = tuple(range(1, items + 1)) if isinstance(items, int) else tuple(items)
    lowest = (float(row["item_lowest"]),) * len(numbers)
    ends = row["item_highest"]
    highest = tuple(map(float, ends if isinstance(ends, list) else [ends] * len(numbers)))
    if len(highest) != len(numbers) or any(
        h <= low for low, h in zip(lowest, highest, strict=True)
    ):
        raise InstrumentFileError(f"{where}: item_lowest and item_highest describe no answers.")
    if row["formula"] not in FORMULAS:
        raise InstrumentFileError(f"{where}: formula came as {row['formula']!r}.")
    if not 1 <= row["needed"] <= len(numbers):
        raise InstrumentFileError(f"{where}: needed came as {row['needed']!r}.")
    return Part(
        id=row["id"],
        items=numbers,
        lowest=lowest,
        highest=highest,
        allowed=tuple(map(float, row.get("item_values", ()))),
        reversed_items=tuple(row.get("reversed_items", ())),
        formula=row["formula"],
        needed=row["needed"],
    )


def _licence(table: Table, file_name: str) -> Licence:
    sources, mark = _evidence(table, f"{file_name}: licence")
    return Licence(table["status"], Ship(table["ship"]), table.get("note", ""), sources, mark)


def _mdc(row: Table, file_name: str) -> Published:
    if "level" in row and row["level"] not in LEVELS:
        raise InstrumentFileError(f"{file_name}: mdc.level came as {row['level']!r}.")
    return _published(row, "mdc", file_name)


def _mcid(row: Table, file_name: str) -> Published:
    _said(row, "anchor", file_name)
    return _published(row, "mcid", file_name)


def _published(row: Table, statistic: str, file_name: str) -> Published:
    where = f"{file_name}: {statistic}"
    sources, mark = _evidence(row, where)
    if not sources:
        raise InstrumentFileError(f"{where}: a published figure names its source.")
    between = row.get("between", row.get("relative_between"))
    relative = row.get("relative")
    if row.get("value") is None and between is None and relative is None:
        raise InstrumentFileError(f"{where}: 'value', 'between' or 'relative' is missing.")
    return Published(
        part=row.get("part", "total"),
        statistic=statistic + ("_relative" if "relative_between" in row else ""),
        value=_number(row.get("value"), where),
        between=(float(between[0]), float(between[1])) if between else None,
        relative=_number(relative, where),
        level=row.get("level"),
        interval=tuple(row["interval"]) if "interval" in row else None,
        anchor=row.get("anchor", ""),
        population=_said(row, "population", file_name),
        unit=row.get("unit", ""),
        scale=row.get("scale", ""),
        note=row.get("note", ""),
        formula=row.get("formula", ""),
        sources=sources,
        mark=mark,
    )


def _judgement(row: Table, file_name: str) -> Judgement:
    where = f"{file_name}: judgement {row['part']!r}"
    sources, mark = _evidence(row, where)
    mdc90 = _number(row.get("mdc90"), where)
    sem = _number(row.get("sem"), where)
    recomputed = None if sem is None else Z90 * math.sqrt(2) * sem
    if recomputed is not None and mdc90 is not None and abs(recomputed - mdc90) > ROUNDING:
        raise InstrumentFileError(
            f"{where}: mdc90 came as {mdc90}, but z(0.95) × √2 × SEM is {recomputed:.2f}. "
            "Check that the printed value is of a change, at 90 %."
        )
    return Judgement(
        part=row["part"],
        sem=sem if sem is not None else _sem_of(mdc90),
        sem_relative=_sem_of(_number(row.get("mdc90_relative"), where)),
        sem_other_rater=_sem_of(_number(row.get("mdc90_other_rater"), where)),
        mcid=_number(row.get("mcid"), where),
        mcid_relative=_number(row.get("mcid_relative"), where),
        basis=_said(row, "basis", file_name),
        sources=sources,
        mark=mark,
    )


def _sem_of(mdc90: float | None) -> float | None:
    return None if mdc90 is None else mdc90 / (Z90 * math.sqrt(2))


def _number(value: float | None, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not math.isfinite(value) or value < 0:
        raise InstrumentFileError(f"{where}: a figure came as {value!r}; expected 0 or more.")
    return float(value)


def _said(row: Table, key: str, file_name: str) -> str:
    text: str = row[key]
    if not text.strip():
        raise InstrumentFileError(f"{file_name}: {key!r} is empty.")
    return text


def _evidence(row: Table, where: str) -> tuple[tuple[str, ...], Mark]:
    sources = tuple(row["sources"])
    for key in sources:
        require_source(key, cited_in=f"{where}.sources")
    try:
        mark = Mark(row["mark"])
    except ValueError:
        raise InstrumentFileError(f"{where}.mark came as {row['mark']!r}.") from None
    if mark in (Mark.VERIFIED, Mark.DERIVED) and not sources:
        raise InstrumentFileError(f"{where}.mark is {mark}, but no source is named.")
    if mark is Mark.DERIVED and not row.get("formula"):
        raise InstrumentFileError(f"{where}.formula is missing; a derived figure shows it.")
    return sources, mark
