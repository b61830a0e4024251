"""Figures beside their floors, measured in one run on one machine. Scripts: nothing here passes or fails."""
