"""What templates say about a stored drawing."""

from django import template

from filiform.clinic.drawings.mapping import drawn_of
from filiform.clinic.drawings.models import DrawingRecord

register = template.Library()


@register.filter
def area_count(record: DrawingRecord) -> int:
    """Return how many areas a drawing makes painful."""
    return len(drawn_of(record).areas.marks)
