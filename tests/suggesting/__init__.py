"""Suggested skills areas, measured on sentences of jobcentre work, each labelled with the areas right for it."""
