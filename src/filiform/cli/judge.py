"""``filiform judge``: judge needles against depth, hazards, person, screening and authorisation."""

import argparse
import json
from collections.abc import Iterator

from filiform.cli.localise import read_document
from filiform.safety import NeedlePath, SiteVerdict, judge_visit_sites, verdict_document
from filiform.safety.site_json import parse_site_case

NOT_PERMITTED = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser of ``filiform``."""
    parser = subparsers.add_parser(
        "judge",
        help="judge needles at their sites: what speaks against each, and why",
        description="Judge needles at their sites. A limit is a reason to refuse, never a "
        "permission to go that deep; the clinician decides at the table.",
    )
    parser.add_argument("site", help="JSON file in the public site format; - reads stdin")
    parser.add_argument("--json", action="store_true", help="print the public verdict format")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, judge and print; the status is 1 if a site is refused."""
    case = parse_site_case(read_document(arguments.site))
    verdicts = judge_visit_sites(case.paths, case.person, case.context)
    if arguments.json:
        document = {"verdicts": [verdict_document(verdict) for verdict in verdicts]}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        for path, verdict in zip(case.paths, verdicts, strict=True):
            print("\n".join(verdict_lines(path, verdict)))
    return 0 if all(verdict.permitted for verdict in verdicts) else NOT_PERMITTED


def verdict_lines(path: NeedlePath, verdict: SiteVerdict) -> Iterator[str]:
    """Yield one verdict in words, each concern with what lifts it and where it comes from."""
    needle = f"{path.diameter_mm:.2f} x {path.length_mm:g} mm"
    yield f"{verdict.site}, {path.side}, {needle}: {verdict.standing} (grade {verdict.grade})"
    limit = verdict.limit
    number = "" if limit.mm is None else f"{limit.mm:g} mm, "
    sources = ", ".join(limit.sources) or "no source found yet"
    yield f"  limit: {number}{limit.words} [{limit.mark}] {limit.basis} ({sources})"
    for concern in verdict.concerns:
        yield f"  {concern.code} {concern.action}: {concern.title}. {concern.reason}"
        sources = ", ".join(concern.sources) or "no source found yet"
        basis = f"; {', '.join(concern.evidence)}" if concern.evidence else ""
        note = f"; {concern.note}" if concern.note else ""
        yield f"    [{concern.mark}] {sources}{basis}; lifted by: {concern.lift}{note}"
