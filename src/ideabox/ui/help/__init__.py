"""Help: short pages, the keyboard shortcuts as they are, and what the program is."""
