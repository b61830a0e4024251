"""The case of an idea: sizing it, and what it comes to."""
