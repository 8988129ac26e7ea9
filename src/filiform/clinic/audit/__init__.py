"""The audit trail: who did or read what, never changed afterwards."""
