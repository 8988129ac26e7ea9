"""Explanations and test plans in the public format (``docs/reference/drawing-format.md``)."""

from filiform.localise.explain import Explanation, Pair, PointSet, Weight
from filiform.localise.network import SidedPoint
from filiform.localise.next_test import NextTest, TestPlan

DECIMALS = 6
"""Weights and information are for reading; probabilities keep all their digits elsewhere."""


def explanation_as_json(explanation: Explanation) -> dict[str, object]:
    """Return why the ranking is as it is."""
    return {
        "weights": [
            {**_point(point), "findings": [_weight(weight) for weight in weights]}
            for point, weights in explanation.weights.items()
        ],
        "pairs": [_pair(pair) for pair in explanation.pairs],
        "sets": [_set(each) for each in explanation.sets],
        "covered": _short(explanation.covered),
    }


def plan_as_json(plan: TestPlan) -> dict[str, object]:
    """Return what to test next."""
    return {
        "tests": [_test(test) for test in plan.tests],
        "worth_it": plan.worth_it,
        "gain_per_minute": _short(plan.gain_per_minute),
    }


def _weight(weight: Weight) -> dict[str, object]:
    if weight.area is not None:
        place: dict[str, object] = {"area": weight.area.area, "side": weight.area.side.value}
    else:
        assert weight.movement is not None
        side = weight.movement.side
        place = {"movement": weight.movement.movement, "sign": weight.sign}
        place |= {"side": side.value} if side else {}
    return place | {"log_odds": _short(weight.log_odds)}


def _pair(pair: Pair) -> dict[str, object]:
    return {
        "points": [_point(pair.first), _point(pair.second)],
        "tie": "either" if pair.is_either_or else "together",
        "both": _short(pair.both),
        "independent": _short(pair.independent),
    }


def _set(each: PointSet) -> dict[str, object]:
    return {
        "points": [_point(point) for point in each.points],
        "probability": _short(each.probability),
    }


def _test(test: NextTest) -> dict[str, object]:
    if test.point is not None:
        what: dict[str, object] = _point(test.point)
    else:
        what = {"movement": test.movement, "side": test.side.value if test.side else None}
    return what | {
        "positive": _short(test.positive),
        "information_bits": _short(test.information),
        "seconds": test.seconds,
        "position": test.position.value,
    }


def _point(point: SidedPoint) -> dict[str, object]:
    return {"trigger_point": point.trigger_point, "side": point.side.value}


def _short(value: float) -> float:
    return round(value, DECIMALS)
