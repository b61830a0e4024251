"""What is shown where the ideas cannot be opened."""
