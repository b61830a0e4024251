"""Review: the queue, and answering one idea after the other."""
