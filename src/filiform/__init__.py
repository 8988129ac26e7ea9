"""Filiform: find, judge, plan, record and prove deep dry needling."""

__version__ = "0.1.0"
