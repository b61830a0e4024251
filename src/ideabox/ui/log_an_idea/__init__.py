"""Logging an idea: the form, what has been logged like it, and the drafts."""
