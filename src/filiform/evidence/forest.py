"""A forest plot as SVG: one row a study, a diamond for all together, the numbers beside it."""

from collections.abc import Sequence
from html import escape

from filiform.evidence.studies import StudySet

WIDTH, ROW, TOP, BOTTOM = 720, 30, 34, 44
LABEL_END, PLOT_START, PLOT_END = 208, 220, 510
SQUARE = 9
TICKS = 5


def forest_plot(studies: StudySet) -> str:
    """Draw a set of studies; colours come from the page (``currentColor``) or stay grey.

    The same numbers stand in a table wherever the plot stands: the picture adds no fact.
    """
    pooled = studies.pooled
    rows = [(s.label, s.effect.value, *s.interval) for s in studies.studies]
    ends = [value for _, _, low, high in rows for value in (low, high)]
    if pooled and pooled.prediction:
        ends += pooled.prediction
    low_end, high_end = min(0.0, *ends), max(0.0, *ends)
    margin = 0.05 * (high_end - low_end)
    low_end, high_end = low_end - margin, high_end + margin

    def x(value: float) -> float:
        share = (value - low_end) / (high_end - low_end)
        return PLOT_START + share * (PLOT_END - PLOT_START)

    height = TOP + ROW * (len(rows) + (2 if pooled else 0)) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'width="{WIDTH}" height="{height}" fill="currentColor" font-family="sans-serif" '
        f'font-size="14"><title>{escape(studies.title)}: {escape(studies.metric)} with 95 % '
        "intervals</title>",
        _line(x(0), TOP - 10, x(0), height - BOTTOM, dashed=True),
        _text(x(0), TOP - 18, "no difference", anchor="middle", size=12),
    ]
    y = TOP + ROW / 2
    for label, value, low, high in rows:
        parts += [
            _text(LABEL_END, y + 5, label, anchor="end"),
            _line(x(low), y, x(high), y),
            f'<rect x="{x(value) - SQUARE / 2:.1f}" y="{y - SQUARE / 2:.1f}" width="{SQUARE}" '
            f'height="{SQUARE}"/>',
            _text(PLOT_END + 12, y + 5, _numbers(value, low, high), size=13),
        ]
        y += ROW
    if pooled:
        low, high = pooled.interval
        middle = x(pooled.estimate)
        corners = [(x(low), y), (middle, y - 8), (x(high), y), (middle, y + 8)]
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners)
        parts += [
            _text(LABEL_END, y + 5, "all together", anchor="end", bold=True),
            f'<polygon points="{points}"/>',
            _text(PLOT_END + 12, y + 5, _numbers(pooled.estimate, low, high), size=13, bold=True),
        ]
        y += ROW
        if pooled.prediction:
            low, high = pooled.prediction
            parts += [
                _text(LABEL_END, y + 5, "a further study", anchor="end"),
                _line(x(low), y, x(high), y, dashed=True),
                _text(PLOT_END + 12, y + 5, f"{_number(low)} to {_number(high)}", size=13),
            ]
            y += ROW
    base = height - BOTTOM + 6
    parts.append(_line(PLOT_START, base, PLOT_END, base))
    for tick in _ticks(low_end, high_end):
        parts += [
            _line(x(tick), base, x(tick), base + 5),
            _text(x(tick), base + 19, _number(tick), anchor="middle", size=12),
        ]
    side = "less" if studies.lower_is_better else "more"
    anchor, start = ("start", PLOT_START) if studies.lower_is_better else ("end", PLOT_END)
    better = f"← {side} {studies.outcome}" if anchor == "start" else f"{side} {studies.outcome} →"
    parts += [_text(start, base + 36, better, anchor=anchor, size=12), "</svg>\n"]
    return "".join(parts)


def _ticks(low: float, high: float) -> Sequence[float]:
    for step in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0):
        if (high - low) / step <= TICKS:
            break
    first = -(-low // step) * step
    return [round(first + step * n, 6) for n in range(int((high - first) / step) + 1)]


def _numbers(value: float, low: float, high: float) -> str:
    return f"{_number(value)} ({_number(low)} to {_number(high)})"


def _number(value: float) -> str:
    return f"−{-value:.2f}" if round(value, 2) < 0 else f"{abs(value):.2f}"


def _line(x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" '
        f'stroke-width="1.5"{dash}/>'
    )


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 14, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{weight}>'
        f"{escape(words)}</text>"
    )
