"""Ideabox: service-improvement ideas from the frontline, and what became of them."""

__version__ = "0.1.0"
