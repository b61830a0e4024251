"""Likely duplicates: groups of ideas that are likely to be one, to be joined or kept apart."""
