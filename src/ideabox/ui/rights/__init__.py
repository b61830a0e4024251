"""Personal data: what is held of somebody, handed over or erased, and ideas that have been kept long enough."""
