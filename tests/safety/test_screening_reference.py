"""The reference page holds every rule as the software judges it (rewrite: ``make golden``)."""

import os
from pathlib import Path

from filiform.safety import Question, load_screening

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "screening.md"
START = "<!-- rules: written by `make golden` from src/filiform/safety/data/screening.toml -->\n"
END = "<!-- rules end -->"
HEAD = "| code | question | action | why, and what to do | sources | marks | asked |\n" + (
    "| --- | --- | --- | --- | --- | --- | --- |\n"
)


def row(question: Question) -> str:
    action = f"**{question.action}**"
    if question.urgency:
        action += f" ({question.urgency})"
    if question.techniques:
        action += f": no {', '.join(question.techniques)}"
    if question.blocks:
        action += "; blocks"
    why = f"**{question.title}.** {question.reason} Where: {question.regions}."
    cells = (
        question.code,
        question.text,
        action,
        f"{why} {question.advice}".strip(),
        ", ".join(question.sources) or "none found yet",
        f"{question.mark}, {question.action_mark}",
        f"{question.asked_of}, each" if question.each_visit else question.asked_of,
    )
    return "| " + " | ".join(cells) + " |\n"


def rules() -> str:
    screening = load_screening()
    parts = [f"Version `{screening.version}`, {len(screening.questions)} questions.\n\n"]
    for group in screening.groups:
        parts += [f"### {group.label}\n\n", HEAD, *map(row, group.questions), "\n"]
    parts.append("### Rules without a question\n\n")
    parts += [f"- {code}: {why}\n" for code, why in screening.unasked.items()]
    return "".join(parts) + "\n"


def test_the_reference_page_shows_every_rule_as_it_is_judged() -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(START)
    written, tail = rest.split(END)

    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        PAGE.write_text(head + START + "\n" + rules() + END + tail, encoding="utf-8")
    else:
        assert written == "\n" + rules()
