"""Write one shape as a binary glTF file, small enough for a phone.

Positions are whole steps of 2^-15 m in 16 bits (``KHR_mesh_quantization``); the node scales them
back to metres, so they equal those of ``surface.npz`` exactly. ``_AREA`` indexes the area names of
``surface.npz``, ``COLOR_0`` tints the clothes. Normals are left to the browser, which computes
them in milliseconds. Vertices and triangles keep the numbers they have in ``surface.npz``.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.body.mesh import FloatArray, IntArray

STEPS_PER_M = 32768
# Puts the height, 0 to 1.75 m, in the middle of what 16 bits hold.
RAISED_M = 0.875

UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT = 5121, 5122, 5123
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
TRIANGLES = 4


def in_steps(vertices: FloatArray) -> FloatArray:
    """Round metres to whole steps of 2^-15 m, which single precision holds exactly."""
    rounded: FloatArray = np.rint(vertices * STEPS_PER_M) / STEPS_PER_M
    return rounded


def glb_bytes(
    vertices: FloatArray,
    triangles: IntArray,
    area: IntArray,
    colours: FloatArray,
    extras: Mapping[str, str],
) -> bytes:
    """Return the file of one shape, ``vertices (n, 3)`` in metres and whole steps."""
    steps = np.rint((vertices - [0.0, RAISED_M, 0.0]) * STEPS_PER_M).astype(np.int64)
    if np.abs(steps).max() > np.iinfo(np.int16).max or len(vertices) > np.iinfo(np.uint16).max:
        raise ValueError("the shape does not fit 16 bits; it is larger than two metres")
    # Attributes start at multiples of four bytes: positions get a fourth number, areas a second.
    columns: list[tuple[NDArray[Any], dict[str, Any]]] = [
        (_padded(steps, 4).astype("<i2"), {
            "componentType": SHORT, "type": "VEC3",
            "min": steps.min(axis=0).tolist(), "max": steps.max(axis=0).tolist(),
        }),
        (_padded(area[:, None], 2).astype("<u2"), {
            "componentType": UNSIGNED_SHORT, "type": "SCALAR",
        }),
        (_padded(np.rint(colours * 255), 4, 255).astype("u1"), {
            "componentType": UNSIGNED_BYTE, "type": "VEC4", "normalized": True,
        }),
    ]  # fmt: skip
    indices = triangles.astype("<u2").ravel()
    blocks = [values.tobytes() for values, _ in columns] + [indices.tobytes()]
    starts = np.cumsum([0, *(len(block) for block in blocks)]).tolist()
    views: list[dict[str, Any]] = [
        {
            "buffer": 0, "byteOffset": start, "byteLength": len(block), "target": ARRAY_BUFFER,
            "byteStride": values.dtype.itemsize * values.shape[1],
        }
        for start, block, (values, _) in zip(starts, blocks, columns, strict=False)
    ]  # fmt: skip
    views.append({
        "buffer": 0, "byteOffset": starts[-2], "byteLength": len(blocks[-1]),
        "target": ELEMENT_ARRAY_BUFFER,
    })  # fmt: skip
    accessors = [
        {"bufferView": k, "count": len(values)} | described
        for k, (values, described) in enumerate(columns)
    ]
    accessors.append({
        "bufferView": 3, "componentType": UNSIGNED_SHORT, "count": len(indices), "type": "SCALAR",
    })  # fmt: skip
    document = {
        "asset": {"version": "2.0", "generator": "filiform", "extras": dict(extras)},
        "extensionsUsed": ["KHR_mesh_quantization"],
        "extensionsRequired": ["KHR_mesh_quantization"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {"mesh": 0, "scale": [1 / STEPS_PER_M] * 3, "translation": [0.0, RAISED_M, 0.0]}
        ],
        "meshes": [{"primitives": [{
            "attributes": {"POSITION": 0, "_AREA": 1, "COLOR_0": 2},
            "indices": 3, "mode": TRIANGLES,
        }]}],
        "buffers": [{"byteLength": starts[-1]}],
        "bufferViews": views,
        "accessors": accessors,
    }  # fmt: skip
    return _packed(document, b"".join(blocks))


def _padded(values: NDArray[Any], width: int, filler: int = 0) -> NDArray[Any]:
    spare = width - values.shape[1]
    return np.pad(values, ((0, 0), (0, spare)), constant_values=filler)


def _packed(document: Mapping[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = [
        struct.pack("<II", len(text), 0x4E4F534A) + text,
        struct.pack("<II", len(binary), 0x004E4942) + binary,
    ]
    length = 12 + sum(len(chunk) for chunk in chunks)
    return struct.pack("<III", 0x46546C67, 2, length) + b"".join(chunks)
