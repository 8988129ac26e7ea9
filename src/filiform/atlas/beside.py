"""Whether the files beside the pages agree with them: sites, lines of muscles, and zones."""

from collections.abc import Callable, Iterator
from pathlib import Path

from filiform.atlas.entries import Atlas
from filiform.atlas.errors import AtlasError, MalformedEntryError, UnreadableFileError
from filiform.atlas.load import LINES_FILE, SITES_FILE, ZONES_FILE
from filiform.atlas.muscle_lines import parse_muscle_lines
from filiform.atlas.sites import parse_sites
from filiform.atlas.zones import parse_zone_rules

Check = Callable[[str, Atlas], object]
CHECKS: dict[str, Check] = {
    SITES_FILE: parse_sites,
    LINES_FILE: parse_muscle_lines,
    ZONES_FILE: lambda text, _: parse_zone_rules(text),
}


def beside_problems(folder: Path, atlas: Atlas) -> Iterator[AtlasError]:
    """Yield the first thing that is wrong with each file beside the pages of an atlas.

    Parameters
    ----------
    folder
        Holds ``sites.toml``, ``muscle_lines.toml`` and ``zones.toml``.
    atlas
        The pages of the same folder; sites and lines name their points and muscles.
    """
    for name, check in CHECKS.items():
        try:
            check((folder / name).read_text(encoding="utf-8"), atlas)
        except OSError as error:
            yield UnreadableFileError(f"{name}: cannot be read ({error.strerror}).")
        except UnicodeDecodeError as error:
            yield MalformedEntryError(f"{name}: not UTF-8 text (byte {error.start + 1}).")
        except AtlasError as error:
            yield error
