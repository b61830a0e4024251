"""An adviser's main job from outside the program: by accessible names and the keyboard alone.

`run_atspi.sh` starts what this needs, and runs it with the system's own Python, which has the bindings of AT-SPI.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version comes first

WORDS = Path(__file__).resolve().parents[2] / "resources" / "i18n" / "en"
TITLE = "Text people the day before"
PROBLEM = "One in five misses the first interview"
PROPOSAL = "Send a text at four the day before"
PATIENCE_SECONDS = 60.0
TRIES = 4
"""How often one question is put to a program that does not answer in time."""
MOST_TABS = 60
MOST_ITEMS, MOST_CHILDREN = 4, 200
State, Role, LABELLED_BY = Atspi.StateType, Atspi.Role, Atspi.RelationType.LABELLED_BY
Answer = TypeVar("Answer")
ITEM_VIEWS = {Role.LIST, Role.TABLE, Role.TREE, Role.TREE_TABLE}
NEED_NAMES = {
    Role.PUSH_BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.COMBO_BOX, Role.TEXT, Role.ENTRY,
    Role.LIST, Role.TABLE, Role.TREE, Role.SPIN_BUTTON, Role.MENU_ITEM, Role.PAGE_TAB, Role.FRAME, Role.DIALOG,
}  # fmt: skip


TEXTS, BUTTONS = {Role.TEXT, Role.ENTRY}, {Role.PUSH_BUTTON}


class Adviser:
    """Someone who sees nothing of the window, hears it, and has a keyboard."""

    def __init__(self, application: Any, say: dict[str, str]) -> None:
        self.application, self.say = application, say
        self.heard: list[str] = []
        listener = Atspi.EventListener.new(self._hear)
        listener.register("object:announcement")
        self._listener = listener

    def log_an_idea(self) -> None:
        """Fill in the form, and send it."""
        self.look_around(self.say["place.log"])
        for field, words in (
            (self.say["field.title"], TITLE),
            (self.say["form.problem"], PROBLEM),
            (self.say["form.proposal"], PROPOSAL),
        ):
            self.go_to(field, TEXTS)
            self.type(words)
        self.go_to(self.say["log.send"], BUTTONS)
        self.press("space")
        sent = self.say["log.logged"].split(".")[0]
        here = self.say["log.logged-here"].split(".")[0]
        self.must("an announcement that it is logged", lambda: any(sent in h or here in h for h in self.heard))

    def find_it(self, key: str, place: str, name: str) -> None:
        """Go to a place by its key, come to its list by Tab, and hear the idea there."""
        self.press(key)
        self.must(f"the window says {place}", lambda: any(place in self.name(frame) for frame in self.frames()))
        self.look_around(place)
        self.go_to(name, ITEM_VIEWS)
        self.press("Home")
        self.must(f"the idea in {place}", lambda: any(TITLE in self.name(row) for row in self.rows(name)))

    def look_around(self, place: str) -> None:
        """Hear the ways to the other places, and no control without a name."""
        ways = {self.say[f"place.{code}"] for code in ("log", "mine", "all", "imports", "help", "settings")}
        self.must(f"the ways to all places at {place}", lambda: ways <= {heard.split(",")[0] for heard in self.named()})
        self.must(f"nothing without a name at {place}", lambda: not self.unnamed())

    def go_to(self, name: str, roles: set[Any]) -> None:
        """Press Tab until the control with this name and one of these roles has the focus."""
        for _tab in range(MOST_TABS):
            here = self.focused()
            if self.name(here).startswith(name) and _role(here) in roles:
                print(f"  at {name!r}")
                return
            self.press("Tab")
            self.wait_for(partial(self.has_left, here))
        sys.exit(f"Tab does not come to {name!r}; it is at {self.name(self.focused())!r}")

    def has_left(self, node: Any) -> bool:
        """Whether the keyboard is somewhere else than it was."""
        return self.focused() not in (None, node)

    def press(self, key: str) -> None:
        subprocess.run(["xdotool", "key", key], check=True)
        self.listen(0.1)

    def type(self, words: str) -> None:
        """Type where the keyboard is, and hear it there."""
        field = self.focused()
        subprocess.run(["xdotool", "type", "--delay", "15", words], check=True)
        self.must(f"{words!r} in the field", lambda: _asked(lambda: _text(field), "") == words)

    def must(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until this holds; it is a failure if it never does."""
        if not self.wait_for(holds):
            sys.exit(f"Not found: {what}. Heard: {self.heard}. Named: {self.named()}. Unnamed: {self.unnamed()}")
        print(f"  {what}")

    def wait_for(self, holds: Callable[[], bool]) -> bool:
        """Listen until this holds; whether it does."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > give_up:
                return False
            self.listen(0.1)
        return True

    def listen(self, seconds: float) -> None:
        """Take in what the program says meanwhile."""
        context = GLib.MainContext.default()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            while context.pending():
                context.iteration(may_block=False)
            time.sleep(0.02)

    def frames(self) -> list[Any]:
        return _children(self.application)

    def focused(self) -> Any:
        """What has the keyboard; what merely passes it on to its control says that it has it too."""
        held = (node for node in self.nodes() if _has(node, State.FOCUSED) and _has(node, State.FOCUSABLE))
        return next(held, None)

    def rows(self, name: str) -> list[Any]:
        views = (node for node in self.nodes() if _role(node) in ITEM_VIEWS and self.name(node).startswith(name))
        return [row for view in views for row in _children(view)]

    def named(self) -> set[str]:
        """What the controls on screen are called."""
        return {self.name(node) for node in self.nodes() if _has(node, State.FOCUSABLE) and _is_named(node)}

    def unnamed(self) -> list[str]:
        """Controls that can have the focus and have no name; of a choice, whose name is its value, the label counts."""
        return [
            node.get_role_name()
            for node in self.nodes()
            if _has(node, State.FOCUSABLE) and _role(node) in NEED_NAMES and not _is_named(node)
        ]

    def nodes(self) -> Iterator[Any]:
        """Everything that is showing, without the items of lists."""
        waiting = list(self.frames())
        while waiting:
            node = waiting.pop()
            if not _has(node, State.SHOWING):
                continue
            yield node
            if _role(node) not in ITEM_VIEWS:
                waiting += reversed(_children(node))

    @staticmethod
    def name(node: Any) -> str:
        """What is read out for a node: its label's words if it has a label."""
        label = None if node is None else _label(node)
        return "" if node is None else _asked(lambda: (label or node).get_name() or "", "")

    def _hear(self, event: Any) -> None:
        self.heard.append(str(event.any_data))


def _asked(question: Callable[[], Answer], otherwise: Answer) -> Answer:
    """The program's answer, or this one if what was asked has gone meanwhile; asks again if none comes in time."""
    for _attempt in range(TRIES):
        try:
            return question()
        except GLib.Error as error:
            if not any(word in error.message.lower() for word in ("timeout", "timed out", "reply")):
                return otherwise
    return sys.exit(f"The program has not answered {TRIES} times")


def _text(node: Any) -> str:
    text = node.get_text_iface()
    return str(Atspi.Text.get_text(text, 0, -1))


def _role(node: Any) -> Any:
    return _asked(node.get_role, Role.INVALID)


def _children(node: Any) -> list[Any]:
    limit = MOST_ITEMS if _role(node) in ITEM_VIEWS else MOST_CHILDREN
    count = min(_asked(node.get_child_count, 0), limit)
    found = [_asked(partial(node.get_child_at_index, index), None) for index in range(count)]
    return [child for child in found if child is not None]


def _has(node: Any, state: Any) -> bool:
    return _asked(lambda: bool(node.get_state_set().contains(state)), otherwise=False)


def _label(node: Any) -> Any:
    relations: list[Any] = _asked(node.get_relation_set, [])
    labels = (each.get_target(0) for each in relations if each.get_relation_type() == LABELLED_BY)
    return next(labels, None)


def _is_named(node: Any) -> bool:
    return _label(node) is not None or (_role(node) != Role.COMBO_BOX and bool(Adviser.name(node)))


def _application(name: str) -> Any:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        for application in _children(Atspi.get_desktop(0)):
            if name in Adviser.name(application).lower() and _children(application):
                return application
        time.sleep(0.3)
    return sys.exit(f"{name} is not on the accessibility bus: was the bus started before the application?")


def main() -> None:
    """Log an idea, send it, and find it in both places; ends with a sentence at the first thing that fails."""
    Atspi.init()
    Atspi.set_timeout(15_000, 60_000)
    say: dict[str, str] = {}
    for path in WORDS.glob("*.json"):
        say |= json.loads(path.read_text(encoding="utf-8"))
    adviser = Adviser(_application("ideabox"), say)
    print(say["place.log"])
    adviser.log_an_idea()
    print(say["place.mine"])
    adviser.find_it("ctrl+m", say["place.mine"], say["mine.list"])
    print(say["place.all"])
    adviser.find_it("ctrl+l", say["place.all"], say["all.list"])
    print("done")


if __name__ == "__main__":
    main()
