"""How ``filiform localise`` prints why, and what to test next."""

from collections.abc import Iterator

from filiform.atlas import Atlas
from filiform.localise import SidedPoint, probability_in_percent
from filiform.localise.explain import Explanation, Weight
from filiform.localise.next_test import NextTest, TestPlan

SILENT = 0.05
"""Log odds below which a finding is left out of the printed reasons."""


def explanation_lines(explanation: Explanation, atlas: Atlas) -> Iterator[str]:
    """Yield why the best points stand where they stand."""
    yield "Why:"
    for point, weights in explanation.weights.items():
        said = [_weight(weight, atlas) for weight in weights if abs(weight.log_odds) >= SILENT]
        yield f"      {_point(point)}: {'; '.join(said) or 'no single finding decides'}"
    for pair in explanation.pairs:
        tie = "either one or the other" if pair.is_either_or else "together"
        yield f"      {_point(pair.first)} and {_point(pair.second)}: {tie}"
    yield ""
    yield f"Sets of points that explain all of it ({probability_in_percent(explanation.covered)}):"
    for each in explanation.sets:
        names = " + ".join(_point(point) for point in each.points) or "no notable point"
        yield f"      {probability_in_percent(each.probability)}: {names}"


def plan_lines(plan: TestPlan, atlas: Atlas) -> Iterator[str]:
    """Yield what to test next."""
    yield "Next:"
    for place, test in enumerate(plan.tests, start=1):
        yield (
            f"{place:>4}  {_test(test, atlas)}: {test.information:.2f} bit, {test.seconds:.0f} s, "
            f"{test.position.value}, positive {probability_in_percent(test.positive)}"
        )
    if not plan.tests:
        yield "      nothing left that is worth testing"
    elif not plan.worth_it:
        yield "      None of them is expected to change a decision enough for its time."


def _weight(weight: Weight, atlas: Atlas) -> str:
    sign = "for" if weight.log_odds > 0 else "against"
    strength = f"{sign} ×{_factor(abs(weight.log_odds))}"
    if weight.area is not None:
        return f"{weight.area.label} {strength}"
    assert weight.movement is not None
    label = atlas.movements[weight.movement.movement].label
    side = f", {weight.movement.side.value}" if weight.movement.side else ""
    return f"{label}{side} ({weight.sign}) {strength}"


def _factor(log_odds: float) -> str:
    factor = 2.718281828459045**log_odds
    return "over 1000" if factor > 1000 else f"{factor:.3g}"


def _test(test: NextTest, atlas: Atlas) -> str:
    if test.point is not None:
        return f"palpate {_point(test.point)}"
    assert test.movement is not None
    assert test.side is not None
    return f"test {atlas.movements[test.movement].label}, {test.side.value}"


def _point(point: SidedPoint) -> str:
    return f"{point.trigger_point} {point.side.value}"
