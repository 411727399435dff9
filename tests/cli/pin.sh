#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# pin.sh: PIN and PUK at a counter.
set -u
. "$(dirname "$0")/counter.sh"
echo 918273 > new-pin
echo 12345 > short-pin

insert card.img || exit 1

run idcard pin status
exits 0; says "PIN  tries left: 3"; says "PUK  tries left: 5"; says "What to do now:"
run idcard pin status --json
exits 0; follows pin-1; says '"action": "status"'
run idcard pin status --lang lo --stats
exits 0; says "ຍັງລອງໄດ້ອີກ: 3 ຄັ້ງ"; complains "PIN"

# The tries are shown before one is spent; a change gives them back.
run idcard pin change --pin-file pin --new-pin-file new-pin
exits 0; says "The PIN was changed."; complains "PIN: tries left: 3"
nowhere "$(cat pin)"; nowhere "$(cat new-pin)"
run idcard pin change --pin-file pin --new-pin-file new-pin
error 6 CARD-PIN-WRONG; complains "Tries left: 2"
run sh -c 'idcard pin change --json --pin-fd 3 --new-pin-fd 4 3< new-pin 4< pin'
exits 0; follows pin-1; says '"action": "change"'; says '"tries_left": 3'
run idcard pin change --pin-file pin --new-pin-file short-pin
error 2 PROGRAM-SECRET-FORMAT
run setsid --wait idcard pin change --pin-file pin
error 2 PROGRAM-SECRET-MISSING
run idcard pin change --pin 123456
error 2 PROGRAM-USAGE; nowhere 123456
run idcard pin
error 2 PROGRAM-USAGE

# At a terminal: not echoed, the new one twice.
run at_terminal "Present PIN: " "$(cat pin)" "New PIN (six" "$(cat new-pin)" "once more: " "$(cat new-pin)" -- idcard pin change
exits 0; says "PIN: tries left: 3"; says "The PIN was changed."; nowhere "$(cat pin)"; nowhere "$(cat new-pin)"
run at_terminal "Present PIN: " "$(cat new-pin)" "New PIN (six" "$(cat pin)" "once more: " 918274 -- idcard pin change
exits 2; says PROGRAM-SECRET-DIFFERS
run idcard pin change --pin-file new-pin --new-pin-file pin
exits 0

# Two wrong ones; then the last try is spent only after a question, or with --last-try.
run idcard pin change --pin-file wrong-pin --new-pin-file new-pin
error 6 CARD-PIN-WRONG
run idcard pin change --pin-file wrong-pin --new-pin-file new-pin
error 6 CARD-PIN-WRONG; complains "Tries left: 1"
run idcard pin change --pin-file pin --new-pin-file new-pin
error 6 CARD-PIN-LAST-TRY; complains "PIN: tries left: 1"
in_lao 6 CARD-PIN-LAST-TRY idcard pin change --pin-file pin --new-pin-file new-pin
run at_terminal "use the last try: " no -- idcard pin change
exits 6; says CARD-PIN-LAST-TRY
run idcard pin status
exits 0; says "PIN  tries left: 1" # nothing was sent
run at_terminal "use the last try: " yes "Present PIN: " "$(cat pin)" "New PIN (six" "$(cat new-pin)" "once more: " "$(cat new-pin)" -- idcard pin change
exits 0; says "The PIN was changed."
run idcard pin change --pin-file new-pin --new-pin-file pin
exits 0

# Blocked; the PUK helps, with its own tries.
for _ in 1 2; do run idcard pin change --pin-file wrong-pin --new-pin-file new-pin; done
run idcard pin change --last-try --pin-file wrong-pin --new-pin-file new-pin
error 6 CARD-PIN-BLOCKED
run idcard pin change --last-try --pin-file pin --new-pin-file new-pin
error 6 CARD-PIN-BLOCKED
in_lao 6 CARD-PIN-BLOCKED idcard pin change --pin-file pin --new-pin-file new-pin
run idcard pin status
exits 0; says "blocked, no tries left"; says "idcard pin unblock"
run idcard pin unblock --puk-file wrong-puk --new-pin-file new-pin
error 6 CARD-PUK-WRONG; complains "PUK: tries left: 5"; complains "Tries left: 4"
run idcard pin unblock --puk-file puk --new-pin-file new-pin --json
exits 0; follows pin-1; says '"action": "unblock"'; nowhere "$(cat puk)"
run idcard pin change --pin-file new-pin --new-pin-file pin
exits 0
run at_terminal "PUK (eight" "$(cat puk)" "New PIN (six" "$(cat pin)" "once more: " "$(cat pin)" -- idcard pin unblock
exits 0; says "The card has a new PIN."; nowhere "$(cat puk)"

for _ in 1 2 3 4; do run idcard pin unblock --puk-file wrong-puk --new-pin-file new-pin; done
error 6 CARD-PUK-WRONG
run idcard pin unblock --puk-file puk --new-pin-file new-pin
error 6 CARD-PUK-LAST-TRY
run idcard pin unblock --last-try --puk-file wrong-puk --new-pin-file new-pin
error 6 CARD-PUK-BLOCKED
in_lao 6 CARD-PUK-BLOCKED idcard pin unblock --puk-file puk --new-pin-file new-pin
run idcard pin status
exits 0; says "PUK  blocked"; says "office that issued it"
eject

# No PIN is typed for a card that is on a contactless reader, gone, or has none.
cp "$CARD_ISSUED/card.image" card.img
insert card.img --interface contactless || exit 1
for action in status "change --pin-file pin --new-pin-file new-pin" "unblock --puk-file puk --new-pin-file new-pin"; do
    # shellcheck disable=SC2086
    run idcard pin $action
    error 3 CARD-CONTACT-NEEDED
done
in_lao 3 CARD-CONTACT-NEEDED idcard pin status
eject
run idcard pin change --pin-file pin --new-pin-file new-pin
error 3 CARD-NO-CARD
for at in 2 6; do
    insert card.img --fault "cut@$at" || exit 1
    run idcard pin change --pin-file pin --new-pin-file new-pin
    error 3 CARD-REMOVED
    eject 2> /dev/null
done

finish
