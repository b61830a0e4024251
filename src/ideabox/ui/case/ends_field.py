"""A figure with its low, likely and high end, side by side under one label."""

from __future__ import annotations

from ideabox.ui.case.lines_field import LinesField
from ideabox.usecases.wording import Wording

ENDS = ("low", "", "high")


class EndsField(LinesField):
    """Three lines, the likely one by the name of the field. With `without_likely` two: that is asked for elsewhere."""

    def __init__(self, say: Wording, name: str, label: str, hint: str = "", *, without_likely: bool = False) -> None:
        ends = [end for end in ENDS if end or not without_likely]
        captions = {f"{name}_{end}" if end else name: (say(f"case.form.{end or 'likely'}"), 1) for end in ends}
        super().__init__(name, label, captions, hint)
