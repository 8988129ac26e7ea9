"""The reference page holds every instrument as the software reads it (rewrite: ``make golden``)."""

import math
import os
from itertools import groupby
from pathlib import Path

from filiform.outcomes import Instrument, Judgement, Published, load_instruments
from filiform.outcomes.measure import Z90

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "instruments.md"
START = (
    "<!-- instruments: written by `make golden` from src/filiform/outcomes/data/instruments -->\n"
)
END = "<!-- instruments end -->"
HEAD = (
    "| figure | part | value | of whom | sources | mark |\n| --- | --- | --- | --- | --- | --- |\n"
)


def instruments() -> str:
    ordered = sorted(load_instruments().values(), key=lambda i: (i.domain, i.name))
    parts = [f"{len(ordered)} instruments.\n\n"]
    for domain, group in groupby(ordered, key=lambda i: i.domain):
        parts.append(f"## {domain.replace('_', ' ').capitalize()}\n\n")
        parts += map(section, group)
    return "".join(parts)


def section(instrument: Instrument) -> str:
    scale = f"{instrument.lowest:g} to {instrument.highest:g} {instrument.unit}"
    if instrument.plausible_only:
        scale += " (plausible)"
    better = {"higher": "higher is better", "lower": "lower is better", "neither": "no better"}
    licence, scoring = instrument.licence, instrument.scoring
    codes = ", ".join(f"LOINC {code.code} ({code.what})" for code in instrument.loinc)
    lines = [
        f"### {instrument.name}\n\n",
        f"`{instrument.id}`, scale `{instrument.scale}`: {scale}; {better[instrument.better]}.",
        f" {codes}.\n" if codes else "\n",
        f"{scoring.text} {scoring.missing} ({said(scoring.sources, scoring.mark)})\n",
        f"Items: **{licence.ship}** ({licence.status}). {licence.note}".rstrip(),
        f" ({said(licence.sources, licence.mark)})\n\n",
    ]
    rows = [*map(row, instrument.published), *map(default, instrument.judgements.values())]
    return "".join(lines) + (HEAD + "".join(rows) + "\n" if rows else "")


def said(sources: tuple[str, ...], mark: object) -> str:
    return ", ".join((*(f"`{key}`" for key in sources), str(mark)))


def row(figure: Published) -> str:
    name = {"mdc": "error", "mdc_relative": "error", "mcid": "meaning"}.get(
        figure.statistic, figure.statistic.replace("_", " ")
    )
    if figure.level:
        name += f" {figure.level * 100:g} %"
    of = figure.population
    if figure.anchor:
        of += f"; anchor: {figure.anchor}"
    if figure.note:
        of += f". {figure.note}"
    cells = (name, figure.part, value(figure), of, ", ".join(figure.sources), str(figure.mark))
    return "| " + " | ".join(cells) + " |\n"


def value(figure: Published) -> str:
    words = []
    if figure.value is not None:
        words.append(f"{figure.value:g}")
    if figure.between:
        words.append(f"{figure.between[0]:g} to {figure.between[1]:g}")
    if figure.relative is not None:
        words.append(f"{figure.relative * 100:g} % of the first score")
    if figure.statistic.endswith("_relative"):
        words.append("as a share")
    if figure.unit:
        words.append(figure.unit)
    if figure.interval:
        words.append(f"({figure.interval[0]:g} to {figure.interval[1]:g})")
    if figure.scale:
        words.append(f"on {figure.scale}")
    return " ".join(words)


def default(judgement: Judgement) -> str:
    words = []
    for sem, who in ((judgement.sem, ""), (judgement.sem_other_rater, " with another rater")):
        if sem is not None:
            words.append(f"error limit {Z90 * math.sqrt(2) * sem:.3g}{who}")
    if judgement.sem_relative is not None:
        words.append(f"error limit {Z90 * math.sqrt(2) * judgement.sem_relative * 100:.3g} %")
    if judgement.sem is None and judgement.sem_relative is None:
        words.append("error not known: no verdict")
    words.append("no accepted meaning" if judgement.mcid is None else f"meaning {judgement.mcid:g}")
    if judgement.mcid_relative:
        words.append(f"and {judgement.mcid_relative * 100:g} %")
    cells = (
        "**default**", judgement.part, ", ".join(words), judgement.basis,
        ", ".join(judgement.sources) or "rows above", str(judgement.mark),
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |\n"


def test_the_reference_page_shows_every_instrument_as_it_is_read() -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(START)
    written, tail = rest.split(END)

    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        PAGE.write_text(head + START + "\n" + instruments() + END + tail, encoding="utf-8")
    else:
        assert written == "\n" + instruments()


def test_every_instrument_has_its_section() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert all(f"### {i.name}\n" in page for i in load_instruments().values())
