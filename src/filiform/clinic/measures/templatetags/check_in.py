"""Whether a check-in is due, for the patient's own page."""

from django import template
from django.utils import timezone

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures import queries
from filiform.clinic.measures.check_in import due_day

register = template.Library()


@register.filter
def check_in_due(episode: EpisodeRecord) -> int | None:
    """Return the fixed day whose check-in is due, or None."""
    return due_day(queries.needled_in(episode), queries.check_ins_of(episode), now=timezone.now())
