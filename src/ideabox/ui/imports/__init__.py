"""Imports: files looked at first, then taken in, and taken back if that was wrong."""
