#!/bin/sh
# Draws the PNG icons in public/ from their SVG sources. Needs chromium and python3; run after changing an SVG.
set -eu
public=$(cd "$(dirname "$0")/../../../public" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# draw SVG SIZE PNG: the drawing at SIZE × SIZE pixels, transparent outside.
draw() {
  printf '<!doctype html><style>html,body{margin:0;background:transparent}img{display:block;width:%spx;height:%spx}</style><img src="file://%s">' "$2" "$2" "$1" >"$work/page.html"
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --default-background-color=00000000 \
    --user-data-dir="$work/profile" --window-size="$2,$2" --screenshot="$3" "file://$work/page.html" >/dev/null 2>&1
  # A window is never narrower than some 500 pixels: the picture is cut to size.
  python3 "$(dirname "$0")/crop.py" "$3" "$2"
}

draw "$public/icons/paidan.svg" 192 "$public/icons/icon-192.png"
draw "$public/icons/paidan.svg" 512 "$public/icons/icon-512.png"
draw "$public/icons/paidan-maskable.svg" 512 "$public/icons/icon-maskable-512.png"
draw "$public/icons/paidan-maskable.svg" 180 "$public/apple-touch-icon.png"
draw "$public/icons/paidan.svg" 48 "$work/48.png"
python3 - "$work/48.png" "$public/favicon.ico" <<'PY'
import struct, sys
png = open(sys.argv[1], "rb").read()
entry = struct.pack("<BBBBHHII", 48, 48, 0, 0, 1, 32, len(png), 22)
open(sys.argv[2], "wb").write(struct.pack("<HHH", 0, 1, 1) + entry + png)
PY
