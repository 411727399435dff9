#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# An approved record that the rules of the day refuse: told in words, in nobody's way, withdrawn or imported again.
. "$(dirname "$0")/office.sh"
prepare_office
"$CARD_SOURCE/personalization/demo/citizens.sh" "$CARD_SANDBOX/records"
approved 1
approved 2
sed -i 's/DEMO-0005/X-0005/' "$CARD_SANDBOX/records/05-lifetime.json" # the last in the queue
idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/records/05-lifetime.json" > /dev/null
idcard-station approve --as keo X-0005 > /dev/null

# Rules by which the holder of 1 and 2 has grown too old for an adult's card.
echo 'validity.lifetime_from_age = 30' | with "$CARD_SOURCE/applet-specs/profile.toml" > "$CARD_SANDBOX/stricter.toml"
blank 5
insert "$CARD_SANDBOX/card-5.img"
idcard-station --profile "$CARD_SANDBOX/stricter.toml" --lang en run --as noy --letters "$letters" --once --wait 10 \
    --hsm-pin-fd 3 3<<<"$hsm_pin" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
grep -q '^X-0005: issued' "$CARD_SANDBOX/run.out" || fail "a rejected record blocks the queue: $(cat "$CARD_SANDBOX/run.out")"
grep -q '^T-0001: rejected' "$CARD_SANDBOX/run.err" || fail "the operator is not told: $(cat "$CARD_SANDBOX/run.err")"
eject

said=$(idcard-station --lang en status)
[ "$(field 1 state)" = rejected ] && [ "$(field 2 state)" = rejected ] || fail "$said"
[ "$(field 1 reason)" = STATION-RECORD-REJECTED ] || fail "$said"
grep -A 1 '^T-0001' <<< "$said" | grep -q 'birth_date: too old for this type of card' || fail "no words: $said"
idcard-station --json status | grep -q '"rejections":\[{"field":"birth_date","reason":"too old for this type of card"}\]' ||
    fail "$(idcard-station --json status)"
# Its times are those of UTC, wherever the office stands.
[ "$(TZ=LAO-7 idcard-station --json status)" = "$(TZ=UTC0 idcard-station --json status)" ] ||
    fail "$(TZ=LAO-7 idcard-station --json status)"

# One is withdrawn: the citizen may apply anew. The other is imported again, by who brings it, and approved anew.
refused 6 STATION-NO-JOB run_once
idcard-station withdraw --as noy T-0001 > /dev/null
[ "$(field 1 state)" = withdrawn ] || fail "$(field 1 state)"
sed 's/T-0001/T-0003/' "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/anew.json"
idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/anew.json" > /dev/null
again=$(idcard-station --lang en import --hsm-pin-fd 9 9<<<"$hsm_pin" --as dao "$CARD_SANDBOX/record-0002.json")
[ "$(head -n 1 <<< "$again")" = "T-0002: imported again" ] || fail "$again" # and a likeness is told
refused 6 STATION-NO-JOB run_once
idcard-station approve --as keo T-0002 > /dev/null
blank 2
insert "$CARD_SANDBOX/card-2.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 2 state)" = issued ] || fail "$(field 2 state)"
eject

withdraw() { idcard-station withdraw --as noy "$@" 2> "$CARD_SANDBOX/run.err"; }
refused 6 STATION-JOB-STATE withdraw T-0002
refused 6 STATION-JOB-UNKNOWN withdraw T-9999
