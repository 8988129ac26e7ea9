"""What palpating one spot says: one grade, capped, and silence stays silent."""

from itertools import product

import pytest

from filiform.body.side import Side
from filiform.localise import PalpationFinding, load_parameters
from filiform.localise.palpation import palpation_ratio

FOUND = (True, False, None)


def ratio(
    taut_band: bool | None = None, tender: bool | None = None, recognised_pain: bool | None = None
) -> float:
    finding = PalpationFinding("infraspinatus.trp1", Side.RIGHT, taut_band, tender, recognised_pain)
    return palpation_ratio(finding, load_parameters())


def test_a_sign_nobody_looked_for_says_nothing() -> None:
    assert ratio() == 1.0


def test_recognised_pain_counts_by_its_accuracy() -> None:
    assert ratio(recognised_pain=True) == pytest.approx(0.75 / 0.15)
    assert ratio(recognised_pain=False) == pytest.approx(0.25 / 0.85)


def test_recognised_pain_in_a_taut_band_reaches_the_cap_and_no_product_exceeds_it() -> None:
    assert ratio(taut_band=True, tender=True, recognised_pain=True) == pytest.approx(8.0)


def test_a_taut_band_without_recognised_pain_speaks_against_an_active_point() -> None:
    """A latent point has a taut band too; the familiar pain is what makes it active."""
    assert ratio(taut_band=True) > 1.0
    assert ratio(taut_band=True, recognised_pain=False) < 1.0


@pytest.mark.parametrize("others", list(product(FOUND, repeat=2)))
@pytest.mark.parametrize("place", range(3))
def test_finding_a_sign_never_says_less_than_not_looking_nor_that_than_missing_it(
    place: int, others: tuple[bool | None, bool | None]
) -> None:
    def with_sign(sign: bool | None) -> float:
        signs = [*others[:place], sign, *others[place:]]
        return ratio(*signs)

    assert with_sign(False) <= with_sign(None) <= with_sign(True)


def test_every_combination_stays_within_the_cap() -> None:
    for signs in product(FOUND, repeat=3):
        assert 1 / 8 <= ratio(*signs) <= 8
