import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.localise import information_in_words, weight_as_factor, weight_in_words
from filiform.localise.errors import ParametersError
from filiform.localise.wording import load_wording, parse_wording

ORDER = ["hardly", "a little", "clearly", "strongly"]


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (12.0, "strongly for"),
        (10.0, "strongly for"),
        (9.96, "strongly for"),
        (9.9, "clearly for"),
        (3.0, "clearly for"),
        (1.5, "a little for"),
        (1.02, "hardly for"),
        (1 / 1.02, "hardly against"),
        (1 / 4, "clearly against"),
        (1 / 40, "strongly against"),
    ],
)
def test_words_follow_the_printed_factor(factor: float, words: str) -> None:
    assert weight_in_words(math.log(factor)) == words


@given(st.floats(-60, 60), st.floats(-60, 60))
def test_a_heavier_finding_never_has_weaker_words(one: float, other: float) -> None:
    light, heavy = sorted((one, other), key=abs)

    def place(log_odds: float) -> int:
        return ORDER.index(weight_in_words(log_odds).rsplit(" ", 1)[0])

    assert place(light) <= place(heavy)
    assert weight_as_factor(light) <= weight_as_factor(heavy)


def test_a_factor_is_the_same_for_and_against() -> None:
    assert weight_as_factor(-math.log(4.0)) == weight_as_factor(math.log(4.0)) == 4.0


@pytest.mark.parametrize(("bits", "words"), [(0.9, "much"), (0.2, "something"), (0.0, "little")])
def test_information_has_words(bits: float, words: str) -> None:
    assert information_in_words(bits) == words


def test_a_scale_that_does_not_fall_to_its_end_is_refused() -> None:
    reason = 'unit = "u"\nmark = "P"\nwhy = "w"\n'
    end = 'scale = [{ at_least = 1.0, words = "a" }]\n'
    rising = 'scale = [{ at_least = 0.0, words = "a" }, { at_least = 1.0, words = "b" }]\n'

    with pytest.raises(ParametersError, match=r"information\.scale"):
        parse_wording(f"[weight]\n{reason}{end}[information]\n{reason}{rising}")
    with pytest.raises(ParametersError, match=r"weight\.why"):
        parse_wording('[weight]\nunit = "u"\nmark = "P"\n')


def test_the_packaged_words_differ_at_each_step() -> None:
    for scale in (load_wording().weight, load_wording().information):
        assert len({words for _, words in scale}) == len(scale)
