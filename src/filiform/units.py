"""Units, converted once at the door; inside, millimetres, degrees, seconds and kilopascals."""

KPA_PER_KGF_PER_CM2 = 98.0665
MM_PER_INCH = 25.4


def kpa_from_kgf_per_cm2(pressure_kgf_per_cm2: float) -> float:
    """Convert an algometer reading in kgf/cm² to kPa (exact, by definition)."""
    return pressure_kgf_per_cm2 * KPA_PER_KGF_PER_CM2


def mm_from_inch(length_inch: float) -> float:
    """Convert inches to millimetres (exact by definition)."""
    return length_inch * MM_PER_INCH


NEWTON_PER_KGF = 9.80665
NEWTON_PER_LBF = 4.4482216152605
"""Exact by definition, as the pound and the standard gravity are."""
