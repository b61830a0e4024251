"""My ideas: where each stands, who has it, what was answered, and sending them."""
