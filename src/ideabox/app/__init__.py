"""Puts Ideabox together: where things are, who is at this PC, and which parts work on what."""
