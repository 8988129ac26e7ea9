"""Visits: screening, sites needled, needles counted, the signature."""
