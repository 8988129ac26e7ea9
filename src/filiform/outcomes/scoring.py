"""Make a score from the answers of a form or the trials of a test, or say why there is none."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from filiform.outcomes.errors import AnswerError
from filiform.outcomes.instrument import Instrument, Part

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """A score, or the reason why the answers make none. Missing is never zero."""

    part: str
    value: float | None
    answered: int
    asked: int
    reason: str = ""
    """Why there is no score; empty if there is one."""

    @property
    def prorated(self) -> bool:
        """Whether answers were missing and the instrument's rule filled in for them."""
        return self.value is not None and self.answered < self.asked


def score_answers(
    instrument: Instrument,
    answers: Mapping[int, float | None],
    part: str = "total",
    *,
    named: Collection[int] | None = None,
) -> Scored:
    """Score one part of a questionnaire.

    Parameters
    ----------
    instrument
        The instrument.
    answers
        Answer by number of the item on the form, from 1; ``None`` or absent is missing.
    part
        Group of items; ``total`` of an instrument whose total is the mean of its parts needs all.
    named
        Numbers of the items that this patient named, where patients name their own; all of them
        are then needed.

    Raises
    ------
    AnswerError
        If an answer is one that the form does not offer, or stands at an item it does not have.
    UnknownPartError
        If the instrument has no such group.
    """
    parts = instrument.scoring.parts
    known = {number for group in parts for number in group.items}
    if strange := sorted(set(answers) - known):
        raise AnswerError(
            f"{instrument.id}: an answer came for item {strange[0]}; it has {len(known)} items."
        )
    if part == "total" and instrument.scoring.total == "mean":
        return _total(instrument, answers)
    scored = instrument.require_part(part)
    if named is not None:
        chosen = sorted(set(named))
        if not chosen or not set(chosen) <= set(scored.items):
            raise AnswerError(
                f"{instrument.id}: the patient's items came as {chosen}; name at least one of "
                f"{scored.items[0]} to {scored.items[-1]}."
            )
        scored = replace(
            scored,
            items=tuple(chosen),
            lowest=scored.lowest[: len(chosen)],
            highest=scored.highest[: len(chosen)],
            needed=len(chosen),
        )
    return _scored(instrument, scored, answers)


def score_trials(instrument: Instrument, trials: Sequence[float | None]) -> Scored:
    """Make one value from the trials of a test; a trial that was not done is ``None``.

    Raises
    ------
    AnswerError
        If the test has no rule for trials, more came than it has, or one is out of range.
    """
    rule = instrument.scoring.trials
    if rule is None:
        raise AnswerError(f"{instrument.id}: it has no trials; enter its value.")
    if len(trials) > rule.number:
        raise AnswerError(
            f"{instrument.id}: {len(trials)} trials came; expected up to {rule.number}."
        )
    done = [require_in_range(instrument, trial) for trial in trials if trial is not None]
    if len(done) < rule.needed:
        reason = f"{len(done)} of {rule.needed} trials were done"
        return Scored("total", None, len(done), rule.number, reason)
    value = {"mean": math.fsum(done) / len(done), "highest": max(done), "lowest": min(done)}
    return Scored("total", value[rule.use], len(done), rule.number)


def require_in_range(instrument: Instrument, value: float) -> float:
    """Return a value that the scale can have.

    Raises
    ------
    AnswerError
        If it is no finite number, or outside the range; the message gives the range.
    """
    if (
        isinstance(value, bool)
        or not math.isfinite(value)
        or not instrument.lowest <= value <= instrument.highest
    ):
        raise AnswerError(
            f"{instrument.name}: the value came as {value!r}; expected {instrument.lowest:g} to "
            f"{instrument.highest:g} {instrument.unit}."
        )
    return float(value)


def _total(instrument: Instrument, answers: Mapping[int, float | None]) -> Scored:
    parts = [_scored(instrument, part, answers) for part in instrument.scoring.parts]
    answered, asked = sum(p.answered for p in parts), sum(p.asked for p in parts)
    for part in parts:
        if part.value is None:
            return Scored("total", None, answered, asked, f"{part.part}: {part.reason}")
    value = math.fsum(p.value for p in parts if p.value is not None) / len(parts)
    return Scored("total", value, answered, asked)


def _scored(instrument: Instrument, part: Part, answers: Mapping[int, float | None]) -> Scored:
    given: list[tuple[float, float, float]] = []
    for number, lowest, highest in zip(part.items, part.lowest, part.highest, strict=True):
        answer = answers.get(number)
        if answer is None:
            continue
        _require_offered(instrument, part, number, answer, lowest, highest)
        turned = lowest + highest - answer if number in part.reversed_items else float(answer)
        given.append((turned, lowest, highest))
    asked = len(part.items)
    if len(given) < part.needed:
        reason = f"{len(given)} of at least {part.needed} answers were given"
        return Scored(part.id, None, len(given), asked, reason)
    return Scored(part.id, _value(part, given), len(given), asked)


def _value(part: Part, given: Sequence[tuple[float, float, float]]) -> float:
    total = math.fsum(answer for answer, _, _ in given)
    if part.formula == "sum":
        return total * len(part.items) / len(given)
    if part.formula == "mean":
        return total / len(given)
    lowest = math.fsum(low for _, low, _ in given)
    highest = math.fsum(high for _, _, high in given)
    percent = 100 * (total - lowest) / (highest - lowest)
    return percent if part.formula == "percent" else 100 - percent


def _require_offered(
    instrument: Instrument, part: Part, number: int, answer: float, lowest: float, highest: float
) -> None:
    offered = (
        any(abs(answer - value) < TOLERANCE for value in part.allowed)
        if part.allowed
        else lowest <= answer <= highest and float(answer).is_integer()
    )
    if not math.isfinite(answer) or not offered:
        choices = (
            ", ".join(f"{value:g}" for value in part.allowed) or f"{lowest:g} to {highest:g}, whole"
        )
        raise AnswerError(
            f"{instrument.id}: item {number} came as {answer!r}; the form offers {choices}."
        )
