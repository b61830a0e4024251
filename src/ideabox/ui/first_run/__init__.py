"""The first run: who is at this PC, in half a minute."""
