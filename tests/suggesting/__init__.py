"""Suggested skills areas, measured on sentences of jobcentre work that were labelled before the words were chosen."""
