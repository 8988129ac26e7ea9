"""When something goes wrong: emergency card, near misses, adverse events, aftercare."""
