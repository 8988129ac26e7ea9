"""The clinic: the web product around the core."""
