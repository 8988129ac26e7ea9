"""Patients: who they are, and their own page."""
