"""The screening on the patient's own phone: a one-time link, the answers, their confirmation."""
