"""A fictional clinic with two years of records, for looking around."""
