"""Rankings of trigger points: computed, stored as shown, for clinicians only."""
