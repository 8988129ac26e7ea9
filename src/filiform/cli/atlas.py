"""``filiform atlas``: show one muscle, or check every page."""

import argparse
import dataclasses
import json
import textwrap

from filiform.atlas import Atlas, Muscle, TriggerPoint, atlas_problems, load_atlas
from filiform.atlas.load import packaged_folder
from filiform.body.areas import load_areas
from filiform.evidence import load_sources, require_source

FREQUENCY_WORDS = {3: "met weekly", 2: "met regularly", 1: "rare or special"}
MARK_WORDS = {"V": "main referral read in a source", "M": "from memory of the literature"}
WIDTH = 88


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``atlas show`` and ``atlas check``."""
    parser = subparsers.add_parser("atlas", help="show a muscle, or check the atlas")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="print one muscle with its trigger points and sources")
    show.add_argument("muscle", help="id of a muscle, as in: infraspinatus")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    show.set_defaults(run=run_show)
    check = actions.add_parser("check", help="validate every page and count what is there")
    check.set_defaults(run=run_check)


def run_show(arguments: argparse.Namespace) -> int:
    """Print one muscle."""
    atlas = load_atlas()
    muscle = atlas.muscle(arguments.muscle)
    if arguments.json:
        print(json.dumps(dataclasses.asdict(muscle), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_page(muscle, atlas)))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print what is in the atlas, or everything that is wrong with it."""
    problems = atlas_problems(packaged_folder())
    for problem in problems:
        print(f"  {problem}")
    if problems:
        print(f"{len(problems)} problems")
        return 1
    atlas = load_atlas()
    print(
        f"atlas {atlas.version}: {len(atlas.muscles)} muscles, "
        f"{len(atlas.trigger_points)} trigger points, {len(load_areas())} areas, "
        f"{len(atlas.movements)} movements, {len(load_sources())} sources: no problem found"
    )
    return 0


def _page(muscle: Muscle, atlas: Atlas) -> list[str]:
    lines = [
        f"{muscle.name} ({muscle.abbreviation})",
        f"  {_plain(muscle.region)}, group {_plain(muscle.group)}; "
        f"{muscle.nerve}, {muscle.segments}",
        f"  {FREQUENCY_WORDS[muscle.clinical_frequency]}; "
        f"[{muscle.mark}] {MARK_WORDS[muscle.mark]}; confidence {muscle.confidence}",
        "",
        *_wrapped("Actions", ", ".join(muscle.actions)),
        *_wrapped("Restricted", _movements(muscle.restricted_movements, atlas)),
        *_wrapped("Painful", _movements(muscle.painful_movements, atlas)),
        *_wrapped("Provoked by", ", ".join(muscle.provoking_activities)),
        *_wrapped("Mimics", ", ".join(muscle.mimics)),
        *_wrapped("Key muscles", ", ".join(muscle.key_muscles)),
        *_wrapped("Satellites", ", ".join(muscle.satellites)),
    ]
    for point in muscle.trigger_points:
        lines += _point(point)
    if muscle.reported_frequencies:
        lines += ["", "Reported frequencies"]
        for frequency in muscle.reported_frequencies:
            source = f"[{frequency.mark}] {frequency.source}"
            lines += _wrapped("", f"{frequency.statement} {source}")
    lines += ["", "Sources"]
    for key in (*muscle.verified_sources, *muscle.background_sources):
        source_entry = require_source(key, cited_in=f"muscles/{muscle.id}.toml")
        place = f" {source_entry.url}" if source_entry.url else ""
        lines += _wrapped(key, f"[{source_entry.mark}] {source_entry.citation}{place}")
    return [*lines, "", f"atlas {atlas.version}; hypotheses to palpate, not findings"]


def _point(point: TriggerPoint) -> list[str]:
    return [
        "",
        point.id,
        *_wrapped("Look", point.location),
        *_wrapped("Over it", _areas(point.local)),
        *_wrapped("Essential", _areas(point.essential)),
        *_wrapped("Spillover", _areas(point.spillover)),
    ]


def _areas(areas: tuple[str, ...]) -> str:
    labels = load_areas()
    return "; ".join(labels[area].label for area in areas)


def _movements(movements: tuple[str, ...], atlas: Atlas) -> str:
    return "; ".join(atlas.movements[movement].label for movement in movements)


def _wrapped(heading: str, text: str) -> list[str]:
    if not text:
        return []
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"  {heading:<12} ", subsequent_indent=" " * 15
    )


def _plain(identifier: str) -> str:
    return identifier.replace("_", " ")
