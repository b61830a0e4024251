"""Builds the program's folder, `dist/ideabox`, and tries it; `packaging/README.md` has the command.

The same on Windows and Linux; each builds for itself, since PyInstaller does not cross-compile.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ideabox

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / "build" / "packaging"
ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def main() -> int:
    """Build, try, and say how large it is and how long it took; returns the exit status."""
    started = time.monotonic()
    MADE.mkdir(parents=True, exist_ok=True)
    write_icon(ROOT / "resources" / "icons" / "ideabox.svg", MADE / "ideabox.ico")
    write_version_info(MADE / "version.txt")
    subprocess.run(
        [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN",
            f"--distpath={ROOT / 'dist'}", f"--workpath={MADE / 'work'}", str(ROOT / "packaging" / "ideabox.spec"),
        ],
        check=True,
    )  # fmt: skip
    folder = ROOT / "dist" / "ideabox"
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    print(
        f"{folder}: {size / 1e6:.0f} MB in {len(files)} files, built in {time.monotonic() - started:.0f} s", flush=True
    )
    for path in sorted(files, key=lambda path: -path.stat().st_size)[:10]:
        print(f"  {path.stat().st_size / 1e6:6.1f} MB  {path.relative_to(folder)}")
    return try_it(folder)


def try_it(folder: Path) -> int:
    """Run what was built from another folder, in bare surroundings: without a screen, and on one if there is one."""
    name = "ideabox-cli.exe" if sys.platform == "win32" else "ideabox"
    screen = {key: os.environ[key] for key in ("DISPLAY", "XAUTHORITY") if key in os.environ}
    trials: list[tuple[str, dict[str, str]]] = [("demo", {}), ("selftest", {})]
    if screen:
        trials.append(("selftest", screen))
    with tempfile.TemporaryDirectory() as elsewhere:
        for command, seen in trials:
            surroundings = bare_surroundings(elsewhere) | seen
            done = subprocess.run([str(folder / name), command], cwd=elsewhere, env=surroundings, check=False)
            print(f"{name} {command}{' on a screen' if seen else ''}: exit status {done.returncode}", flush=True)
            if done.returncode:
                return 1
    return 0


def bare_surroundings(home: str) -> dict[str, str]:
    """An environment with nothing of Python's, of this checkout's or of the person's own data in it."""
    if sys.platform != "win32":
        return {"PATH": "/usr/bin:/bin", "HOME": home}
    root = os.environ["SYSTEMROOT"]
    own = dict.fromkeys(("USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"), home)
    return {"SYSTEMROOT": root, "PATH": rf"{root}\System32;{root}", "USERNAME": "sam", **own}


def write_icon(drawing: Path, path: Path) -> None:
    """Write the drawing as a Windows icon: a directory, then a PNG for each size."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(drawing))
    pictures = []
    for size in ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        pictures.append(bytes(buffer.data().data()))
    directory, at = struct.pack("<HHH", 0, 1, len(pictures)), 6 + 16 * len(pictures)
    for size, picture in zip(ICON_SIZES, pictures, strict=True):
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    path.write_bytes(directory + b"".join(pictures))


def write_version_info(path: Path) -> None:
    """Write what Windows shows under the program's properties, in the form that PyInstaller reads."""
    words = ideabox.__version__
    numbers = (*(int(part) for part in words.split(".")[:3]), 0)
    texts = {
        "FileDescription": "Ideabox", "FileVersion": words, "InternalName": "ideabox", "LegalCopyright": "MIT licence",
        "OriginalFilename": "ideabox.exe", "ProductName": "Ideabox", "ProductVersion": words,
    }  # fmt: skip
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in texts.items())
    path.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=[\n"
        f"  StringFileInfo([StringTable('080904B0', [{strings}])]),\n"
        "  VarFileInfo([VarStruct('Translation', [0x0809, 1200])])])\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
