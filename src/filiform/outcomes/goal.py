"""One goal, one primary outcome: many outcomes make false winners, so the primary decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from filiform.outcomes.errors import GoalError
from filiform.outcomes.reading import Series
from filiform.outcomes.rules import load_change_rules
from filiform.outcomes.series_change import SeriesChange
from filiform.outcomes.verdict import Verdict

_GAINS = (Verdict.IMPROVED, Verdict.IMPROVED_SMALL, Verdict.BEYOND_ERROR)


@dataclass(frozen=True, slots=True)
class Goal:
    """What the patient wants, and the one series that will tell, fixed before treatment."""

    words: str
    primary: Series
    fixed_at: datetime


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A further outcome beside the primary one."""

    change: SeriesChange
    confirmed: bool
    """Whether its gain still stands after counting how many outcomes were looked at."""
    note: str
    """Why a gain does not stand; empty otherwise."""


@dataclass(frozen=True, slots=True)
class GoalVerdict:
    """The verdict of a goal: that of its primary outcome, with the others beside it."""

    goal: Goal
    primary: SeriesChange
    others: tuple[GoalRow, ...]

    @property
    def improved(self) -> bool:
        """Whether the primary outcome improved beyond error and by enough to matter."""
        return self.primary.verdict is Verdict.IMPROVED

    @property
    def any_improved(self) -> bool:
        """Whether any outcome may be called improved, the others after counting them."""
        return self.improved or any(
            row.confirmed and row.change.verdict is Verdict.IMPROVED for row in self.others
        )


def judge_goal(
    goal: Goal,
    primary: SeriesChange,
    others: Sequence[SeriesChange],
    *,
    treated_at: datetime | None = None,
) -> GoalVerdict:
    """Judge a goal by its primary outcome and let the others explain.

    The other outcomes are tested only if the primary one gained beyond its error, in Holm's order
    at the same false-alarm share, so that in all of them together chance passes for improvement
    no more often than in one.

    Parameters
    ----------
    treated_at
        First needling; a goal whose primary outcome was fixed later is refused.

    Raises
    ------
    GoalError
        If the change is not of the goal's primary series, an outcome comes twice, or the goal was
        fixed after treatment began.
    """
    series = [primary.after.series, *(change.after.series for change in others)]
    if primary.after.series != goal.primary:
        raise GoalError(f"The primary change came for {series[0]}; expected {goal.primary}.")
    if len(set(series)) != len(series):
        raise GoalError("An outcome came twice; give each series once.")
    if treated_at is not None and goal.fixed_at > treated_at:
        raise GoalError(
            "The primary outcome was fixed after treatment began; choose it before the first "
            "needling, or report every outcome without a verdict on the goal."
        )
    gained = primary.verdict in _GAINS
    standing = _holm(others) if gained else set()
    rows = []
    for index, change in enumerate(others):
        note = ""
        if change.verdict in _GAINS and index not in standing:
            note = (
                "One of several outcomes, and not the primary one: with this many, a gain of this "
                "size is expected by chance."
                if gained
                else "The primary outcome did not improve beyond error; this gain explains, and "
                "does not decide."
            )
        rows.append(GoalRow(change, index in standing, note))
    return GoalVerdict(goal, primary, tuple(rows))


def _holm(changes: Sequence[SeriesChange]) -> set[int]:
    """Return the positions of the gains that stand after Holm's correction."""
    tests = sorted(
        (1 - change.axes.p_real, index)
        for index, change in enumerate(changes)
        if change.axes is not None and change.verdict is not Verdict.NOT_JUDGED
    )
    standing: set[int] = set()
    for rank, (p, index) in enumerate(tests):
        if p > load_change_rules().false_alarm / (len(tests) - rank):
            break
        standing.add(index)
    return standing
