"""Insights: what ideas come to, each figure a table first and a picture beside it."""
