"""What a patient's phone sends for the questions before a visit."""

from filiform.clinic.screenings.asked import codes_to_ask
from tests.conftest import Cast


def answers_form(cast: Cast, **changes: str) -> dict[str, str]:
    """Return every question that Cleo is asked, answered no but for the changes."""
    return dict.fromkeys(codes_to_ask(cast.episode), "no") | changes
