#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# chromium.sh ISSUED MODULE   inside sandbox.sh: Chromium, with MODULE in its NSS database, logs in to nginx with the
# card in the folder ISSUED. The PIN is typed into its dialog, the certificate confirmed in its picker, which offers
# exactly one; also with OpenSC's module registered. With a certificate on disk that the portal would take, too, it offers
# two, and this script notices.
#
# The screen is a virtual one; what it showed stays in $CARD_BUILD/screenshots/chromium-*.png. Nothing here waits for a
# time to pass, only for what appears. The picker is no window of its own: it is seen by its looks.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"
. "$here/nss_database.sh"
. "$here/browser.sh"
opensc=$(echo /usr/lib/*/opensc-pkcs11.so)
screenshots=$CARD_BUILD/screenshots
screen=$work/screen/Xvfb_screen0 # XWD, always up to date
width=1000
height=700
debugging_port=9222

within() { # within SECONDS COMMAND...: by the clock, as a look at the screen takes its time
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}

# ---- the screen ------------------------------------------------------------------------------------------------------

start_screen() {
    rm -f "$screenshots"/chromium-*.png
    mkdir "$work/screen"
    # Without -noreset the screen is away for a moment whenever the last program has left it.
    Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -fbdir "$work/screen" -nolisten tcp -noreset \
        3> "$work/display" > "$work/xvfb.out" 2>&1 < /dev/null &
    services+=($!)
    within 20 test -s "$work/display" || { cat "$work/xvfb.out"; return 1; }
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

keep_screen() { # keep_screen NAME
    mkdir -p "$screenshots"
    java "${quick_java[@]}" "$here/Screenshot.java" "$screen" "$screenshots/chromium-$1.png"
}

kept() { # kept NAME...
    local name
    for name in "$@"; do
        test -s "$screenshots/chromium-$name.png" || { echo "no picture: $name"; return 1; }
    done
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

# The part of the page where the picker has its list; not where the list tells of itself when the keys are in it.
list_area() {
    looks_of 90 310
}

differs() { # differs LOOKS
    [ "$(list_area)" != "$1" ]
}

# Nothing moves for half a second: every dialog is drawn.
at_rest() {
    local before
    before=$(list_area)
    sleep 0.5
    ! differs "$before"
}

# ---- the browser -----------------------------------------------------------------------------------------------------

start_browser() { # start_browser HOME
    browser "$1" --remote-debugging-port=$debugging_port --window-position=0,0 --window-size=$width,$height \
        https://localhost:8443/ > "$work/chromium.out" 2>&1 < /dev/null &
    browser=$!
    services+=("$browser")
}

stop_browser() {
    ! kill "$browser" 2> /dev/null || wait "$browser" || true
    within 10 no_window
}

no_window() {
    ! xdotool search --onlyvisible --class chromium > /dev/null 2>&1
}

pin_dialog() { # its window, if it takes keys
    local window
    window=$(xdotool search --onlyvisible --name '^Unlock Security Device$' 2> /dev/null | tail -n 1)
    [ -n "$window" ] && [ "$(xdotool getwindowfocus 2> /dev/null)" = "$window" ] && echo "$window"
}

# The PIN into its dialog, one for each token that wants it, until the picker is there. No dialog is answered twice: a
# PIN that was typed wrong costs one try, not all.
reach_picker() { # reach_picker NAME TOKENS
    dialogs=0
    answered=
    page_colour=
    within 60 picker_or_pin "$@" && within 10 at_rest && [ "$dialogs" -gt 0 ] && return
    grep -v dbus "$work/chromium.out"
    return 1
}

picker_or_pin() { # picker_or_pin NAME TOKENS
    local window
    if window=$(pin_dialog) && [ "$window" != "$answered" ]; then
        [ "$dialogs" -lt "$2" ] || return
        answered=$window
        dialogs=$((dialogs + 1))
        page_colour=$(corner)
        xdotool type --delay 20 --file "$pin_file"
        keep_screen "$1-pin"
        xdotool key Return
        return 1
    fi
    [ -n "$page_colour" ] && [ "$(corner)" != "$page_colour" ] # the picker dims the page
}

corner() {
    colour 5 $((height - 5))
}

# Home and End lead to no other certificate, though the picker takes keys: Tab leads away from the list, and back.
offers_one_certificate() {
    local first beside
    within 20 one_place_in_list || { echo "Home and End lead to different certificates"; return 1; }
    first=$(list_area)
    xdotool key Tab && within 10 differs "$first" || { echo "the picker takes no keys"; return 1; }
    beside=$(list_area)
    xdotool key shift+Tab && within 10 differs "$beside"
}

# Asked again while the picker is still being drawn; two places never look alike.
one_place_in_list() {
    local upper
    xdotool key Home && at_rest || return
    upper=$(list_area)
    xdotool key End && at_rest && looks_like "$upper"
}

looks_like() { # looks_like LOOKS
    ! differs "$1"
}

title() { # title TEXT: of the page
    curl --silent --max-time 5 "http://127.0.0.1:$debugging_port/json/list" | grep -qF '"title": "'"$1"'"'
}

page_says() { # page_says TEXT
    says "$1" java "${quick_java[@]}" "$here/PageText.java" $debugging_port
}

logged() { # logged TEXT
    grep -F -- "$1" "$work/nginx/logs/access.log" || { cat "$work/nginx/logs/access.log"; return 1; }
}

# log_in NAME TOKENS: with the database in $work/NAME
log_in() {
    start_browser "$work/$1"
    check "$1: Chromium asks for the PIN, then for a certificate" reach_picker "$1" "$2"
    keep_screen "$1-picker"
    check "$1: the picker offers exactly one" offers_one_certificate
    xdotool key Return
    check "$1: the page appears" within 30 title Portal
    check "$1: and names the holder" page_says "holder $holder"
    keep_screen "$1-page"
    check "$1: nginx saw 9A" logged "200 TLSv1.3 SUCCESS $serial"
    stop_browser
}

# A database with a client certificate of its own, by an issuer of the citizen CA's name.
add_certificate() { # add_certificate FOLDER
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/namesake.key" &&
        openssl x509 -in "$work/citizen-ca.pem" -key "$work/namesake.key" -out "$work/namesake.pem" &&
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=On disk" \
            -CA "$work/namesake.pem" -CAkey "$work/namesake.key" -addext basicConstraints=critical,CA:FALSE \
            -addext extendedKeyUsage=clientAuth -addext keyUsage=critical,digitalSignature \
            -keyout "$work/disk.key" -out "$work/disk.pem" &&
        openssl pkcs12 -export -inkey "$work/disk.key" -in "$work/disk.pem" -passout pass: -out "$work/disk.p12" &&
        pk12util -i "$work/disk.p12" -d "sql:$1" -K "" -W ""
}

take_card
check "9A has a certificate" certificate 01
serial=$(serial_number "$work/01.pem")
holder=$(holder "$work/01.pem")
make_server_certificate
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx
check "a screen" start_screen

check "a database with the module" nss_database "$work/alone/.pki/nssdb" "$ours"
log_in alone 1
check "a database with OpenSC's module, too" nss_database "$work/beside/.pki/nssdb" "$ours" "$opensc"
log_in beside 2
check "a database with a certificate on disk, too" nss_database "$work/two/.pki/nssdb" "$ours"
check "which a portal of the citizen CA would ask for" add_certificate "$work/two/.pki/nssdb"
start_browser "$work/two"
check "two: Chromium asks for the PIN, then for a certificate" reach_picker two 1
keep_screen two-picker
check "two: the picker offers more than one, and that is seen" \
    complains "Home and End lead to different certificates" offers_one_certificate
stop_browser
check "the pictures are kept" kept {alone,beside}-{pin,picker,page} two-{pin,picker}
exit $failed
