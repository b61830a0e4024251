"""Batches: what is ready for the digital lead, exporting it, and what was exported when."""
