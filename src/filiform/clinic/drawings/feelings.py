"""What a mark says of the pain, in the words of the clinician's pages."""

from filiform.body import PainDepth, PainMark, PainTiming

DEPTH_WORDS = {PainDepth.SUPERFICIAL: "superficial", PainDepth.DEEP: "deep"}
TIMING_WORDS = {
    PainTiming.CONSTANT: "all the time",
    PainTiming.COMES_AND_GOES: "comes and goes",
    PainTiming.MOVEMENT: "when moving",
    PainTiming.REST: "at rest",
    PainTiming.NIGHT: "at night",
}


def feelings_of(mark: PainMark) -> list[str]:
    """Return the qualities, the depth and the times of a mark; nothing for what was not said."""
    depth = [DEPTH_WORDS[mark.depth]] if mark.depth else []
    times = [TIMING_WORDS[timing] for timing in mark.when]
    return [quality.value for quality in mark.qualities] + depth + times
