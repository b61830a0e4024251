"""The use cases without a window: for scripts, and for the digital lead's automation."""
