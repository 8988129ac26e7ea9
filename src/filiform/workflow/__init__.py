"""The core: journeys, pure."""
