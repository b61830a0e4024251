"""What can stand in an idea's way. The codes travel in events and never change; their words are the wording's."""

from __future__ import annotations

BARRIERS = ("policy", "it", "equipment", "skills", "time", "permission", "money", "other")
