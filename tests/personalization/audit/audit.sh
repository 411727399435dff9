#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The journal of a whole office: a card's life in it, checkpoints that openssl verifies, damage by SQL, an old backup.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../office.sh"
prepare_office
[ -e "$IDCARD_OFFICE/checkpoints/checkpoint-000001.p7m" ] || fail 'init signs no checkpoint'
approved 1
approved 2
blank 1
insert "$CARD_SANDBOX/card-1.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
eject
[ -e "$IDCARD_OFFICE/checkpoints/checkpoint-000002.p7m" ] || fail 'run --once signs no checkpoint'
number=$(field 1 document_number)
store=$IDCARD_OFFICE/store.sqlite

station() { idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not \"$1\": $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"; }
succeeds() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"; }
checkpoint() { station audit checkpoint --as "${1:-keo}" --hsm-pin-fd 3 3<<<"$hsm_pin"; }

succeeds station audit verify
says '^The journal is whole.'
[ -e "$IDCARD_OFFICE/certificates/journal-1.cer" ] || fail 'init makes no key of the journal'

# A checkpoint, and what docs/audit.md does with it by hand.
refused 6 STATION-ROLE-MISSING checkpoint noy
succeeds checkpoint
says "^Checkpoint: .*checkpoint-000003.p7m"
succeeds station audit verify
says '^Entries after the last checkpoint: 0'
medium=$CARD_SANDBOX/medium
refused 6 STATION-ROLE-MISSING station audit export "$medium" --as mala
succeeds station audit export "$medium" --as keo
says '^Checkpoints written: 3'
cd "$medium"
openssl x509 -inform DER -in journal-1.cer -out journal-1.pem
openssl cms -verify -binary -inform DER -in checkpoint-000003.p7m -noverify -nointern -certfile journal-1.pem \
    -out checkpoint.json 2> openssl.err || fail "openssl: $(cat openssl.err)"
head=$("$here/by_hand.sh" "$store") || fail 'the chain computed by hand is another'
entry=$(sed 's/.*"entry":\([0-9]*\).*/\1/' checkpoint.json)
[ "${head%% *}" = "$((entry + 2))" ] || fail "the checkpoint stands for entry $entry of $head" # its own, and the export
[ "$(sqlite3 "$store" "SELECT event || ' ' || person FROM journal WHERE id > $entry" | xargs)" = \
    'checkpoint keo checkpoints-exported keo' ] || fail 'the journal does not tell who signed it and who took it out'
said=$(sed 's/.*"head":"\([0-9a-f]*\)".*/\1/' checkpoint.json)
[ "$said" = "$(sqlite3 "$store" "SELECT lower(hex(hash)) FROM journal WHERE id = $entry")" ] || fail 'another head was signed'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=other -keyout other.key -out other.pem 2> /dev/null
if openssl cms -verify -binary -inform DER -in checkpoint-000003.p7m -noverify -nointern -certfile other.pem \
    -out /dev/null 2> /dev/null; then fail "openssl takes another's signature"; fi
cd - > /dev/null

# show: the whole life in order, by number of the document or of the application; no personal data for an auditor.
succeeds station --json show --hsm-pin-fd 9 9<<<"$hsm_pin" "$number" --as keo --role approver
for event in import approve claim intent outcome key issued; do
    says "\"event\":\"$event\""
done
says '"record":'
check_json show-1 < "$CARD_SANDBOX/run.out" || fail 'show breaks its schema'
if grep -q 'ສົມ' "$CARD_SANDBOX/run.out"; then fail 'a name is shown in full'; fi
if station show "$number" --as keo; then fail 'somebody who is no auditor looks as one'; fi
grep -q STATION-ROLE "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
succeeds station --json show "$number" --as mala
if grep -q '"record"' "$CARD_SANDBOX/run.out"; then fail 'an auditor sees the record'; fi
succeeds station show --hsm-pin-fd 9 9<<<"$hsm_pin" T-0001 --as noy --role operator
says " shown *keo "
# Who had no part in it sees no record, and has none by having looked.
for look in first second; do
    succeeds station --json show T-0001 --as dao --role operator
    if grep -q '"record"' "$CARD_SANDBOX/run.out"; then fail "the $look look of somebody without a part shows the record"; fi
done
says '"person":"dao"'
# Quality control has a part in the card that it found good, and sees the record masked.
inspect() { station --json show --hsm-pin-fd 9 9<<<"$hsm_pin" "$number" --as vieng --role quality_control; }
succeeds inspect
if grep -q '"record"\|"notices"' "$CARD_SANDBOX/run.out"; then fail 'quality control without a part sees the record'; fi
insert "$CARD_SANDBOX/card-1.img"
sed -n 's/^CAN: //p' "$letters/$number.txt" > "$CARD_SANDBOX/can"
succeeds station check "$number" --as vieng --can-file "$CARD_SANDBOX/can" --wait 10
eject
succeeds inspect
says '"personal_number":"•001"'
if grep -q 'ສົມ' "$CARD_SANDBOX/run.out"; then fail 'quality control sees a name in full'; fi
check_json show-1 < "$CARD_SANDBOX/run.out" || fail 'show breaks its schema'
refused 6 STATION-JOB-UNKNOWN station show T-9999 --as noy --role operator

# Who releases an application sees it in full before, with what its import noted; that look is told as such. Afterwards,
# and for all others, it is masked.
sed -e 's/VT-2026-000001/T-0004/' -e 's/010119900000001/010119900000004/' "$CARD_SANDBOX/specimen.json" > "$CARD_SANDBOX/record-4.json"
succeeds station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/record-4.json"
review() { station --json show --hsm-pin-fd 9 9<<<"$hsm_pin" T-0004 --as "$1" --role "$2"; }
succeeds review keo approver
says '"personal_number":"010119900000004"'
says '"kind":"same_photograph"'
check_json show-1 < "$CARD_SANDBOX/run.out" || fail 'show breaks its schema'
succeeds review noy operator
says '"personal_number":"•004"'
succeeds review dao operator
if grep -q '"record"\|"notices"' "$CARD_SANDBOX/run.out"; then fail 'who brought nothing in sees the record'; fi
# The same person sees nothing of it as a stock keeper or a supervisor, before the release and of a card that was made.
for role in stock_keeper supervisor; do
    succeeds review keo "$role"
    if grep -q '"record"\|"notices"' "$CARD_SANDBOX/run.out"; then fail "a $role sees the record"; fi
    succeeds station --json show "$number" --as keo --role "$role"
    if grep -q '"record"\|"notices"' "$CARD_SANDBOX/run.out"; then fail "a $role sees the record of a card"; fi
done
succeeds review vieng quality_control
if grep -q '"record"\|"notices"' "$CARD_SANDBOX/run.out"; then fail 'quality control sees a record before there is a card'; fi
says '"detail":"approver in full"'
succeeds station approve --as keo T-0004
says '^T-0004: approved'
says '^  the same photograph as of another citizen: T-000'
succeeds review keo approver
says '"personal_number":"•004"'
succeeds station withdraw T-0004 --as noy

# The report of the day.
succeeds station report
says '^cards issued: 1'
says '^records imported: 3'
succeeds station --json report
says '"cards_per_hour":'
check_json report-1 < "$CARD_SANDBOX/run.out" || fail 'the report breaks its schema'

# Damage by SQL, on copies of the office.
damaged() { # NAME SQL: verify of a copy ends with this finding
    rm -rf "$CARD_SANDBOX/copy"
    cp -r "$IDCARD_OFFICE" "$CARD_SANDBOX/copy"
    sqlite3 "$CARD_SANDBOX/copy/store.sqlite" "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_no_update;
        DROP TRIGGER journal_no_delete; DROP TRIGGER audit_checkpoint_no_delete; $2"
    IDCARD_OFFICE=$CARD_SANDBOX/copy refused 6 STATION-AUDIT-BROKEN \
        station audit verify --checkpoint "$medium/checkpoint-000003.p7m"
    IDCARD_OFFICE=$CARD_SANDBOX/copy station --json audit verify --checkpoint "$medium/checkpoint-000003.p7m" || true
    grep -v idcard/error "$CARD_SANDBOX/run.out" > "$CARD_SANDBOX/verify.json" || true
    says "\"damage\":\"$1\""
    says '"whole":false'
    check_json audit-1 < "$CARD_SANDBOX/verify.json" || fail 'audit verify breaks its schema'
}
damaged entry_altered "UPDATE journal SET person = 'dao' WHERE event = 'approve'"
damaged entry_missing "DELETE FROM journal WHERE event = 'issued'"
damaged cut_off "DELETE FROM journal WHERE event IN ('issued', 'shown', 'checkpoint') OR id >= $entry"
damaged checkpoint_missing "DELETE FROM audit_checkpoint"
if "$here/by_hand.sh" "$CARD_SANDBOX/copy/store.sqlite" > /dev/null 2>&1; then :; else fail 'by hand it is not whole'; fi

# An older backup: run makes no card with it, until two people say so.
cp "$store" "$CARD_SANDBOX/backup.sqlite"
sqlite3 "$store" 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
cp "$store" "$CARD_SANDBOX/backup.sqlite"
succeeds checkpoint
cp "$CARD_SANDBOX/backup.sqlite" "$store"
rm -f "$store-wal" "$store-shm"
refused 6 STATION-AUDIT-BROKEN station audit verify # without --checkpoint: by the office's own files
says '(checkpoint-000004.p7m)'
blank 2
insert "$CARD_SANDBOX/card-2.img"
refused 6 STATION-STORE-WENT-BACK run_once
refused 2 PROGRAM-USAGE station audit accept-restore --as keo --confirm
succeeds station audit accept-restore --as noy
succeeds station audit accept-restore --as keo --confirm
# begin_run NUMBER: run in the background, until that application, the last one of the queue, is issued.
begin_run() {
    idcard-station --lang en run --as noy --letters "$letters" --wait 10 --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
    running=$!
    until grep -q "T-000$1.*issued" "$CARD_SANDBOX/run.out"; do
        kill -0 "$running" 2> /dev/null || fail "run ended: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
        sleep 0.1
    done
}
# Until the queue is empty: then run signs a checkpoint, above the newest that was seen.
begin_run 2
eject
wait "$running" || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 2 document_number)" \> LA0010000 ] || fail "no numbers were skipped: $(field 2 document_number)"
[ -e "$IDCARD_OFFICE/checkpoints/checkpoint-000005.p7m" ] || fail 'run signs no checkpoint'
succeeds station audit verify --checkpoint "$IDCARD_OFFICE"/checkpoints/*.p7m
says 'given up after a restore: 1'

# The time becomes doubtful while a card is made: it is finished, but no checkpoint is signed, by run or by hand.
printf '\n[clock]\nsource = "%s"\n' "$CARD_SANDBOX/source" >> "$IDCARD_OFFICE/office.toml"
date +%s > "$CARD_SANDBOX/source"
approved 3
blank 3
insert "$CARD_SANDBOX/card-3.img"
begin_run 3
echo "$(($(date +%s) + 3600))" > "$CARD_SANDBOX/source"
eject
refused 6 STATION-CLOCK-DISPUTED wait "$running"
refused 6 STATION-CLOCK-DISPUTED checkpoint
[ ! -e "$IDCARD_OFFICE/checkpoints/checkpoint-000006.p7m" ] || fail 'a checkpoint was signed at a doubtful time'
