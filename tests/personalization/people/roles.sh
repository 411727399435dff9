#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every command that needs a person, with a person of each role: one role may give it, all others are told that it is
# not theirs. Who may is written down here once more, by hand: what the commands take from their tables must be this.
. "$(dirname "$0")/../office.sh"
mkdir -m 700 "$letters"
roles="operator approver quality-control stock-keeper auditor supervisor"
people=()
for role in $roles; do people+=("--$role" "$role"); done
idcard-station init --dev "${people[@]}" --hsm-pin-fd 3 3<<< "$hsm_pin" > /dev/null
full_record "$CARD_SANDBOX"
cd "$CARD_SANDBOX"

# A card that the operator made and the approver released.
idcard-station import --hsm-pin-fd 3 --as operator specimen.json > run.out 3<<< "$hsm_pin"
idcard-station approve --as approver VT-2026-000001 > run.out
blank 1
insert "$CARD_SANDBOX/card-1.img"
idcard-station run --as operator --letters "$letters" --once --wait 10 --hsm-pin-fd 3 3<<< "$hsm_pin" > run.out 2> run.err ||
    fail "$(cat run.err)"
eject
document=LA0000001
sed -n 's/^CAN: //p' "$letters/$document.txt" > can

tried=0
# only ROLE[,ROLE] COMMAND...: with --as PERSON at its end
only() {
    local may=$1 role got
    shift
    for role in $roles; do
        got=0
        idcard-station --lang en "$@" --as "$role" > run.out 2> run.err < /dev/null 3<<< "$hsm_pin" || got=$?
        if [[ ,$may, == *,$role,* ]]; then
            ! grep -q 'STATION-ROLE-MISSING\|PROGRAM-' run.err || fail "$* --as $role: $(cat run.err)"
        else
            [ "$got" = 6 ] || fail "$* --as $role ended with $got: $(cat run.out run.err)"
            grep -q 'STATION-ROLE-MISSING\|STATION-ROLE-EXCLUDED' run.err || fail "$* --as $role: $(cat run.err)"
        fi
        tried=$((tried + 1))
    done
}

only operator import --hsm-pin-fd 3 specimen.json
only approver approve T-0001
only operator withdraw T-0001
only operator run --letters "$letters" --once --wait 1 --hsm-pin-fd 3
only operator resume --letters "$letters" --wait 1 --hsm-pin-fd 3

only quality-control check "$document" --can-file can --wait 0
only operator deliver "$document" --holder-present
only operator report-lost "$document"
only operator report-lost "$document" --stolen
only approver report-lost "$document" --confirm
only approver report-lost "$document" --stolen --confirm
only operator suspend "$document"
only approver found "$document"
for reason in lost stolen damaged dead_chip address name photo age expired misprint; do
    only operator replace "$document" --reason "$reason" --application T-0002
done
only operator replace "$document" --reason damaged --application T-0002 --taken-in
only operator revoke "$document" --reason withdrawn
only approver revoke "$document" --reason withdrawn --confirm
only approver revoke "$document" --reason replaced --confirm

for service in reset-pin renew-certificates; do
    only approver "$service" "$document" --order
    only approver "$service" "$document" --cancel
done
only operator reset-pin "$document" --letters "$letters" --wait 0 --hsm-pin-fd 3
only operator renew-certificates "$document" --wait 0 --hsm-pin-fd 3

only stock-keeper stock hand-out --to operator 00000000000000000001
only supervisor audit checkpoint --hsm-pin-fd 3
only supervisor purge
only approver trust export --hsm-pin-fd 3
[ "$tried" = 222 ] || fail "$tried tried"
