"""The pieces that screens are made of. Each has its accessible name and its keyboard path from the start."""
