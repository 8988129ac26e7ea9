"""The check-ins of a patient on fixed days after the first needling."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from filiform.clinic.measures.actions import Entry
from filiform.outcomes import Reading, load_change_rules
from filiform.outcomes.rows import load_rows

NUMBERS = [(str(number), str(number)) for number in range(11)]
OWN_PHONE = "own check-in"
"""How a check-in was taken; readings taken otherwise are not compared with it."""
ASKED = {"now": "pain_now", "worst": "pain_worst", "soreness": "soreness"}


class CheckInForm(forms.Form):
    """Pain and soreness apart, each 0 to 10; what is left out is missing, never zero."""

    now = forms.ChoiceField(
        label=gettext_lazy("Pain now"), choices=NUMBERS, widget=forms.RadioSelect, required=False
    )
    worst = forms.ChoiceField(
        label=gettext_lazy("Worst pain in the last 24 hours"),
        choices=NUMBERS,
        widget=forms.RadioSelect,
        required=False,
    )
    soreness = forms.ChoiceField(
        label=gettext_lazy("Soreness where the needle was"),
        choices=NUMBERS,
        widget=forms.RadioSelect,
        required=False,
    )

    def entries(self, at: datetime) -> list[Entry]:
        """Return what was answered as readings."""
        made = []
        for field, name in ASKED.items():
            answer = self.cleaned_data.get(field, "")
            if not answer:
                continue
            row = load_rows()[name]
            value = float(answer)
            reading = Reading(row.series(), value, at, row.kind.scale, device=OWN_PHONE)
            made.append(Entry(uuid4(), reading, (value,), row.kind.unit))
        return made


def due_day(
    needled: Sequence[datetime], answered: Sequence[datetime], *, now: datetime
) -> int | None:
    """Return the fixed day whose check-in is due; ``None`` if none is.

    The days run from the first needling, whether or not there is a visit: people come to visits
    on their bad days, and a curve of visits alone would be of those.
    """
    start = min(needled, default=None)
    if start is None:
        return None
    past = [day for day in load_change_rules().check_in_days if start + timedelta(days=day) <= now]
    if not past:
        return None
    since = start + timedelta(days=past[-1])
    return None if any(at >= since for at in answered) else past[-1]
