"""The page on forecasts shows the last check of calibration (rewrite: ``make golden``)."""

import os
from pathlib import Path

from filiform.outcomes import load_calibration, require_course, require_instrument

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "forecast.md"
START = (
    "<!-- calibration: written by `make golden` from "
    "src/filiform/outcomes/data/forecast/calibration.toml -->\n"
)
END = "<!-- calibration end -->"
HEAD = (
    "| course | people | in 50 % | in 90 % | CRPS | last value | usual course | "
    "after learning: 50 %, 90 %, CRPS |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def table() -> str:
    rows = []
    for check in load_calibration().values():
        course = require_course(check.course)
        name = f"{require_instrument(course.instrument).name}; {course.people.lower()}"
        rows.append(
            f"| {name} | {check.people} | {check.coverage_50:.1%} | {check.coverage_90:.1%} | "
            f"{check.crps:.2f} | {check.crps_last_value:.2f} | {check.crps_usual_course:.2f} | "
            f"{check.learned_50:.1%}, {check.learned_90:.1%}, {check.crps_learned:.2f} |\n"
        )
    return HEAD + "".join(rows)


def test_the_page_shows_the_last_check_of_calibration() -> None:
    head, rest = PAGE.read_text(encoding="utf-8").split(START)
    written, tail = rest.split(END)

    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        PAGE.write_text(head + START + "\n" + table() + "\n" + END + tail, encoding="utf-8")
    else:
        assert written == "\n" + table() + "\n"
