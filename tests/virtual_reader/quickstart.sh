#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# quickstart.sh PAGE DEMO   does what docs/PAGE.md tells the reader to do: runs every line of its `sh` blocks in the
# shell that its first command opens, and looks for the lines of its `text` blocks in what that prints, in order.
# DEMO is the folder that demo.sh left; the page works on a copy.
set -euo pipefail
page=$CARD_SOURCE/docs/$1.md
demo=$CARD_SOURCE/personalization/demo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

block() { # LANGUAGE: the lines of its blocks
    sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{ /^\`\`\`/d; p }" "$page"
}

if [ "$(wc -l < "$page")" -gt 60 ]; then
    echo "$page is longer than a screen" >&2
    exit 1
fi
block sh > "$work/lines"
opening=$(head -n 1 "$work/lines")
{ echo 'set -e' && tail -n +2 "$work/lines"; } > "$work/script"
case $opening in
"./run demo --stay")
    cp -r "$2" "$work/demo"
    cd "$work/demo"
    "$CARD_SOURCE/tests/support/sandbox.sh" bash --rcfile "$demo/stay.sh" -i < "$work/script" > "$work/output" 2>&1 || failed=$?
    ;;
"./run try bash") "$demo/try.sh" bash < "$work/script" > "$work/output" 2>&1 || failed=$? ;;
*)
    echo "$page opens with an unknown command: $opening" >&2
    exit 1
    ;;
esac
if [ -n "${failed-}" ]; then
    cat "$work/output" >&2
    echo "$page: a command ended with $failed" >&2
    exit 1
fi
block text | awk -v page="$page" '
    FILENAME == "-" { wanted[++count] = $0; next }
    found < count && index($0, wanted[found + 1]) { ++found }
    END { if (found < count) { print page ": not seen, or not in order: " wanted[found + 1]; exit 1 } }' - "$work/output" || {
    cat "$work/output" >&2
    exit 1
}
cat "$work/output"
