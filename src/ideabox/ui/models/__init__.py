"""Item models: ids and frozen records, read a page at a time in the background."""
