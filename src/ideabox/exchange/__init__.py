"""Files in and out: packages between stores, tables for people. Whatever comes from elsewhere is hostile until read."""
