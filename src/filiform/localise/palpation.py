"""What palpating one spot says about its trigger point."""

from collections.abc import Mapping

from filiform.localise.findings import PalpationFinding
from filiform.localise.parameters import Parameters, SignAccuracy


def palpation_ratio(finding: PalpationFinding, parameters: Parameters) -> float:
    """Return the likelihood ratio, active against not active, of one palpated spot.

    Signs at one spot are correlated, so they are one grade and not a product: the strongest sign
    that was found times the strongest sign that was looked for and absent. A sign that nobody
    looked for says nothing. Recognised pain in a taut band is a sign of its own.

    Returns
    -------
    float
        Within the cap of the parameters and its inverse; 1 where nothing was looked for.

    References
    ----------
    ``RATHBONE17`` and ``LUCAS09`` for the agreement that bounds the accuracies.
    """
    accuracy = parameters.accuracy_by_sign
    present, absent = _split_by_result(finding, accuracy)
    if finding.recognised_pain and finding.taut_band:
        present.append(accuracy["recognised_pain_in_taut_band"])
    ratio = max((sign.ratio_when_present for sign in present), default=1.0)
    ratio *= min((sign.ratio_when_absent for sign in absent), default=1.0)
    cap = parameters.largest_likelihood_ratio
    return min(max(ratio, 1.0 / cap), cap)


def _split_by_result(
    finding: PalpationFinding, accuracy: Mapping[str, SignAccuracy]
) -> tuple[list[SignAccuracy], list[SignAccuracy]]:
    result_by_sign = {
        "recognised_pain": finding.recognised_pain,
        "taut_band": finding.taut_band,
        "tender": finding.tender,
        "twitch": finding.twitch,
    }
    present = [accuracy[sign] for sign, result in result_by_sign.items() if result]
    absent = [accuracy[sign] for sign, result in result_by_sign.items() if result is False]
    return present, absent
