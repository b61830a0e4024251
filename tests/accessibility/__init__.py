"""Whether everybody can use the window: by keyboard alone, by ear, in every theme."""
