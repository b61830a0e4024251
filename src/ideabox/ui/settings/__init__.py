"""Settings: who is at this PC, how the window looks, and where things are kept."""
