#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# chromium.sh ISSUED MODULE   inside sandbox.sh: Chromium, with MODULE in its NSS database, logs in to nginx with the
# card in the folder ISSUED. The PIN is typed into its dialog, the certificate confirmed in its picker, which offers
# exactly one; also with OpenSC's module registered.
#
# The screen is a virtual one; what it showed stays in $CARD_BUILD/screenshots/chromium-*.png. Nothing here waits for a
# time to pass, only for what appears. The picker is no window of its own: it is seen by its looks.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"
. "$here/nss_database.sh"
opensc=$(echo /usr/lib/*/opensc-pkcs11.so)
screenshots=$CARD_BUILD/screenshots
screen=$work/screen/Xvfb_screen0 # XWD, always up to date
width=1000
height=700
debugging_port=9222

# ---- the screen ------------------------------------------------------------------------------------------------------

start_screen() {
    mkdir "$work/screen"
    Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -fbdir "$work/screen" -nolisten tcp \
        3> "$work/display" > "$work/xvfb.out" 2>&1 < /dev/null &
    services+=($!)
    wait_for 20 test -s "$work/display" || { cat "$work/xvfb.out"; return 1; }
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

keep_screen() { # keep_screen NAME
    mkdir -p "$screenshots"
    java "$here/Screenshot.java" "$screen" "$screenshots/chromium-$1.png"
}

header_word() { # header_word INDEX: of the XWD header
    od -An -j "$((4 * $1))" -N 4 -t u4 --endian=big "$screen" | tr -d ' '
}

colour() { # colour X Y: of a pixel
    local start=$(($(header_word 0) + 12 * $(header_word 19)))
    od -An -j "$((start + $2 * $(header_word 12) + 4 * $1))" -N 4 -t x4 "$screen"
}

# The lines of the screen from FIRST to LAST, as a sum.
looks_of() { # looks_of FIRST LAST
    local start=$(($(header_word 0) + 12 * $(header_word 19))) line
    line=$(header_word 12)
    tail -c "+$((start + $1 * line + 1))" "$screen" | head -c "$((($2 - $1) * line))" | cksum
}

below_toolbar() {
    looks_of 90 "$height"
}

differs() { # differs LOOKS
    [ "$(below_toolbar)" != "$1" ]
}

# Nothing moves for half a second: every dialog is drawn.
at_rest() {
    local before
    before=$(below_toolbar)
    sleep 0.5
    ! differs "$before"
}

# ---- the browser -----------------------------------------------------------------------------------------------------

# As an ordinary user with Chromium's own sandbox, where the machine allows user namespaces inside of this one.
ordinary_user=(unshare --user --map-user=1000 --map-group=1000)
browser_options=()
if ! "${ordinary_user[@]}" unshare --user --pid --fork true 2> /dev/null; then
    ordinary_user=()
    browser_options=(--no-sandbox)
fi

start_browser() { # start_browser HOME
    mkdir -p "$1/tmp"
    before_browser=$(below_toolbar)
    HOME=$1 TMPDIR=$1/tmp XDG_CONFIG_HOME=$1/.config XDG_CACHE_HOME=$1/.cache LC_ALL=C.UTF-8 \
        "${ordinary_user[@]}" chromium "${browser_options[@]}" --lang=en-US --no-first-run --no-default-browser-check \
        --disable-gpu --disable-background-networking --password-store=basic --user-data-dir="$1/profile" \
        --remote-debugging-port=$debugging_port --window-position=0,0 --window-size=$width,$height \
        https://localhost:8443/ > "$work/chromium.out" 2>&1 < /dev/null &
    browser=$!
    services+=("$browser")
}

stop_browser() {
    kill "$browser" && wait "$browser" || true
    wait_for 10 no_window
}

no_window() {
    ! xdotool search --onlyvisible --class chromium > /dev/null 2>&1
}

pin_dialog() { # its window, if it is there and takes keys
    local window
    window=$(xdotool search --onlyvisible --name '^Unlock Security Device$' 2> /dev/null | tail -n 1)
    [ -n "$window" ] && [ "$(xdotool getwindowfocus 2> /dev/null)" = "$window" ] && echo "$window"
}

new_pin_dialog() {
    local window
    window=$(pin_dialog) && [ "$window" != "${answered-}" ]
}

# The PIN into the dialogs, one for each token, until the picker is there. No try is spent on a second one.
reach_picker() { # reach_picker TOKENS
    tokens_left=$1
    answered=
    wait_for 60 picker_or_pin "$2" && at_rest
}

picker_or_pin() {
    if new_pin_dialog; then
        [ "$tokens_left" -gt 0 ] || return
        at_rest && answered=$(pin_dialog) && [ -n "$answered" ] || return
        page_colour=$(colour 5 $((height - 5)))
        tokens_left=$((tokens_left - 1))
        keep_screen "$1-pin"
        xdotool type --delay 20 --file "$pin_file" && xdotool key Return
        return 1
    fi
    [ "$tokens_left" = 0 ] && [ "$(colour 5 $((height - 5)))" != "$page_colour" ] # the picker dims the page
}

# What stands in the picker changes when its keys are used, but not by going to the next certificate.
offers_one_certificate() {
    local first
    first=$(below_toolbar)
    xdotool key Down && at_rest || return
    if differs "$first"; then
        echo "Down leads to another certificate"
        return 1
    fi
    xdotool key Tab && wait_for 10 differs "$first" || { echo "the picker takes no keys"; return 1; }
    xdotool key shift+Tab && wait_for 10 looks_like "$first"
}

looks_like() { # looks_like LOOKS
    ! differs "$1"
}

title() { # title TEXT: of the page
    curl --silent --max-time 5 "http://127.0.0.1:$debugging_port/json/list" | grep -qF '"title": "'"$1"'"'
}

page_says() { # page_says TEXT
    says "$1" java "$here/PageText.java" $debugging_port
}

logged() { # logged TEXT: of the last request for the page
    grep ' / ' "$work/nginx/logs/access.log" | tail -n 1 | grep -F -- "$1" || { cat "$work/nginx/logs/access.log"; return 1; }
}

# log_in NAME VISIT TOKENS: with the database in $work/NAME
log_in() {
    start_browser "$work/$1"
    check "$1: Chromium asks for the PIN, then for a certificate" reach_picker "$3" "$1"
    keep_screen "$1-picker"
    check "$1: the picker offers exactly one" offers_one_certificate
    xdotool key Return
    check "$1: the page appears" wait_for 30 title Portal
    check "$1: and names the holder" page_says "account 1, visit $2, holder $holder"
    keep_screen "$1-page"
    tail -n 3 "$work/nginx/logs/access.log"
    stop_browser
}

take_card
check "9A has a certificate" certificate 01
serial=$(serial_number "$work/01.pem")
holder=$(holder "$work/01.pem")
make_server_certificate
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx
check "a screen" start_screen

nss_database "$work/alone/.pki/nssdb" "$work/site-ca.pem" "$ours" > "$work/out" 2>&1
log_in alone 1 1
nss_database "$work/beside/.pki/nssdb" "$work/site-ca.pem" "$ours" "$opensc" > "$work/out" 2>&1
log_in beside 2 2
exit $failed
