"""Is the forecast calibrated, better than two simple ones, and quick?

    python benchmarks/outcomes/forecast.py [--people 2000] [--write]

Simulated people whose truth is not the usual course: other means and spreads of level and fall,
any speed, longer flares with heavy tails, another error of a reading, irregular visits, some of
them missed, whole numbers kept inside the scale. Each is forecast once, from one to six readings,
at one to six weeks ahead: from the literature's course updated by the person, as it ships
(``literature``), and after the clinic has learned from 300 other people (``learned``). The same
run shows the usual course without any reading (``usual``) and the last value carried forward
(``last``).
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from filiform.outcomes import require_instrument
from filiform.outcomes.course import UsualCourse, load_courses, load_forecast_rules
from filiform.outcomes.forecast import Forecast, forecast
from filiform.outcomes.instrument import Instrument
from filiform.outcomes.learn_course import PastSeries, learn_course, learn_spread
from filiform.outcomes.proper_scores import crps_cdf, share_inside

Floats = NDArray[np.float64]

CALIBRATION = (
    Path(__file__).parents[2]
    / "src" / "filiform" / "outcomes" / "data" / "forecast" / "calibration.toml"
)  # fmt: skip
HEAD = "# Written by benchmarks/outcomes/forecast.py --write. Simulated people, not patients."
PAST = 300
SEED = 20261125
SHARES = {"50": (0.25, 0.75), "90": (0.05, 0.95)}


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Readings of one simulated person, the last of them to be forecast."""

    days: Floats
    values: Floats

    @property
    def known(self) -> slice:
        return slice(0, -1)


def simulate(course: UsualCourse, instrument: Instrument, rng: np.random.Generator) -> Person:
    """Draw a person whose truth differs from the usual course in every respect."""
    sds = np.sqrt(np.diag(course.covariance))
    level = course.mean[0] + sds[0] * (0.4 + 0.9 * rng.normal())
    fall = course.mean[1] + sds[1] * (-0.4 + 1.1 * rng.standard_t(6) * np.sqrt(4 / 6))
    tau = float(np.exp(rng.normal(np.log(24), 0.8)))
    known = int(rng.integers(1, 7))
    gaps = rng.choice([3, 4, 7, 7, 7, 10, 14], known - 1) if known > 1 else np.empty(0)
    days = np.concatenate([[0.0], np.cumsum(gaps)])
    days = np.append(days, days[-1] + rng.integers(7, 43))
    flares = np.zeros(len(days))
    sd, lasting = 1.2 * course.flare_sd, 1.4 * course.flare_days
    flares[0] = sd * rng.normal()
    for index in range(1, len(days)):
        kept = np.exp(-(days[index] - days[index - 1]) / lasting)
        flares[index] = kept * flares[index - 1] + sd * np.sqrt(1 - kept**2) * rng.normal()
    truth = level + fall * np.exp(-days / tau) + flares
    noise = 1.1 * course.reading_sd * rng.standard_t(8, len(days)) * np.sqrt(6 / 8)
    return Person(days, in_scale(truth + noise, instrument))


def in_scale(values: Floats, instrument: Instrument) -> Floats:
    step = step_of(instrument)
    return np.clip(np.round(values / step) * step, instrument.lowest, instrument.highest)


def step_of(instrument: Instrument) -> float:
    return instrument.grid() or 1.0


def crps(ahead: Forecast, value: float, step: float) -> float:
    instrument = ahead.instrument
    values = np.arange(instrument.lowest, instrument.highest + step / 2, step)
    at_most = ahead.cdf_beyond_ends(values + step / 2)[0]
    at_most[-1] = 1.0
    return crps_cdf(values, at_most, value)


def check(course: UsualCourse, people: int) -> dict[str, object]:
    """Forecast ``people`` people three ways and score them."""
    instrument = require_instrument(course.instrument)
    rng = np.random.default_rng(SEED)
    past = [simulate(course, instrument, rng) for _ in range(PAST)]
    series = [PastSeries(p.days, p.values) for p in past]
    learned = learn_spread(learn_course(course, series), instrument, series)
    scores: dict[str, list[float]] = {name: [] for name in ("learned", "literature", "usual")}
    places: dict[str, list[tuple[float, float]]] = {name: [] for name in scores}
    last: list[float] = []
    step = step_of(instrument)
    for _ in range(people):
        person = simulate(course, instrument, rng)
        value, known = float(person.values[-1]), person.known
        at = [float(person.days[-1])]
        for name, prior in (("learned", learned), ("literature", course)):
            ahead = forecast(prior, instrument, person.days[known], person.values[known], at)
            scores[name].append(crps(ahead, value, step))
            places[name].append(ahead.place(value))
        ahead = forecast(course, instrument, [], [], at)
        scores["usual"].append(crps(ahead, value, step))
        places["usual"].append(ahead.place(value))
        last.append(abs(float(person.values[-2]) - value))
    return {
        "course": course.id,
        "people": people,
        **{f"crps_{name}": float(np.mean(values)) for name, values in scores.items()},
        "crps_last": float(np.mean(last)),
        **{f"{name}_{share}": inside(places[name], share) for name in scores for share in SHARES},
        "spread": learned.spread,
    }


def inside(places: Sequence[tuple[float, float]], share: str) -> float:
    low, high = SHARES[share]
    return float(np.mean([share_inside(place, low, high) for place in places]))


def speed() -> dict[str, float]:
    """Return milliseconds of one forecast, and of ten series of three years of weekly readings."""
    course = load_courses()["nprs_persistent"]
    instrument = require_instrument("nprs")
    shares = [0.05, 0.25, 0.5, 0.75, 0.95]

    def one() -> None:
        forecast(course, instrument, [0, 7, 14], [7, 6, 4], range(15, 99, 7)).quantiles(shares)

    days = np.arange(157) * 7.0
    values = np.round(5 + 2 * np.sin(days / 50))

    def ten() -> None:
        for _ in range(10):
            ahead = days[-1] + 7.0 * np.arange(1, 13)
            forecast(course, instrument, days, values, ahead).quantiles(shares)

    return {"one_ms": median_ms(one, 50), "ten_series_three_years_ms": median_ms(ten, 15)}


def median_ms(work: object, times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append(1e3 * (time.perf_counter() - start))
    return float(np.median(taken))


def as_toml(rows: Sequence[dict[str, object]]) -> str:
    lines = [
        "# Written by benchmarks/outcomes/forecast.py --write. Simulated people, not patients."
    ]
    for row in rows:
        lines += [
            "",
            "[[check]]",
            f'course = "{row["course"]}"',
            f'version = "{load_forecast_rules().version}"',
            f"people = {row['people']}",
            f"coverage_50 = {row['literature_50']:.4f}",
            f"coverage_90 = {row['literature_90']:.4f}",
            f"crps = {row['crps_literature']:.4f}",
            f"learned_50 = {row['learned_50']:.4f}",
            f"learned_90 = {row['learned_90']:.4f}",
            f"crps_learned = {row['crps_learned']:.4f}",
            f"crps_last_value = {row['crps_last']:.4f}",
            f"crps_usual_course = {row['crps_usual']:.4f}",
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--write", action="store_true", help="rewrite the gate of the release")
    parser.add_argument("--course", help="only this one")
    options = parser.parse_args()
    courses = [c for c in load_courses().values() if options.course in (None, c.id)]
    rows = [check(course, options.people) for course in courses]
    for row in rows:
        print(json.dumps(row))
    print(json.dumps(speed()))
    if options.write:
        CALIBRATION.write_text(as_toml(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
