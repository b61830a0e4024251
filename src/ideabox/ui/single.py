"""One window for each installation: a second start hands what it was given to the first."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE_MS = 3_000
_LISTEN_AFTER_MS = 300
"""The first start shows its window before it loads what it needs to listen."""
_MOST_BYTES = 64 * 1024


class Message(msgspec.Struct, frozen=True):
    """What a second start was asked to do."""

    files: tuple[str, ...] = ()
    new: bool = False


class SingleInstance(QObject):
    """Holds the lock of an installation, and listens for later starts if it was the first."""

    handed = Signal(object)
    """A `Message` from a later start."""

    def __init__(self, lock: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        lock.parent.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(lock))
        self._lock.setStaleLockTime(0)
        self._name = "ideabox-" + hashlib.sha256(str(lock.resolve()).encode()).hexdigest()[:24]
        self.is_first = self._lock.tryLock(100)
        self._server: QLocalServer | None = None
        if self.is_first:
            QTimer.singleShot(_LISTEN_AFTER_MS, self.listen)

    def listen(self) -> None:
        """Begin to listen for later starts."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415

        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)
        self._server.listen(self._name)

    def hand_over(self, files: Sequence[Path], new: bool) -> bool:
        """Ask the window that is open to do this; False if it does not answer."""
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

        socket = QLocalSocket()
        give_up = time.monotonic() + _PATIENCE_MS / 1000
        socket.connectToServer(self._name)
        while not socket.waitForConnected(_PATIENCE_MS):
            if time.monotonic() > give_up:
                return False
            time.sleep(0.05)  # the first start may not listen yet
            socket.connectToServer(self._name)
        message = Message(tuple(str(path.absolute()) for path in files), new)
        socket.write(msgspec.json.encode(message) + b"\n")
        sent = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return bool(sent)

    def close(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _take(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()
        if socket is None or not socket.waitForReadyRead(_PATIENCE_MS):
            return
        data = bytes(socket.read(_MOST_BYTES).data())
        socket.close()
        try:
            message = msgspec.json.decode(data, type=Message)
        except msgspec.MsgspecError:
            return
        self.handed.emit(message)
