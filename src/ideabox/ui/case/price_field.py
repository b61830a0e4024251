"""A price of an estimate: the one that it takes along, and one of the person's own to take in its place."""

from __future__ import annotations

from msgspec import UNSET

from ideabox.domain.estimates import Correction, Price, Rate
from ideabox.ui.case.lines_field import LinesField
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import case_form, case_words
from ideabox.usecases.case_form import Offered
from ideabox.usecases.wording import Wording


class PriceField(LinesField):
    """Says which price is taken and where it is from. Three lines, all empty at first, say another one."""

    def __init__(self, say: Wording, name: str) -> None:
        self._say = say
        self.taken = text("", "hint")
        lines = {f"{name}_{part}" if part else name: (part, width) for part, width in _LINES}
        captions = {key: (say(f"case.form.own-{part or 'price'}"), width) for key, (part, width) in lines.items()}
        super().__init__(name, say(f"field.{name}"), captions, above=self.taken)
        for key, (part, _width) in lines.items():
            self.line(key).setMaxLength(case_form.LONGEST.get(part, _MOST_DIGITS))

    def show_offered(self, label: str, offered: Offered, *, anew: bool) -> None:
        """Call it this, and say which price is taken where the lines stay empty; with `anew` the one of today."""
        self.taken.setText(breakable(_taken(self._say, offered, anew=anew)))
        self.set_label(label)

    @property
    def _description(self) -> str:
        return self.taken.text()


_LINES = (("", 2), ("source", 5), ("dated", 2))
"""What each line says of the price, and how wide it is."""
_MOST_DIGITS = 30


def _taken(say: Wording, offered: Offered, *, anew: bool) -> str:
    taken = offered.chosen(anew=anew)
    if taken is UNSET:
        return say("case.form.price-unknown")
    parts = [say("case.form.price-taken", price=priced(say, taken))]
    if not anew and offered.today is not UNSET:
        parts.append(say("case.form.price-today", price=priced(say, offered.today)))
    return " ".join(parts)


def priced(say: Wording, of: Price | Rate | Correction) -> str:
    """An amount with where it is from, and a word where it is nobody's own."""
    source = case_words.source(say, of)
    words = source if of.whose is not UNSET else say("case.form.published", source=source)
    return say("case.form.priced", amount=case_words.rate(say, of), source=words)
