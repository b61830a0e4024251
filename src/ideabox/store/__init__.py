"""Keeps events and answers questions about ideas: one SQLite database per installation, read and written only here."""
