"""``filiform atlas``: show one muscle, or check every page."""

import argparse
import dataclasses
import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from filiform.atlas import (
    Atlas,
    Muscle,
    TriggerPoint,
    atlas_problems,
    beside_problems,
    load_atlas,
    read_atlas,
)
from filiform.atlas.load import LINES_FILE, packaged_folder
from filiform.atlas.muscle_lines import parse_muscle_lines
from filiform.body.areas import load_areas
from filiform.errors import DataFileError
from filiform.evidence import load_sources, require_source

FREQUENCY_WORDS = {3: "met weekly", 2: "met regularly", 1: "rare or special"}
MARK_WORDS = {"V": "main referral read in a source", "M": "from memory of the literature"}
WIDTH = 88
HEADING_WIDTH = 12
PROBLEMS_FOUND = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``atlas show`` and ``atlas check``."""
    parser = subparsers.add_parser("atlas", help="show a muscle, or check the atlas")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="print one muscle with its trigger points and sources")
    show.add_argument("muscle", help="id of a muscle, as in: infraspinatus")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    show.set_defaults(run=run_show)
    check = actions.add_parser(
        "check", help="validate every page, site and line and count what is there"
    )
    check.add_argument(
        "--folder", type=Path, help="check the pages in this folder instead of the packaged ones"
    )
    check.set_defaults(run=run_check)


def run_show(arguments: argparse.Namespace) -> int:
    """Print one muscle."""
    atlas = load_atlas()
    muscle = atlas.muscle(arguments.muscle)
    if arguments.json:
        page = {**dataclasses.asdict(muscle), "atlas_version": atlas.version}
        print(json.dumps(page, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_page(muscle, atlas)))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print what is in the atlas, or everything that is wrong with it."""
    folder = arguments.folder or packaged_folder()
    problems = _problems(folder)
    if problems:
        for problem in problems:
            print(problem)
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} found")
        return PROBLEMS_FOUND
    atlas = read_atlas(folder)
    print(f"atlas {atlas.version}")
    for count, noun in (
        (len(atlas.muscles), "muscles"),
        (len(atlas.trigger_points), "trigger points"),
        (len(load_areas()), "areas"),
        (len(atlas.movements), "movements"),
        (len(_cited(atlas)), "sources cited"),
        (_strands(folder, atlas), "lines for muscles"),
    ):
        print(f"  {count:>4} {noun}")
    print("no problem found")
    return 0


def _problems(folder: Path) -> Sequence[DataFileError]:
    try:
        load_areas()
        load_sources()
    except DataFileError as error:
        # Without areas or sources every page would be wrong; their first error stands for all.
        return (error,)
    # Sites and lines name points and muscles: with a broken page they would be wrong as well.
    return atlas_problems(folder) or tuple(beside_problems(folder, read_atlas(folder)))


def _strands(folder: Path, atlas: Atlas) -> int:
    text = (folder / LINES_FILE).read_text(encoding="utf-8")
    return sum(len(lines.strands) for lines in parse_muscle_lines(text, atlas).values())


def _page(muscle: Muscle, atlas: Atlas) -> list[str]:
    title = textwrap.wrap(f"{muscle.name} ({muscle.abbreviation})", WIDTH)
    return [
        *title,
        "=" * max(map(len, title)),
        *_wrapped("Id", muscle.id),
        *_wrapped("Region", f"{_plain(muscle.region)}; group: {_plain(muscle.group)}"),
        *_wrapped("Nerve", f"{muscle.nerve}; segments: {muscle.segments}"),
        *_wrapped("Frequency", f"{FREQUENCY_WORDS[muscle.clinical_frequency]} (an estimate)"),
        *_wrapped("Confidence", muscle.confidence),
        *_wrapped("Mark", f"[{muscle.mark}] {MARK_WORDS[muscle.mark]}"),
        "",
        *_wrapped("Actions", "; ".join(muscle.actions)),
        *_wrapped("Restricted", _movements(muscle.restricted_movements, atlas)),
        *_wrapped("Painful", _movements(muscle.painful_movements, atlas)),
        *_wrapped("Provoked by", "; ".join(muscle.provoking_activities)),
        *_wrapped("Mimics", "; ".join(muscle.mimics)),
        *_wrapped("Key muscles", _muscles(muscle.key_muscles, atlas)),
        *_wrapped("Satellites", _muscles(muscle.satellites, atlas)),
        *(line for point in muscle.trigger_points for line in _point(point)),
        *_reported(muscle),
        *_sources(muscle),
        "",
        f"atlas {atlas.version}; places to palpate, not findings",
    ]


def _point(point: TriggerPoint) -> Iterator[str]:
    yield from ("", f"Trigger point {point.number}: {point.id}")
    yield from _wrapped("Location", point.location)
    yield from _wrapped("Local", _areas(point.local))
    yield from _wrapped("Essential", _areas(point.essential))
    yield from _wrapped("Spillover", _areas(point.spillover))


def _reported(muscle: Muscle) -> Iterator[str]:
    if muscle.reported_frequencies:
        yield from ("", "Reported frequencies")
    for frequency in muscle.reported_frequencies:
        yield from _wrapped(frequency.source, f"[{frequency.mark}] {frequency.statement}")


def _sources(muscle: Muscle) -> Iterator[str]:
    yield from ("", "Sources")
    for key in cited_by(muscle):
        source = require_source(key, cited_in=f"muscles/{muscle.id}.toml")
        yield from _wrapped(key, f"[{source.mark}] {source.citation}")
        if source.url:
            yield from _wrapped("", source.url)


def cited_by(muscle: Muscle) -> tuple[str, ...]:
    """Return the source keys of a page in the order in which it names them, each once."""
    return tuple(
        dict.fromkeys(
            (
                *muscle.verified_sources,
                *muscle.background_sources,
                *(frequency.source for frequency in muscle.reported_frequencies),
            )
        )
    )


def _cited(atlas: Atlas) -> set[str]:
    return {key for muscle in atlas.muscles.values() for key in cited_by(muscle)}


def _areas(areas: tuple[str, ...]) -> str:
    labels = load_areas()
    return "; ".join(labels[area].label for area in areas) or "none known"


def _movements(movements: tuple[str, ...], atlas: Atlas) -> str:
    return "; ".join(atlas.movements[movement].label for movement in movements)


def _muscles(muscle_ids: tuple[str, ...], atlas: Atlas) -> str:
    return "; ".join(f"{atlas.muscles[key].name} ({key})" for key in muscle_ids)


def _wrapped(heading: str, text: str) -> list[str]:
    """Lay a text out beside its heading; nothing at all if there is no text."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"  {heading:<{HEADING_WIDTH}} ",
        subsequent_indent=" " * (HEADING_WIDTH + 3),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _plain(identifier: str) -> str:
    return identifier.replace("_", " ")
