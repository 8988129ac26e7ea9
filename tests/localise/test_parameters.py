"""The numbers of the model: sourced, in range, and refused by name when they are not."""

import math

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.evidence import UnknownSourceError
from filiform.localise import ParametersError, load_parameters
from filiform.localise.network import network_of, shift_to_mean
from filiform.localise.parameters import PARAMETERS_FILE, parameters_text, parse_parameters


def test_the_classes_of_links_keep_their_order() -> None:
    parameters = load_parameters()

    assert parameters.essential > parameters.spillover > parameters.local > parameters.area_leak


def test_the_priors_add_up_to_the_stated_mean() -> None:
    parameters = load_parameters()

    network = network_of(load_atlas(), parameters)

    assert network.prior.sum() == pytest.approx(parameters.active_points_mean)
    assert ((network.prior > 0) & (network.prior < 0.1)).all()


def test_a_muscle_shares_its_chance_over_points_and_sides() -> None:
    """Before the shift infraspinatus (class 3, three points) has 0.05 / 6 for each."""
    network = network_of(load_atlas(), load_parameters())
    odds = {
        cause.trigger_point: network.prior[place] / (1 - network.prior[place])
        for place, cause in enumerate(network.causes)
    }
    share = 0.05 / 6
    other = load_atlas().muscles["soleus"]
    frequency = {1: 0.01, 2: 0.02, 3: 0.05}[other.clinical_frequency]
    other_share = frequency / (2 * len(other.trigger_points))

    expected = (share / (1 - share)) / (other_share / (1 - other_share))
    assert odds["infraspinatus.trp1"] / odds["soleus.trp1"] == pytest.approx(expected)


def test_the_shift_is_one_constant_on_the_log_odds() -> None:
    before = np.array([0.01, 0.2, 0.6])

    after = shift_to_mean(before, 1.5)

    shifts = np.log(after / (1 - after)) - np.log(before / (1 - before))
    assert after.sum() == pytest.approx(1.5)
    assert shifts == pytest.approx([shifts[0]] * 3)


@pytest.mark.parametrize("mean", [0.0, -1.0, 3.0, math.inf])
def test_a_mean_that_no_shift_reaches_is_refused(mean: float) -> None:
    with pytest.raises(ParametersError, match="active_points_mean"):
        shift_to_mean(np.array([0.1, 0.1, 0.1]), mean)


@pytest.mark.parametrize(
    ("good", "bad", "named"),
    [
        ("value = 0.8\n", "value = 1.0\n", "links.essential.value: came 1.0"),
        ("value = 0.8\n", 'value = "0.8"\n', "links.essential.value: came '0.8'"),
        ("[links.spillover]", "[links.spilover]", "links.spillover is missing"),
        ('version = "1.1.0"', 'version = ""', "version: expected a text"),
        ("sensitivity = 0.75", "sensitivity = 75", "palpation.recognised_pain.sensitivity"),
        ("value = 8.0", "value = -8.0", "palpation.largest_likelihood_ratio.value"),
        ("at_least = 0.66", "at_least = 0.06", "words.scale: bounds must fall"),
        ('mark = "P"', 'mark = "X"', "links.essential.mark: expected V, M, P or D"),
        ("version", "[version", "not valid TOML"),
    ],
)
def test_a_broken_number_is_named(good: str, bad: str, named: str) -> None:
    text = parameters_text()
    assert good in text

    with pytest.raises(ParametersError) as caught:
        parse_parameters(text.replace(good, bad, 1))

    assert PARAMETERS_FILE in str(caught.value)
    assert named in str(caught.value)


def test_an_unregistered_source_is_refused() -> None:
    text = parameters_text().replace('"RATHBONE17"', '"NOBODY99"', 1)

    with pytest.raises(UnknownSourceError, match=r"palpation\.recognised_pain"):
        parse_parameters(text)


def test_the_accuracies_respect_the_bound_that_agreement_sets() -> None:
    """Kappa 0.452 with half the points active: s = c = 0.84 at most, by youden = √kappa.

    Pooled agreement for a trigger point present, read in RATHBONE17.
    """
    highest_youden = math.sqrt(0.452)

    for accuracy in load_parameters().accuracy_by_sign.values():
        assert accuracy.sensitivity + accuracy.specificity - 1 <= highest_youden
