"""What Qt itself complains of: noted where faults are, since a window has nobody who reads its standard error."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Literal, Protocol

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

Severity = Literal["warning", "critical", "fatal"]
_SEVERITIES: dict[QtMsgType, Severity] = {
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}
_CATEGORY = re.compile(r"[a-z][a-z0-9._-]{0,60}").fullmatch
_FUNCTION = re.compile(r"Q[A-Za-z0-9]{1,60}(::~?[A-Za-z0-9_]{1,60}){1,3}(?=[:(,\s])").match


class Listener(Protocol):
    """Notes what Qt complains of; see `app.crash`. After a fatal message Qt ends the program."""

    def said_by_qt(self, severity: Severity, what: str) -> None: ...


@contextlib.contextmanager
def noted(listener: Listener) -> Iterator[None]:
    """While this lasts, hand on each complaint: its category, and the function of Qt that it names if it names one.

    Its words are dropped: they may quote a path, or what somebody typed.
    """

    def take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        severity = _SEVERITIES.get(kind)
        if severity is not None:
            listener.said_by_qt(severity, what_of(str(context.category), message))
            if sys.stderr is not None and sys.stderr.isatty():  # for whoever works on the program
                sys.stderr.write(f"{message}\n")

    before = qInstallMessageHandler(take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def what_of(category: str, message: str) -> str:
    """What can be told of a message without its words."""
    function = _FUNCTION(message)
    return f"{category if _CATEGORY(category) else 'other'}{f' {function[0]}' if function else ''}"
