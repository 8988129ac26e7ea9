"""Stand the base mesh in the anatomical position by linear blend skinning.

Only the left limbs are computed; the right limbs use the mirrored transforms, so a mirrored mesh
stays mirrored. Angles live in ``pose.toml``.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.body.mesh import BaseMesh, FloatArray

POSE_FILE = Path(__file__).with_name("pose.toml")
DOWN = np.array([0.0, -1.0, 0.0])
FINGERS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Pose:
    """Transforms per bone, ``(bones, 4, 4)``, and where the joints went (left side and midline)."""

    transforms: FloatArray
    joints: Mapping[str, FloatArray]


def joint_centres(mesh: BaseMesh, vertices: FloatArray) -> dict[str, FloatArray]:
    """Middle of every joint cube of a shape, in metres."""
    return {name: vertices[cube].mean(axis=0) for name, cube in mesh.joint_cubes.items()}


def rotation_between(start: FloatArray, goal: FloatArray) -> FloatArray:
    """The shortest rotation, ``(3, 3)``, that turns one direction into another."""
    a, b = start / np.linalg.norm(start), goal / np.linalg.norm(goal)
    axis = np.cross(a, b)
    if np.linalg.norm(axis) < 1e-12:
        return np.eye(3)
    return rotation_about(axis, math.atan2(float(np.linalg.norm(axis)), float(a @ b)))


def rotation_about(axis: FloatArray, angle_rad: float) -> FloatArray:
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn: FloatArray = np.eye(3) + math.sin(angle_rad) * cross
    turn += (1 - math.cos(angle_rad)) * cross @ cross
    return turn


def about_point(rotation: FloatArray, pivot: FloatArray) -> FloatArray:
    transform = np.eye(4)
    transform[:3, :3] = rotation
    transform[:3, 3] = pivot - rotation @ pivot
    return transform


def move(transform: FloatArray, point: FloatArray) -> FloatArray:
    moved: FloatArray = transform[:3, :3] @ point + transform[:3, 3]
    return moved


def mirrored(transform: FloatArray) -> FloatArray:
    flip = np.diag([-1.0, 1.0, 1.0, 1.0])
    mirrored_transform: FloatArray = flip @ transform @ flip
    return mirrored_transform


def stand(mesh: BaseMesh, vertices: FloatArray, of_shape: Mapping[str, float]) -> Pose:
    """Work out the anatomical position of a shape; ``vertices`` is ``(n, 3)``, unposed.

    ``of_shape`` replaces single angles and places of ``pose.toml``.
    """
    angles = tomllib.loads(POSE_FILE.read_text(encoding="utf-8"))
    for limb in angles.values():
        limb |= {key: value for key, value in of_shape.items() if key in limb}
    joints = joint_centres(mesh, vertices)
    left = _arm(joints, angles["arm"]) | _leg(joints, angles["leg"])
    transforms = np.tile(np.eye(4), (len(mesh.bones), 1, 1))
    for index, bone in enumerate(mesh.bones):
        stem, _, side = bone.partition(".")
        if stem in left:
            transforms[index] = left[stem] if side == "L" else mirrored(left[stem])
    return Pose(transforms, _moved_joints(joints, left))


def skin(mesh: BaseMesh, vertices: FloatArray, pose: Pose) -> FloatArray:
    """Posed vertices, ``(n, 3)`` metres, the weighted mean of what each bone would do."""
    blended = np.einsum("nb,bij->nij", mesh.weights[: len(vertices)], pose.transforms[:, :3])
    posed: FloatArray = np.einsum("nij,nj->ni", blended[:, :, :3], vertices) + blended[:, :, 3]
    return posed


def _arm(joints: Mapping[str, FloatArray], angles: Mapping[str, float]) -> dict[str, FloatArray]:
    """Lower the arm, straighten elbow and wrist, turn the palm to the front."""
    shoulder, elbow = joints["joint-l-shoulder"], joints["joint-l-elbow"]
    hand, knuckle = joints["joint-l-hand"], joints["joint-l-finger-3-1"]
    forward = np.array([0.0, 0.0, 1.0])
    girdle = about_point(
        rotation_about(forward, math.radians(angles["clavicle_deg"])), joints["joint-l-clavicle"]
    )

    arm_goal = rotation_about(forward, math.radians(angles["abduction_deg"])) @ DOWN
    arm_now = girdle[:3, :3] @ (elbow - shoulder)
    upper = about_point(rotation_between(arm_now, arm_goal), move(girdle, shoulder)) @ girdle

    carrying = math.radians(angles["abduction_deg"] + angles["carrying_deg"])
    forearm_goal = rotation_about(forward, carrying) @ DOWN
    forearm_now = upper[:3, :3] @ (hand - elbow)
    straight = about_point(rotation_between(forearm_now, forearm_goal), move(upper, elbow)) @ upper

    turn = _turn_to_front(joints, straight, forearm_goal)
    shares = np.cumsum([angles["turn_lowerarm01"], angles["turn_lowerarm02"], angles["turn_wrist"]])
    turned = [
        about_point(rotation_about(forearm_goal, share * turn), move(straight, elbow)) @ straight
        for share in shares
    ]
    wrist_now = turned[2][:3, :3] @ (knuckle - hand)
    wrist_goal = rotation_about(forward, carrying - math.radians(angles["wrist_deg"])) @ DOWN
    wrist = about_point(rotation_between(wrist_now, wrist_goal), move(turned[2], hand)) @ turned[2]
    arm = {"clavicle": girdle, "shoulder01": girdle, "upperarm01": upper, "upperarm02": upper}
    arm |= {"lowerarm01": turned[0], "lowerarm02": turned[1], "wrist": wrist}
    arm |= {f"metacarpal{number}": wrist for number in FINGERS}
    return arm | _fingers(joints, wrist, wrist_goal, angles)


def _turn_to_front(
    joints: Mapping[str, FloatArray], straight: FloatArray, axis: FloatArray
) -> float:
    """Angle about the forearm that brings the thumb side of the hand to the body's outside."""
    across = joints["joint-l-finger-2-1"] - joints["joint-l-finger-5-1"]
    across = straight[:3, :3] @ across
    across -= (across @ axis) * axis
    outward = np.array([1.0, 0.0, 0.0])
    outward -= (outward @ axis) * axis
    return math.atan2(float(np.cross(across, outward) @ axis), float(across @ outward))


def _fingers(
    joints: Mapping[str, FloatArray],
    wrist: FloatArray,
    wrist_goal: FloatArray,
    angles: Mapping[str, float],
) -> dict[str, FloatArray]:
    """Unroll the resting curl of fingers 2 to 5; the thumb keeps its place beside the palm."""
    fingers = {f"finger1-{part}": wrist for part in (1, 2, 3)}
    forward = np.array([0.0, 0.0, 1.0])
    for finger in FINGERS[1:]:
        carried = wrist
        for part in (1, 2, 3):
            start = joints[f"joint-l-finger-{finger}-{part}"]
            end = joints[f"joint-l-finger-{finger}-{part + 1}"]
            now = carried[:3, :3] @ (end - start)
            spread = math.radians(angles[f"spread_{finger}_deg"])
            goal = rotation_about(forward, spread) @ wrist_goal
            unit = now / np.linalg.norm(now)
            goal = (1 - angles["uncurl"]) * unit + angles["uncurl"] * goal
            carried = about_point(rotation_between(now, goal), move(carried, start)) @ carried
            fingers[f"finger{finger}-{part}"] = carried
    return fingers


def _leg(joints: Mapping[str, FloatArray], angles: Mapping[str, float]) -> dict[str, FloatArray]:
    """Bring the legs nearly parallel and keep the sole level."""
    hip, knee, ankle = (joints[f"joint-l-{name}"] for name in ("upper-leg", "knee", "ankle"))
    knee_goal = np.array([angles["knee_x_m"], knee[1], knee[2]])
    ankle_goal = np.array([angles["ankle_x_m"], ankle[1], ankle[2]])
    thigh = about_point(rotation_between(knee - hip, knee_goal - hip), hip)
    shank_now = thigh[:3, :3] @ (ankle - knee)
    shank = about_point(rotation_between(shank_now, ankle_goal - knee_goal), move(thigh, knee))
    shank = shank @ thigh
    upright = np.array([0.0, 1.0, 0.0])
    toe_out = rotation_about(upright, math.radians(angles["toe_out_deg"]))
    foot = np.eye(4)
    foot[:3, :3] = toe_out
    foot[:3, 3] = move(shank, ankle) - toe_out @ ankle
    leg = {"upperleg01": thigh, "upperleg02": thigh, "lowerleg01": shank, "lowerleg02": shank}
    leg["foot"] = foot
    return leg | {f"toe{toe}-{part}": foot for toe in FINGERS for part in (1, 2, 3)}


OWNER_BY_JOINT = {
    "clavicle": "clavicle", "scapula": "clavicle", "shoulder": "shoulder01",
    "elbow": "upperarm02", "hand": "lowerarm02", "hand-2": "wrist", "hand-3": "wrist",
    "upper-leg": "upperleg01", "knee": "upperleg02", "ankle": "lowerleg02",
    "foot-1": "foot", "foot-2": "foot",
}  # fmt: skip


def _moved_joints(
    joints: Mapping[str, FloatArray], left: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    owner_by_joint = dict(OWNER_BY_JOINT)
    for finger in FINGERS:
        owner_by_joint |= {
            f"finger-{finger}-{part}": f"finger{finger}-{min(part, 3)}" for part in (1, 2, 3, 4)
        }
        owner_by_joint |= {f"toe-{finger}-{part}": "foot" for part in (1, 2, 3, 4)}
    moved = {}
    for name, centre in joints.items():
        stem = name.removeprefix("joint-").removeprefix("l-")
        owner = owner_by_joint.get(stem) if name.startswith("joint-l-") else None
        moved[stem if name.startswith("joint-l-") else name.removeprefix("joint-")] = (
            move(left[owner], centre) if owner else centre
        )
    return moved
