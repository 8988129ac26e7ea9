"""``filiform evidence``: what studies say of each promise, pooled anew from the files."""

import argparse
import json
from collections.abc import Mapping

from filiform.evidence import (
    Claim,
    StudySet,
    disagreements,
    load_claims,
    load_study_sets,
)
from filiform.evidence.meta_analysis import Pooled

DISAGREES = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``evidence``."""
    parser = subparsers.add_parser(
        "evidence", help="pool the studies anew, and check against printed values"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Recompute every set of studies; status 1 if one misses the values its source prints."""
    sets = load_study_sets()
    if arguments.json:
        answer = {
            "claims": {claim.id: claim.certainty for claim in load_claims().values()},
            "studies": {one.id: as_json(one) for one in sets.values()},
        }
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        for claim in load_claims().values():
            print("\n".join(_claim_lines(claim)), end="\n\n")
        for one in sets.values():
            print("\n".join(_set_lines(one)), end="\n\n")
    return DISAGREES if any(map(disagreements, sets.values())) else 0


def as_json(studies: StudySet) -> Mapping[str, object]:
    """Return one set with its pooled values."""
    pooled = studies.pooled
    return {
        "title": studies.title,
        "metric": studies.metric,
        "studies": len(studies.studies),
        "pooled": _pooled_json(pooled) if pooled else None,
        "why_not": studies.said_of_pooling,
        "disagreements": disagreements(studies),
    }


def _pooled_json(pooled: Pooled) -> Mapping[str, object]:
    return {
        "model": pooled.model,
        "estimate": pooled.estimate,
        "interval": pooled.interval,
        "prediction": pooled.prediction,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "q": pooled.q,
        "p_heterogeneity": pooled.p_heterogeneity,
    }


def _claim_lines(claim: Claim) -> list[str]:
    return [
        f"{claim.promise} (certainty {claim.certainty}; summary {claim.mark})",
        f"  {claim.may_say}",
        *(f"  Not supported: {sentence}" for sentence in claim.not_supported),
    ]


def _set_lines(studies: StudySet) -> list[str]:
    lines = [f"{studies.title} ({studies.metric}, {len(studies.studies)} studies)"]
    pooled = studies.pooled
    if pooled:
        low, high = pooled.interval
        lines.append(f"  {pooled.estimate:.3f} ({low:.3f} to {high:.3f}, 95 %, Knapp-Hartung)")
        if pooled.prediction:
            low, high = pooled.prediction
            lines.append(f"  a further study: {low:.3f} to {high:.3f}")
        lines.append(
            f"  tau² {pooled.tau2:.4f}, I² {pooled.i2:.1f} %, Q {pooled.q:.1f}, "
            f"p {pooled.p_heterogeneity:.2g}"
        )
    else:
        lines.append(f"  {studies.said_of_pooling}")
    if studies.published:
        missed = disagreements(studies)
        said = "; ".join(missed) if missed else "agrees with the values that its source prints"
        lines.append(f"  {said} ({', '.join(studies.published.sources)})")
    return lines
