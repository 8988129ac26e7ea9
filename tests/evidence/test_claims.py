"""The pages on the promises say what the files say (rewrite: ``make golden``)."""

import os
import re
from pathlib import Path

import pytest

from filiform.evidence import (
    Claim,
    ClaimFileError,
    Finding,
    FindingFileError,
    StudyFileError,
    StudySet,
    disagreements,
    forest_plot,
    load_claims,
    load_findings,
    load_sources,
    load_study_sets,
    parse_claims,
    parse_findings,
    parse_study_set,
)
from filiform.evidence.meta_analysis import FEWEST_TO_POOL

ROOT = Path(__file__).parents[2]
PAGES, PICTURES = ROOT / "docs" / "evidence", ROOT / "docs" / "images" / "evidence"
DATA = ROOT / "src" / "filiform" / "evidence" / "data"
PROMISED_TOO_MUCH = ("cures", "guarantee", "proven to", "will heal", "detox", "flushes out toxins")


def page(claim: Claim) -> str:
    parts = [
        f"# {claim.promise}\n\n",
        f"Certainty: **{claim.certainty}**. {claim.certainty_text}\n",
        f"The summary is one of this project ({claim.mark}), not yet signed off by a clinician; "
        "each finding below carries its source.\n\n",
        f"## What it means for you\n\n{claim.for_you}\n\n",
        f"## What may be said\n\n{claim.may_say}\n\n",
        "## What is not supported\n\n",
        *(f"- {sentence}\n" for sentence in claim.not_supported),
        "\n## Findings\n\n",
    ]
    if claim.findings:
        parts += [
            "Negative is less pain or disability with needling; positive is more strength, motion "
            "or pressure pain threshold. Intervals are of 95 %.\n\n",
            "| outcome, region | against | when | found | trials, people | sources, mark |\n",
            "| --- | --- | --- | --- | --- | --- |\n",
            *map(finding_row, claim.findings),
        ]
    else:
        parts.append("No controlled finding was found.\n")
    for studies in claim.studies:
        parts.append(studies_section(studies))
    keys = sorted({key for finding in claim.findings for key in finding.sources})
    keys += [k for s in claim.studies for one in s.studies for k in one.sources if k not in keys]
    if keys:
        parts.append("\n## Sources\n\n")
        parts += [f"- `{key}`: {load_sources()[key].citation}\n" for key in dict.fromkeys(keys)]
    return "".join(parts)


def finding_row(finding: Finding) -> str:
    found = finding.words
    if finding.value is not None:
        found = f"{finding.metric} {finding.value:g}"
        if finding.interval:
            found += f" ({finding.interval[0]:g} to {finding.interval[1]:g})"
    if finding.note:
        found += f"; {finding.note}"
    if finding.certainty:
        found += f"; certainty {finding.certainty}"
    size = ", ".join(part for part in (finding.trials, finding.people) if part) or "not stated"
    cells = (
        f"{finding.outcome}, {finding.region}", finding.comparator, finding.window, found, size,
        f"{', '.join(finding.sources)}, {finding.mark}",
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |\n"


def studies_section(studies: StudySet) -> str:
    rows = "".join(
        f"| {s.label} | {s.effect.value:g} | {s.interval[0]:.2f} to {s.interval[1]:.2f} | "
        f"{', '.join(s.sources)}, {s.mark} | {'; '.join(filter(None, (s.formula, s.note)))} |\n"
        for s in studies.studies
    )
    lines = [
        f"\n## {studies.title}\n\n",
        f"![Forest plot, {studies.title}; the numbers are in the table]"
        f"(../images/evidence/{studies.id}.svg)\n\n",
        f"| study | {studies.metric} | 95 % | source, mark | note |\n",
        "| --- | --- | --- | --- | --- |\n",
        rows,
        f"\n{studies.said_of_pooling}\n" if studies.said_of_pooling else "",
        "" if studies.complete else "\nMore studies exist than are entered.\n",
        *(f"Left out: {words}.\n" for words in studies.left_out),
    ]
    return "".join(lines)


def written(path: Path, content: str) -> None:
    if os.environ.get("FILIFORM_REWRITE_GOLDEN"):
        path.write_text(content, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == content


@pytest.mark.parametrize("claim", load_claims().values(), ids=lambda claim: claim.id)
def test_each_promise_has_its_page(claim: Claim) -> None:
    written(PAGES / f"{claim.id}.md", page(claim))


@pytest.mark.parametrize(
    "studies", [s for s in load_study_sets().values() if s.about_needling], ids=lambda s: s.id
)
def test_each_set_of_studies_has_its_picture(studies: StudySet) -> None:
    written(PICTURES / f"{studies.id}.svg", forest_plot(studies))


def test_our_pooled_values_agree_with_every_printed_one() -> None:
    printed = [studies for studies in load_study_sets().values() if studies.published]

    assert printed
    assert not any(disagreements(studies) for studies in printed)


def test_a_wrong_printed_value_is_noticed() -> None:
    content = (DATA / "studies" / "check_vaccine.toml").read_text(encoding="utf-8")

    wrong = parse_study_set(content.replace("tau2 = 0.3132", "tau2 = 0.3200"), file_name="x.toml")

    assert disagreements(wrong) == ("tau² is 0.3132, printed 0.3200",)


def test_few_studies_are_shown_and_not_pooled() -> None:
    for studies in load_study_sets().values():
        if studies.pooled is None:
            assert studies.why_not or len(studies.studies) < FEWEST_TO_POOL
            assert studies.said_of_pooling.startswith("Not pooled")


def test_no_page_promises_more_than_its_evidence() -> None:
    for claim in load_claims().values():
        said = " ".join((claim.for_you, claim.may_say)).lower()
        assert not any(word in said for word in PROMISED_TOO_MUCH)
        assert claim.not_supported


@pytest.mark.parametrize("name", ["twitch", "after-needling", "chemistry"])
def test_every_source_that_a_patient_page_names_is_known(name: str) -> None:
    keys = re.findall(r"`([A-Z]+[0-9]*[A-Z]?)`", (PAGES / f"{name}.md").read_text("utf-8"))

    assert keys
    assert set(keys) <= set(load_sources())


def test_every_source_of_needling_is_used() -> None:
    text = "".join(p.read_text("utf-8") for p in DATA.rglob("*.toml") if p.parent != DATA)
    text += "".join(p.read_text("utf-8") for p in PAGES.glob("*.md"))
    text += "".join(
        p.read_text("utf-8") for p in (ROOT / "src/filiform/outcomes/data").rglob("*.toml")
    )
    keys = re.findall(r"^\[([A-Z0-9]+)\]", (DATA / "needling.toml").read_text("utf-8"), re.M)

    assert [key for key in keys if key not in text] == []


def test_a_forest_plot_is_a_picture_with_a_name_and_without_styles() -> None:
    for studies in load_study_sets().values():
        picture = forest_plot(studies)
        assert 'role="img"' in picture
        assert f"<title>{studies.title}" in picture
        assert "style=" not in picture
        assert picture.count("<rect") == len(studies.studies)
        assert ("<polygon" in picture) is (studies.pooled is not None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('certainty = "low"', 'certainty = "sure"', "a claim has a certainty"),
        ('"ef01"', '"ef99"', "'ef99' is missing"),
        ('promise = "Pain relief"', 'promised = "Pain relief"', "'promise' is missing"),
    ],
)
def test_an_incomplete_claim_is_refused(old: str, new: str, message: str) -> None:
    content = (DATA / "claims" / "claims.toml").read_text(encoding="utf-8")
    assert old in content

    with pytest.raises(ClaimFileError, match=message):
        parse_claims(content.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("low = -0.42", "low = 0.42", "does not hold"),
        ('sources = ["NAVARRO21S"]', "sources = []", "names its source"),
        ('metric = "SMD"\n', "", "'metric' is missing"),
    ],
)
def test_an_incomplete_study_is_refused(old: str, new: str, message: str) -> None:
    content = (DATA / "studies" / "pain_by_region.toml").read_text(encoding="utf-8")
    assert old in content

    with pytest.raises(StudyFileError, match=message):
        parse_study_set(content.replace(old, new, 1), file_name="x.toml")


def test_a_finding_without_comparator_is_refused() -> None:
    content = (DATA / "findings" / "needling.toml").read_text(encoding="utf-8")

    with pytest.raises(FindingFileError, match="'comparator' is missing"):
        parse_findings(content.replace("comparator =", "against =", 1))
    assert all(finding.comparator and finding.window for finding in load_findings().values())
