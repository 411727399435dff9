#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A key ceremony with two founders that is cut off and goes on, work with staff cards, a third person, a restart.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/founders.sh"

for number in 1 2 3 4; do record "$number" && blank "$number"; done

# No real card is made with a token in software, nor by people without cards.
real() { station init --founder noy="$CARD_SANDBOX/record-1.json" --founder keo="$CARD_SANDBOX/record-2.json" --letters "$letters" "$@"; }
clock_source=$CARD_SANDBOX/time
softhsm=$(ls /usr/lib/softhsm/libsofthsm2.so /usr/lib64/softhsm/libsofthsm2.so 2>/dev/null | head -n 1 || true)
refused 6 STATION-NOT-FOR-PRODUCTION real
mkdir "$CARD_SANDBOX/tokens"
echo "directories.tokendir = $CARD_SANDBOX/tokens" > "$CARD_SANDBOX/softhsm2.conf"
SOFTHSM2_CONF=$CARD_SANDBOX/softhsm2.conf refused 6 clock.source real --module "$softhsm"
SOFTHSM2_CONF=$CARD_SANDBOX/softhsm2.conf refused 6 PROGRAM-FILE-UNREADABLE real --module "$softhsm" --time-source "$clock_source"
date +%s > "$clock_source"
SOFTHSM2_CONF=$CARD_SANDBOX/softhsm2.conf refused 6 hsm.module real --module "$softhsm" --time-source "$clock_source"
[ ! -e "$IDCARD_OFFICE" ] || fail "half an office was left"
[ -z "$(ls -A "$CARD_SANDBOX/tokens")" ] || fail "a token was made"

# The power fails before a card can open the key store: nothing was issued, the ceremony begins anew.
again() { station init --continue --letters "$letters" --reader "$blanks" --wait 20; }
ceremony --rehearsal &
said 120 "Insert a blank card."
power_fails
refused 6 STATION-CEREMONY-OPEN again
rm -r "$IDCARD_OFFICE"

# The ceremony; the power fails after the first card.
insert "$CARD_SANDBOX/card-1.img"
ceremony --rehearsal &
said 120 "Take the card out."
power_fails
[ "$(stat -c %a "$IDCARD_OFFICE/keepers/noy.env")" = 600 ] || fail "others may read the envelope"
refused 6 STATION-CEREMONY-OPEN station status
refused 6 STATION-CEREMONY-OPEN station hsm open --as noy
refused 2 PROGRAM-USAGE again
eject
go_on() { by "$1" --lang en init --continue --as noy --letters "$letters" --reader "$blanks" --wait 20; }
refused 6 STATION-STAFF-CARD-WRONG go_on 3

# Cards of somebody else's keys: the second one looks like a wrong master key here, too.
with "$CARD_SOURCE/applet-specs/profile.toml" > "$CARD_SANDBOX/foreign.toml" << 'LINES'
management.transport_master_key = "000102030405060708090A0B0C0D0E0F"
LINES
idcard-refcard blank --image "$CARD_SANDBOX/foreign.img" --serial 00000009 --profile "$CARD_SANDBOX/foreign.toml"
insert "$CARD_SANDBOX/foreign.img"
refused 6 STATION-CARD-FOREIGN go_on 1
refused 6 STATION-KEYS-FOREIGN again
eject
insert "$CARD_SANDBOX/card-2.img"
good go_on 1
CARD_SLOT=2 eject
eject

# Nobody works before both founders have signed keys and cards, each with the own card and once the key store is open.
sign() { by "$1" init --sign --as "$2"; }
refused 6 STATION-CEREMONY-OPEN station status
refused 6 STATION-PERSON-UNKNOWN sign 1 dao
pin=000000 refused 6 STATION-STAFF-CARD-WRONG sign 2 noy
good sign 1 noy
good sign 1 noy
refused 6 STATION-CEREMONY-OPEN station status
power_fails
refused 6 STATION-CEREMONY-OPEN sign 2 keo
good by 2 init --continue --as keo --letters "$letters" --reader "$blanks"

# Who removes the file has not ended the ceremony: nobody works, until both have signed.
rm "$IDCARD_OFFICE/ceremony.json"
early() { by 1 import --as noy "$CARD_SANDBOX/record-3.json"; }
refused 6 STATION-CEREMONY-OPEN early
founders_sign
[ -e "$IDCARD_OFFICE/checkpoints/checkpoint-000001.p7m" ] || fail "the journal of the ceremony is not signed"
refused 6 STATION-OFFICE-EXISTS sign 1 noy
CARD_SLOT=2 eject
refused 6 STATION-OFFICE-EXISTS again
good station --json hsm status
grep -q '"open":true' "$CARD_SANDBOX/run.out" || fail "the key store is closed"
good station staff list
[ "$(grep -c LA000000 "$CARD_SANDBOX/run.out")" = 2 ] || fail "$(cat "$CARD_SANDBOX/run.out")"
insert "$CARD_SANDBOX/card-2.img"
verify_card 2
eject

# Nobody acts by name alone, with another's card, or with a wrong PIN; the wrong card loses no try.
import() { by "$1" import --as noy "$CARD_SANDBOX/record-3.json"; }
without() { station import --as noy "$CARD_SANDBOX/record-3.json"; }
refused 2 STATION-STAFF-CARD-NEEDED without
pin=000000 refused 6 STATION-STAFF-CARD-WRONG import 2
pin=000000 refused 6 STATION-STAFF-CARD-WRONG import 2
pin=000000 refused 6 STATION-STAFF-CARD-WRONG import 2
pin=000000 refused 6 CARD-PIN-WRONG import 1
good import 1
own() { by 1 approve --as noy T-0003; }
refused 6 STATION-ROLE-MISSING own
approve() { by 2 approve --as keo T-0003; }
good approve
make() { by 1 run --as noy --once --letters "$letters" --reader "$blanks" --wait 20; }
insert "$CARD_SANDBOX/card-3.img"
good make
eject

# A third person, entered by a supervisor with the card that was just made; she finds the first card good.
enter() { by "$1" staff add dao --as "$2" --document LA0000003 --role quality_control --role operator "${@:3}"; }
stranger() { by 3 staff add sak --as dao --document LA0000003 --role operator; }
refused 6 STATION-PERSON-UNKNOWN stranger
good enter 2 keo
(
    flock 9 # as a change of the key store's PIN that was not finished
    refused 6 keepers enter 1 noy --confirm
    leave() { by 1 staff remove keo --as noy; }
    refused 6 keepers leave
) 9< "$IDCARD_OFFICE/keepers"
(
    flock 9 # as a run that makes cards meanwhile
    good enter 1 noy --confirm
) 9>> "$IDCARD_OFFICE/run.lock"
CARD_SLOT=2 eject
insert "$CARD_SANDBOX/card-2.img"
check() { # CARD
    by 3 check --as dao --reader "$blanks" --wait 20 --can-fd 5 "LA000000$1" 5<<<"$(secret CAN 2)"
}
good check 2
eject
no_supervisor() { by 3 hsm open --as dao; }
refused 6 STATION-STAFF-CARD-WRONG no_supervisor

# After a restart no file opens the key store, only a supervisor's card; an envelope is for one card alone.
power_fails
good station --json hsm status
grep -q '"open":false' "$CARD_SANDBOX/run.out" || fail "the key store is open"
typed() { by 1 audit checkpoint --as noy --hsm-pin-fd 3 3<<<"$hsm_pin"; }
nobody() { station audit checkpoint --as noy; }
refused 2 STATION-STAFF-CARD-NEEDED typed
cp "$IDCARD_OFFICE/keepers/noy.env" "$CARD_SANDBOX/noy.env"
LC_ALL=C sed 's/\x0c\x03keo/\x0c\x03noy/' "$IDCARD_OFFICE/keepers/keo.env" > "$IDCARD_OFFICE/keepers/noy.env"
open() { by 1 hsm open --as noy; }
refused 6 STATION-SEAL-BROKEN open
cp "$CARD_SANDBOX/noy.env" "$IDCARD_OFFICE/keepers/noy.env"
good open
refused 2 STATION-STAFF-CARD-NEEDED nobody
good typed
good station --json hsm check
check_json hsm-keys-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"

# Whoever has the store in the hands approves an application in Keo's name, without the card: the entry follows in the
# chain as it should, but nobody signed it. No card is made of it.
store=$IDCARD_OFFICE/store.sqlite
good by 1 import --as noy "$CARD_SANDBOX/record-4.json"
sqlite3 "$store" 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
cp "$store" "$CARD_SANDBOX/honest.sqlite"
entry=$(sqlite3 "$store" "SELECT lower(hex(hash)) || printf('00000008%016x00000008%016x', journal.id + 1, at)
    || '00000010' || hex(audit_store.id) || '00000007' || hex('approve') || '00000000'
    || '00000006' || hex('T-0004') || '00000003' || hex('keo') || '00000000'
    FROM journal, audit_store ORDER BY journal.id DESC LIMIT 1")
hash=$(tr a-f A-F <<< "$entry" | basenc --base16 -d | sha256sum | cut -d ' ' -f 1)
sqlite3 "$store" "UPDATE job SET state = 'approved', approved_by = 'keo', approved_at = imported_at WHERE application = 'T-0004';
    INSERT INTO journal (id, at, event, application, person, detail, hash)
    SELECT id + 1, at, 'approve', 'T-0004', 'keo', '', x'$hash' FROM journal ORDER BY id DESC LIMIT 1"
refused 6 STATION-AUDIT-BROKEN station --lang en audit verify
grep -q '^The journal is whole' "$CARD_SANDBOX/run.out" || fail "the chain was not made well: $(cat "$CARD_SANDBOX/run.out")"
grep -q '(approve by keo) is not signed' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
insert "$CARD_SANDBOX/card-4.img"
refused 6 STATION-AUDIT-BROKEN make
eject
[ "$(field 4 state)" = approved ] || fail "a card was begun: $(field 4 state)"
rm -f "$store-wal" "$store-shm"
cp "$CARD_SANDBOX/honest.sqlite" "$store"

# The last signature of the day is that of the journal: nothing of it can be cut off unseen.
good station hsm close
good station --json audit verify
grep -q '"unanchored":0' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
check_json audit-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
refused 2 STATION-STAFF-CARD-NEEDED typed

# Every action stands in the journal with a signature that is verified anew.
good station --json audit verify
signatures=$(grep -o '"staff_signatures":[0-9]*' "$CARD_SANDBOX/run.out" | cut -d: -f2)
[ "$signatures" -ge 7 ] || fail "$signatures signatures: $(cat "$CARD_SANDBOX/run.out")"
grep -q '"staff_signature_faults":\[\]' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"

# The founders' signatures are for these keys: with another CSCA, or without one of them, nothing is whole.
cp "$IDCARD_OFFICE/certificates/csca-1.cer" "$CARD_SANDBOX/csca-1.cer"
cp "$IDCARD_OFFICE/certificates/journal-1.cer" "$IDCARD_OFFICE/certificates/csca-1.cer"
refused 6 STATION-AUDIT-BROKEN station audit verify
for person in noy keo; do
    grep -q "$person has not signed the key ceremony" "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
done
cp "$CARD_SANDBOX/csca-1.cer" "$IDCARD_OFFICE/certificates/csca-1.cer"
good station audit verify

# A card that was reported lost logs nobody in.
lost() { by 1 revoke --as noy --reason lost LA0000002; }
good lost
confirm() { by 2 revoke --as keo --reason lost --confirm LA0000002; }
good confirm
refused 6 STATION-STAFF-CARD-WRONG approve

# Whoever may write office.toml cannot turn the cards off.
sed -i -e 's/^staff_cards = true$/staff_cards = false/' "$IDCARD_OFFICE/office.toml"
printf '\n[[person]]\nid = "%s"\nroles = ["%s"]\n' noy operator keo approver >> "$IDCARD_OFFICE/office.toml"
refused 6 STATION-NOT-FOR-PRODUCTION without
refused 6 STATION-AUDIT-BROKEN station --lang en audit verify
grep -q 'staff_cards = false' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
grep -q '^Actions signed with staff cards: [1-9]' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
