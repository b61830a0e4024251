"""What is left after the worst: processes killed at any moment."""
