#!/usr/bin/env bash
# An adviser's main job over the accessibility bus, without a screen: run_atspi.sh PYTHON, which has Ideabox.
# Debian: dbus xvfb xauth at-spi2-core gir1.2-atspi-2.0 python3-gi openbox xdotool, and Qt's libraries for xcb.
set -u
python=$(realpath -s "$1")
cd "$(dirname "$0")" || exit 2
if [ -z "${ON_ITS_OWN_BUS:-}" ]; then
  ON_ITS_OWN_BUS=1 exec dbus-run-session -- xvfb-run -a -s "-screen 0 1280x1024x24" "./$(basename "$0")" "$python"
fi
home=$(mktemp -d)
unset QT_QPA_PLATFORM
export LC_ALL=C.UTF-8

# The accessibility bus must be there before the program starts; this call starts it.
dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null
openbox & manager=$! # without a window manager no window gets the keyboard
"$python" -m ideabox --home "$home" profile --name "Farida Rahman" --office "Wrexham Road" --role adviser >/dev/null
QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 "$python" -m ideabox --home "$home" & program=$!
timeout 30 xdotool search --sync --onlyvisible --name Ideabox windowactivate --sync >/dev/null
timeout 240 /usr/bin/python3 -W ignore atspi_adviser.py
status=$?
kill "$program" "$manager"
wait "$program" 2>/dev/null
rm -r "$home"
exit "$status"
