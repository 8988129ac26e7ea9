"""Consents: the text as it was shown and signed, and its withdrawal; never edited."""
