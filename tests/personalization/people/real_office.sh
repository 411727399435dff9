#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# An office of real cards from its key ceremony to the first citizen's card, by three people and with blank cards that
# are counted from the first day on. Its key store is SoftHSM under another maker's name, see another_maker.cpp.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/founders.sh"
CARD_KEY_STORE=$(ls /usr/lib/softhsm/libsofthsm2.so /usr/lib64/softhsm/libsofthsm2.so 2> /dev/null | head -n 1 || true)
export CARD_KEY_STORE SOFTHSM2_CONF=$CARD_SANDBOX/softhsm2.conf CARD_OFFICER_PIN=officer-7
mkdir "$CARD_SANDBOX/tokens"
echo "directories.tokendir = $CARD_SANDBOX/tokens" > "$SOFTHSM2_CONF"
maker=$(sed -n 's/^diversification_prefix = "\([0-9A-F]*\)".*/\1/p' "$CARD_SOURCE/applet-specs/profile.toml")
delivery() { # NUMBER CHIP...: the maker's list of that delivery
    local list=$CARD_SANDBOX/$1.csv
    shift
    printf "$maker%08X\n" "$@" > "$list"
}
for number in 1 2 3 4; do record "$number" && blank "$number"; done
delivery D-1 3 4
delivery D-2 5

insert "$CARD_SANDBOX/card-1.img"
while date +%s > "$CARD_SANDBOX/time.next" && mv "$CARD_SANDBOX/time.next" "$CARD_SANDBOX/time"; do sleep 1; done &
until [ -e "$CARD_SANDBOX/time" ]; do sleep 0.1; done
ceremony --module "$CARD_BUILD/bin/tests/another_maker.so" --token office --time-source "$CARD_SANDBOX/time" &
said 120 "Take the card out."
eject
insert "$CARD_SANDBOX/card-2.img"
wait $! || fail "no ceremony: $(cat "$CARD_SANDBOX/run.err")"
eject
founders_sign
grep -q '^real_cards = true' "$IDCARD_OFFICE/office.toml" || fail "an office for practice: $(cat "$IDCARD_OFFICE/office.toml")"

make() { # CARD: Noy makes the next card
    insert "$CARD_SANDBOX/card-$1.img"
    by 1 run --as noy --once --letters "$letters" --reader "$blanks" --wait 20
}
released() { # NUMBER: Noy's record, which Keo releases
    good by 1 import --as noy "$CARD_SANDBOX/record-$1.json"
    good by 2 approve --as keo "T-000$1"
}

# Before the first counted delivery no card is made, whatever the founders do.
released 3
refused 6 STATION-CHIP-UNLISTED make 3
eject

# Nobody has the role of quality control yet: the other founder counts, not the one who announced the delivery.
receive() { # CARD PERSON DELIVERY OPTION...
    local card=$1 person=$2 number=$3
    shift 3
    by "$card" stock receive "$CARD_SANDBOX/$number.csv" --delivery "$number" --as "$person" "$@"
}
good receive 2 keo D-1
refused 6 STATION-SAME-PERSON receive 2 keo D-1 --confirm
good receive 1 noy D-1 --confirm
good by 2 stock shift open --counted 0 --as keo
good by 2 stock move --to drawer --count 2 --as keo
hand_out() { by 2 stock hand-out --count 2 --to "$1" --as keo; }
refused 6 STATION-PERSON-UNKNOWN hand_out nooy
refused 6 STATION-ROLE-MISSING hand_out keo
good hand_out noy
good make 3
eject
enter() { by "$1" staff add dao --as "$2" --document LA0000003 --role quality_control --role operator "${@:3}"; }
good enter 2 keo
refused 6 STATION-SAME-PERSON enter 2 keo --confirm
refused 2 PROGRAM-USAGE enter 1 noy --role auditor --confirm
good enter 1 noy --confirm

# From the third person on quality control counts.
good receive 2 keo D-2
refused 6 STATION-ROLE-MISSING receive 1 noy D-2 --confirm
good receive 3 dao D-2 --confirm

# The first citizen's card.
released 4
good make 4
good by 3 check LA0000004 --as dao --reader "$blanks" --wait 20 --can-fd 5 5<<<"$(secret CAN 4)"
good by 3 deliver LA0000004 --as dao --holder-present
CARD_SLOT=2 eject
verify_card 4
eject
good by 2 stock shift close --counted 0 --as keo

# A supervisor left who could have copied an envelope: two others give the key store another PIN. Its old one opens
# nothing any more, and the new one is in their envelopes.
new_pin() { by "$1" hsm new-pin --as "$2" "${@:3}"; }
open() { by "$1" hsm open --as "$2"; }
cp -a "$IDCARD_OFFICE/keepers" "$CARD_SANDBOX/keepers-1"
refused 2 PROGRAM-USAGE new_pin 2 keo --confirm
refused 6 STATION-ROLE-MISSING new_pin 3 dao
good new_pin 1 noy
refused 6 STATION-SAME-PERSON new_pin 1 noy --confirm
good new_pin 2 keo --confirm
[ ! -e "$IDCARD_OFFICE/keepers/next" ] || fail "envelopes were left"
good station hsm check
good station hsm close
mv "$IDCARD_OFFICE/keepers" "$CARD_SANDBOX/keepers-2"
cp -a "$CARD_SANDBOX/keepers-1" "$IDCARD_OFFICE/keepers"
refused 6 HSM-PIN-WRONG open 1 noy

# The power failed when the token had the new PIN and the envelopes were still beside the old ones: either card finds
# that out, and ends the change.
cp -a "$CARD_SANDBOX/keepers-2" "$IDCARD_OFFICE/keepers/next"
(
    flock 9 # somebody else is at the envelopes just now
    refused 6 keepers open 2 keo
) 9< "$IDCARD_OFFICE/keepers"
[ -e "$IDCARD_OFFICE/keepers/next" ] || fail "the change of the PIN was half ended"
good open 2 keo
[ ! -e "$IDCARD_OFFICE/keepers/next" ] || fail "the change of the PIN was not ended"
good station hsm close
good open 1 noy

# It failed when the token had the new PIN and one of the two envelopes had taken its place: until somebody opens the
# key store, whose keeper may know the old PIN, no envelope is written; and the person of that one ends the change, too.
in_use() { diff -r "$CARD_SANDBOX/keepers-2" "$IDCARD_OFFICE/keepers" > /dev/null || fail "$1: other envelopes are in use"; }
other_card() { by 1 staff card keo --as noy --document LA0000003 "$@"; }
cp -a "$CARD_SANDBOX/keepers-2" "$IDCARD_OFFICE/keepers/next"
rm "$IDCARD_OFFICE/keepers/next/noy.env"
cp -a "$CARD_SANDBOX/keepers-1/keo.env" "$IDCARD_OFFICE/keepers/keo.env"
refused 2 STATION-STAFF-CARD-NEEDED other_card
refused 2 STATION-STAFF-CARD-NEEDED other_card --confirm
good open 1 noy
in_use "half of them"

# It failed before the token had it: what lies beside the envelopes goes when the key store is opened.
cp -a "$CARD_SANDBOX/keepers-1" "$IDCARD_OFFICE/keepers/next"
good open 1 noy
in_use "a change that was not made"

# It fails at any change of these files: the cards of both open the key store, whichever PIN it has.
cut_off() { # CHANGE: what the disk was not asked to keep is lost, the command ends there
    LD_PRELOAD=$CARD_BUILD/bin/tests/torn_disk.so DISK=$IDCARD_OFFICE/keepers DISK_FORGETS_NAMES=1 DISK_DIES_AT=$1 \
        new_pin 2 keo --confirm
}
cuts=0
for number in 1 6 11 {15..99}; do # the first are those of the drafts
    rm -rf "$IDCARD_OFFICE/keepers/next.new" "$CARD_SANDBOX/keepers-3" # what the last cut left would count along
    cp -a "$IDCARD_OFFICE/keepers" "$CARD_SANDBOX/keepers-3"
    good new_pin 1 noy
    ! cut_off "$number" || break
    cuts=$((cuts + 1))
    cp -an "$CARD_SANDBOX/keepers-3/." "$IDCARD_OFFICE/keepers" # a name that is lost has what it had before
    kill -KILL "$(pgrep -x idcard-station)"                     # the keeper
    good open 2 keo
    good open 1 noy
    [ ! -e "$IDCARD_OFFICE/keepers/next" ] || fail "cut off at change $number: it was not ended"
done
[ "$cuts" -gt 6 ] && [ "$cuts" -lt 50 ] || fail "the test tests nothing: $cuts"
echo "cut off at $cuts of $((number - 1)) changes"

# A second device with the same keys has the PIN that its maker's tool has set: no envelope opens it, two supervisors
# take it into use with that PIN, and from then on that opens nothing either.
good station hsm close
pkcs11-tool --module "$CARD_KEY_STORE" --token-label office --login --login-type so --so-pin "$CARD_OFFICER_PIN" \
    --init-pin --new-pin 11223344 > /dev/null
refused 6 HSM-PIN-WRONG open 2 keo
good new_pin 2 keo
typed() { new_pin 1 noy --confirm --hsm-pin-fd 3 3<<<"$1"; }
refused 6 HSM-PIN-WRONG typed 55667788
good typed 11223344
good station hsm check
good station hsm close
good open 2 keo
! pkcs11-tool --module "$CARD_KEY_STORE" --token-label office --login --pin 11223344 -O > /dev/null 2>&1 ||
    fail "the PIN of the maker's tool opens the key store"

# Who is removed has no envelope of a change that was cut off, either.
mkdir "$IDCARD_OFFICE/keepers/next"
cp -a "$IDCARD_OFFICE/keepers/keo.env" "$IDCARD_OFFICE/keepers/next/dao.env"
cp -a "$IDCARD_OFFICE/keepers/keo.env" "$IDCARD_OFFICE/keepers/next/keo.env"
good by 1 staff remove dao --as noy
[ "$(ls -A "$IDCARD_OFFICE/keepers/next")" = keo.env ] || fail "the envelope stays: $(ls "$IDCARD_OFFICE/keepers/next")"
good open 2 keo
[ ! -e "$IDCARD_OFFICE/keepers/next" ] || fail "it was not ended"
CARD_SLOT=2 eject

good station audit verify
