#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# children.sh: cards without PIN, and without keys at all. Their office is made here.
set -u
. "$(dirname "$0")/counter.sh"
"$CARD_SOURCE/personalization/demo/citizens.sh" records > /dev/null || exit 1
mkdir -m 700 letters
echo 24681357 > hsm-pin
station() { idcard-station --office office "$@" 3< hsm-pin > station.out 2> station.err || { cat station.out station.err >&2; exit 1; }; }
station init --dev --operator noy --approver keo --hsm-pin-fd 3

issue() { # CITIZEN SERIAL: leaves CITIZEN.img and CITIZEN.can
    station import --as noy --hsm-pin-fd 3 "records/$1.json"
    station approve --as keo "$(sed -n 's/.*"application": "\(.*\)".*/\1/p' "records/$1.json")"
    idcard-refcard blank --image "$1.img" --serial "$2" > /dev/null
    insert "$1.img" || exit 1
    station run --as noy --letters letters --once --wait 10 --hsm-pin-fd 3
    eject
    sed -n 's/^CAN: //p' letters/* > "$1.can"
    rm letters/*
}
issue 03-child-of-4 0000C004
issue 04-child-of-9 0000C009

no_pin() { # neither command asks for one
    for action in "change --pin-file pin --new-pin-file pin" "unblock --puk-file puk --new-pin-file pin"; do
        # shellcheck disable=SC2086
        run idcard pin $action
        error 6 CARD-PIN-ABSENT
    done
    in_lao 6 CARD-PIN-ABSENT idcard pin change
    run idcard verify --trust office/trust --can-file "$1.can" --pin
    error 6 CARD-PIN-ABSENT
}

insert 03-child-of-4.img || exit 1
run idcard info
exits 0; says "identity card without keys"; says "not on this card"
run idcard info --json
exits 0; follows info-1; says '"pki": false'
run idcard pin status
error 6 CARD-PIN-ABSENT
no_pin 03-child-of-4
run idcard read --can-file 03-child-of-4.can
exits 0; says "CHUID (5FC102): not on this card"; says "child under 6"
run idcard read --file CHUID
error 3 CARD-FILE-NOT-FOUND
run idcard verify --trust office/trust --can-file 03-child-of-4.can --photo face.png
exits 0; says "GENUINE"; says "written to face.png"
eject

insert 04-child-of-9.img || exit 1
run idcard info
exits 0; says "identity card with keys"; says "this card has none"
run idcard pin status
exits 0; says "this card has none"; says "Cards of children"
run idcard pin status --json
exits 0; follows pin-1; says '"state": "absent"'
no_pin 04-child-of-9
run idcard read --can-file 04-child-of-9.can
exits 0; says "certificate 9A (5FC105): not on this card"; says "certificate 9E (5FC101), "; says "child of 6 to 14"
run idcard verify --trust office/trust --can-file 04-child-of-9.can --pki
exits 0; says "GENUINE"
eject

finish
