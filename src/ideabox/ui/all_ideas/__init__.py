"""All ideas: searching and reading them, and what can be done with one."""
