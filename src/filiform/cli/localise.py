"""``filiform localise``: rank the trigger points that explain a drawing."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from filiform.atlas import Atlas, load_atlas
from filiform.body.areas import SidedArea
from filiform.errors import FiliformError, MalformedInputError
from filiform.localise import (
    Localisation,
    RankedPoint,
    localisation_as_json,
    parse_case,
    probability_in_percent,
    probability_in_words,
    rank_trigger_points,
)

LARGEST_DRAWING_BYTES = 1_048_576
"""A drawing of every area with every finding stays below 150 kB, a hundred strokes below 400."""

STANDARD_INPUT = "-"
FAINTEST_CLAIM = 0.01
"""Responsibilities below one per cent are left out of the printed table, not of the JSON."""


class UnreadableDrawingError(FiliformError, OSError):
    """The drawing file cannot be read."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser of ``filiform``."""
    parser = subparsers.add_parser(
        "localise",
        help="rank the trigger points that explain a pain drawing",
        description="Rank the trigger points that could explain a pain drawing. "
        "The ranking is a proposal to a clinician, not a diagnosis.",
    )
    parser.add_argument(
        "drawing",
        help="JSON file in the public drawing format, areas or strokes; - reads stdin",
    )
    parser.add_argument(
        "--top", type=_count, default=10, metavar="N", help="points to show (default 10)"
    )
    parser.add_argument("--json", action="store_true", help="print the public answer format")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, rank and print; every broken input raises a :class:`FiliformError`."""
    atlas = load_atlas()
    case = parse_case(read_document(arguments.drawing), atlas=atlas)
    localisation = rank_trigger_points(case, atlas)
    if arguments.json:
        answer = localisation_as_json(localisation, top=arguments.top)
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        print("\n".join(table_lines(localisation, atlas, arguments.top)))
    return 0


def read_document(name: str) -> object:
    """Return the decoded JSON of a file or of standard input.

    Raises
    ------
    UnreadableDrawingError
        If there is no such file, it is a directory, or it may not be read.
    MalformedInputError
        If it is too large, not UTF-8 or not JSON; with line and column where that helps.
    """
    label = "standard input" if name == STANDARD_INPUT else name
    return decode(_read_bytes(name, label), label)


def decode(content: bytes, label: str) -> object:
    """Decode JSON text; a key that stands twice in one object is an error, not a choice."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedInputError(
            f"{label}: not UTF-8 text (byte {error.start + 1}); save it as UTF-8."
        ) from None
    try:
        return json.loads(text, object_pairs_hook=_object_without_repeats)
    except json.JSONDecodeError as error:
        raise MalformedInputError(
            f"{label}: not JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except MalformedInputError as error:
        raise MalformedInputError(f"{label}: {error}") from None
    except RecursionError:
        raise MalformedInputError(f"{label}: nested too deeply for a drawing.") from None
    except ValueError:
        raise MalformedInputError(f"{label}: holds a number too long to read.") from None


def table_lines(localisation: Localisation, atlas: Atlas, top: int) -> Iterator[str]:
    """Yield the printed answer line by line."""
    shown = localisation.ranking[:top]
    point_width = max(len(point.trigger_point) for point in shown)
    name_width = max(len(atlas.muscles[point.muscle].name) for point in shown)
    yield (
        f"{'Rank':>4}  {'Trigger point':<{point_width}}  {'Muscle':<{name_width}}  "
        f"{'Side':<5}  Probability of being active"
    )
    for rank, point in enumerate(shown, start=1):
        words = probability_in_words(point.probability)
        yield (
            f"{rank:>4}  {point.trigger_point:<{point_width}}  "
            f"{atlas.muscles[point.muscle].name:<{name_width}}  {point.side.value:<5}  "
            f"{probability_in_percent(point.probability)}, {words}"
        )
        yield f"      palpate: {atlas.trigger_points[point.trigger_point].location}"
        yield f"      explains: {_explained(point)}"
    yield ""
    yield "Not explained by any trigger point of the atlas:"
    for area, share in localisation.unexplained.items():
        yield f"      {area.label}: {probability_in_percent(share)}"
    yield ""
    yield (
        f"Method {localisation.method}, error {localisation.error:g}, "
        f"atlas {localisation.atlas_version}, parameters {localisation.parameters_version}."
    )
    yield "The order is firmer than the numbers: these are not yet calibrated on patients."
    yield "A proposal for palpation, not a diagnosis; screen for red flags first."


def _explained(point: RankedPoint) -> str:
    claims = [
        f"{SidedArea(claim.area, claim.side).label} {probability_in_percent(claim.responsibility)}"
        for claim in point.explains
        if claim.responsibility >= FAINTEST_CLAIM
    ]
    return "; ".join(claims) or "hardly anything that is painted"


def _read_bytes(name: str, label: str) -> bytes:
    try:
        if name == STANDARD_INPUT:
            return _read_limited(sys.stdin.buffer, label)
        with Path(name).open("rb") as stream:
            return _read_limited(stream, label)
    except FileNotFoundError:
        raise UnreadableDrawingError(f"{name}: there is no such file.") from None
    except IsADirectoryError:
        raise UnreadableDrawingError(f"{name}: a directory; name one drawing in it.") from None
    except PermissionError:
        raise UnreadableDrawingError(f"{name}: may not be read by this user.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, FiliformError):
            raise
        raise UnreadableDrawingError(f"{name!r}: cannot be read ({error}).") from None


def _read_limited(stream: BinaryIO, label: str) -> bytes:
    content = stream.read(LARGEST_DRAWING_BYTES + 1)
    if len(content) > LARGEST_DRAWING_BYTES:
        raise MalformedInputError(
            f"{label}: larger than {LARGEST_DRAWING_BYTES // 1024} KiB, too large for a drawing; "
            "nothing was read."
        )
    return content


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for key, value in pairs:
        if key in fields:
            raise MalformedInputError(f"the key '{key}' stands twice in one object; keep one.")
        fields[key] = value
    return fields


def _count(text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"came {text!r}, expected a whole number") from None
    if count < 1:
        raise argparse.ArgumentTypeError(f"came {count}, expected at least 1")
    return count
