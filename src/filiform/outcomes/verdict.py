"""The verdicts on a change, and their words for the clinician and for the patient."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a change between two scores lets us say."""

    IMPROVED = "improved"
    IMPROVED_SMALL = "improved_small"
    BEYOND_ERROR = "beyond_error"
    """For a test without an accepted value of what matters."""
    BORDERLINE = "borderline"
    POSSIBLE = "possible"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    NOT_JUDGED = "not_judged"


_WORDS = {
    Verdict.IMPROVED: "Improved: more than measurement error, and enough to matter",
    Verdict.IMPROVED_SMALL: "A real change, smaller than most people find important",
    Verdict.BEYOND_ERROR: (
        "Better, beyond measurement error; how much matters is not known for this test"
    ),
    Verdict.POSSIBLE: (
        "Possibly improved: large enough to matter, but within measurement error. Measure again"
    ),
    Verdict.UNCHANGED: "No change that can be told from measurement error",
    Verdict.WORSE: "Worse, beyond measurement error",
}
_BORDERLINE = "Borderline: enough to matter by one rule and not by the other"
_PATIENT_WORDS = {
    Verdict.IMPROVED: (
        "Your score is better: more than the usual ups and downs, and enough to matter."
    ),
    Verdict.IMPROVED_SMALL: "Your score is a little better.",
    Verdict.BEYOND_ERROR: "Your result is better: more than the usual ups and downs.",
    Verdict.BORDERLINE: "Your score may be better. Another measurement will tell more.",
    Verdict.POSSIBLE: "Your score may be better. Another measurement will tell more.",
    Verdict.UNCHANGED: "Your score is about the same; small ups and downs are usual.",
    Verdict.WORSE: "Your score is worse. Your clinician will talk with you about it.",
    Verdict.NOT_JUDGED: "These two scores cannot be compared in a fair way.",
}
_PATIENT_AT_FLOOR = "Your first score was so good that this scale can hardly show a gain."
_PATIENT_RECOVERED = "It is in the range of people who call themselves recovered."


def verdict_words(
    verdict: Verdict, *, matters: bool, beyond_error: bool, recovered: bool, reason: str
) -> str:
    """Word a verdict for the clinician, without a final full stop.

    Parameters
    ----------
    verdict
        The verdict.
    matters
        Whether a worsening is as large as the smallest change that matters.
    beyond_error
        Whether an improvement exceeds the error limit; words a borderline one.
    recovered
        Whether the later score is one of recovered people.
    reason
        Why nothing was judged; only for ``NOT_JUDGED``.
    """
    match verdict:
        case Verdict.NOT_JUDGED:
            words = f"Not judged: {reason.rstrip('.')}"
        case Verdict.BORDERLINE if beyond_error:
            words = f"{_BORDERLINE}; more than measurement error"
        case Verdict.BORDERLINE:
            words = f"{_BORDERLINE}; within measurement error. Measure again"
        case Verdict.WORSE if matters:
            words = f"{_WORDS[verdict]}, and enough to matter"
        case _:
            words = _WORDS[verdict]
    if recovered:
        words += ". In the range of people who call themselves recovered"
    return words


def patient_words(verdict: Verdict, *, at_floor: bool, recovered: bool) -> str:
    """Word a verdict for the patient: plain, without figures and without a cause."""
    words = _PATIENT_AT_FLOOR if at_floor else _PATIENT_WORDS[verdict]
    return f"{words} {_PATIENT_RECOVERED}" if recovered else words
