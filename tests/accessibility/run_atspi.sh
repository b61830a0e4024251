#!/usr/bin/env bash
# An adviser's main job over the accessibility bus, without a screen: run_atspi.sh PROGRAM [ARGUMENT ...], such as
# run_atspi.sh dist/ideabox/ideabox, or run_atspi.sh .venv/bin/python -m ideabox
# Debian: dbus xvfb xauth at-spi2-core gir1.2-atspi-2.0 python3-gi openbox xdotool, and Qt's libraries for xcb.
set -u
if [ -z "${ON_ITS_OWN_BUS:-}" ]; then
  # -r: a key that is held down for long, on a machine with much to do, is not pressed again and again.
  ON_ITS_OWN_BUS=1 exec dbus-run-session -- xvfb-run -a -s "-screen 0 1280x1024x24 -r" "$0" "$@"
fi
here=$(dirname "$0")
home=$(mktemp -d)
unset QT_QPA_PLATFORM
export LC_ALL=C.UTF-8

end() {
  kill ${program:-} ${manager:-} 2>/dev/null
  wait ${program:-} 2>/dev/null
  rm -rf "$home"
}
trap end EXIT

# Up to five times, until it succeeds: on a busy machine the first calls over a bus may run into their time limits.
try() {
  for _attempt in 1 2 3 4 5; do
    "$@" >/dev/null && return 0
    sleep 1
  done
  echo "$* does not succeed" >&2
  exit 1
}

# The accessibility bus must be there before the program starts; this call starts it.
try dbus-send --session --print-reply --reply-timeout=60000 \
  --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress
openbox & manager=$! # without a window manager no window gets the keyboard
try xdotool getdisplaygeometry
"$@" --home "$home" profile --name "Farida Rahman" --office "Wrexham Road" --role adviser >/dev/null || exit 1
QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 "$@" --home "$home" & program=$!
try timeout 60 xdotool search --sync --onlyvisible --name Ideabox
try timeout 60 xdotool search --onlyvisible --name Ideabox windowactivate --sync
timeout 400 /usr/bin/python3 -W ignore "$here/atspi_adviser.py"
