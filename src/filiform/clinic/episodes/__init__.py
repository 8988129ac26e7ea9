"""Episodes: one complaint from start to discharge, and the course of its pain."""
