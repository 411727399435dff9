#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# other_make.sh MAKE PROGRAM   inside sandbox.sh: the station makes a card of that make, which PROGRAM puts into the
# virtual reader; then Debian's own programs use it over PC/SC as its holder does, and nothing published opens it.
. "$(dirname "$0")/../office.sh"
make=$1
export IDCARD_REFCARD=$2
work=$CARD_SANDBOX
. "$CARD_SOURCE/tests/interop/checks.sh"
ours=$(echo /usr/lib/*/opensc-pkcs11.so) # what `tool` loads
slots="01:9A 02:9C 03:9D 04:9E"
cd "$work"

blank_card() { # blank_card SERIAL
    echo "$1" > "$work/card-$1"
    insert "$work/card-$1" --make "$make"
}

sends() { # sends STATUS APDU...: the card answers the last one with that status word
    local options=()
    for apdu in "${@:2}"; do options+=(-s "$apdu"); done
    opensc-tool -s 00A404000BA00000030800001000010000 "${options[@]}" > sent 2>&1
    [ "$(grep -o 'SW1=0x.., SW2=0x..' sent | tail -1)" = "SW1=0x${1%??}, SW2=0x${1#??}" ] || { cat sent; return 1; }
}

published_pin=0020008008313233343536FFFF # VERIFY 123456
published_puk=002C0080103132333435363738313233343536FFFF # RESET RETRY COUNTER: 12345678, 123456
tdes_key=010203040506070801020304050607080102030405060708
yk() { yubico-piv-tool -r "Virtual PCD" "$@"; }

# ---- what the published values open on a blank card -------------------------------------------------------------------
if [ "$make" = yubikey ]; then
    blank_card 000000F1
    check "the published PIN opens a blank device" sends 9000 $published_pin
    check "and the published PUK" sends 9000 $published_puk
    check "and the published management key" yk -k$tdes_key -a set-ccc
    eject
fi

# ---- the station makes it ---------------------------------------------------------------------------------------------
prepare_office
approved 1
approved 2
blank_card 00000001
refused 6 STATION-CARD-FOREIGN run_once # a card of ours it is not
[ "$(field 1 state)" = approved ] || fail "a refused card took the job: $(field 1 state)"
run_once --driver "$make" || fail "$(cat run.err)"
[ "$(field 1 state)" = issued ] || fail "$(field 1 state)"
letter=$letters/$(field 1 document_number).txt
PIN=$(sed -n 's/^PIN: //p' "$letter")
PUK=$(sed -n 's/^PUK: //p' "$letter")
export PIN PUK # the tools take them from the environment

# ---- OpenSC reads and uses it ------------------------------------------------------------------------------------------
for authority in "$IDCARD_OFFICE"/trust/citizen/*.cer; do
    openssl x509 -inform DER -in "$authority"
done > authorities.pem

certified() { # certified ID: by the office's citizen CA; its key goes to keyID
    pkcs15-tool --read-certificate "$1" > "cert$1.pem" 2> read.err || { cat read.err; return 1; }
    openssl verify -partial_chain -CAfile authorities.pem "cert$1.pem" &&
        openssl x509 -in "cert$1.pem" -noout -pubkey > "key$1"
}
signs() { # signs ID
    tool --login --sign --id "$1" --mechanism ECDSA-SHA256 --signature-format openssl --input-file message \
        --output-file "signature$1" && openssl dgst -sha256 -verify "key$1" -signature "signature$1" message
}
agrees() { # agrees ID
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out theirs &&
        openssl pkey -in theirs -pubout -outform DER -out theirs.der &&
        tool --login --derive --id "$1" --mechanism ECDH1-DERIVE --input-file theirs.der --output-file shared &&
        openssl pkeyutl -derive -inkey theirs -peerkey "key$1" -out expected && cmp shared expected
}
verifies_pin() { pkcs15-tool --verify-pin --pin env:PIN; }
tries_left() { # tries_left NUMBER: of the PIN
    sends "63C$1" 0020FF80 0020008000 # once logged out
}

head -c 5000 /dev/urandom > message
check "OpenSC takes it for a PIV card" says "Personal Identity Verification Card" opensc-tool -n
check "the CHUID is read" bash -c 'pkcs15-tool -D 2> /dev/null | grep -qE "Serial number +: [0-9a-f]{32}"'
for slot in $slots; do
    check "the certificate of ${slot#*:} is one of the citizen CA" certified "${slot%:*}"
done
check "the PIN of the letter is right" verifies_pin
check "9A signs" signs 01
check "9C signs" signs 02
check "9D agrees on a key" agrees 03
check "nothing is signed without the PIN" fails env PIN=135790 pkcs11-tool --module "$ours" --login --pin env:PIN \
    --sign --id 01 --mechanism ECDSA-SHA256 --input-file message --output-file none
check "all tries but that one are left" tries_left 2

# ---- nothing published opens it ----------------------------------------------------------------------------------------
check "the published PIN is refused" sends 63C1 $published_pin
check "the PIN of the letter brings the tries back" verifies_pin
check "so that all are left" tries_left 3
check "the published PUK is refused" sends 63C4 $published_puk
check "the PUK of the letter sets a PIN" pkcs15-tool --unblock-pin --auth-id 01 --puk env:PUK --new-pin env:PIN
check "which is right" verifies_pin
sed 's/../&:/g; s/:$//' <<< $tdes_key > key
export PIV_EXT_AUTH_KEY=$work/key
for algorithm in 03 0A; do
    check "the published management key is refused as one of algorithm $algorithm" fails piv-tool -A M:9B:$algorithm -G 9A:11
done
check "9A is as it was" signs 01

# ---- Yubico's own program ----------------------------------------------------------------------------------------------
if [ "$make" = yubikey ]; then
    check "yubico-piv-tool: status" says "Slot 9a" yk -a status
    check "yubico-piv-tool: all tries" says "PIN tries left:	3" yk -a status
    for slot in 01:9a 02:9c; do
        yk -a read-certificate -s "${slot#*:}" > yk.pem
        check "yubico-piv-tool reads the same certificate of ${slot#*:}" cmp yk.pem "cert${slot%:*}.pem"
    done
    check "yubico-piv-tool: the PIN of the letter opens 9A" bash -c \
        "yubico-piv-tool -r 'Virtual PCD' --stdin-input -a verify-pin -a test-signature -s 9a -i cert01.pem <<< \"\$PIN\""
    check "yubico-piv-tool: the published PIN does not" fails yk -a verify-pin -P 123456
    check "yubico-piv-tool: the published PUK does not" fails yk -a unblock-pin -P 12345678 -N 654321
    check "yubico-piv-tool: the published management key does not" fails yk -k$tdes_key -a set-ccc
    check "the device says that none of the three is the published one" bash -c '
        for reference in 80 81 9B; do
            opensc-tool -s 00A404000BA00000030800001000010000 -s 00F700${reference}00 2> /dev/null |
                grep -q " 05 01 00" || exit 1
        done'
    check "the PIN of the letter brings the try back" verifies_pin
fi

# ---- it is no card to begin with, and none for the services of our own -------------------------------------------------
refused 6 STATION-CARD-NOT-BLANK run_once --driver "$make"
[ "$(field 2 state)" = approved ] || fail "an issued card took the next job: $(field 2 state)"
document=$(field 1 document_number)
service() { # service NAME [OPTION...]
    idcard-station --lang en "$1" "$document" --as noy --wait 10 "${@:2}" --hsm-pin-fd 3 3<<<"$hsm_pin" > run.out 2> run.err
}
refused 6 STATION-CARD-FOREIGN service reset-pin --letters "$letters"
grep -q "it is of another make than is wanted; nothing was changed on it" run.err || fail "$(cat run.err)"
refused 6 STATION-CARD-FOREIGN service renew-certificates
[ ! -e "$letters/$document-pin-1.txt" ] || fail "a letter for a PIN that was not set"
check "the PIN is as it was" verifies_pin

# ---- quality control at the desk, by the holder's PIN, and the hand-over -----------------------------------------------
station() { idcard-station --lang en "$@" > run.out 2> run.err; }
succeeds() { "$@" || fail "$*: $(cat run.err)"; }
check_it() { station check "$document" --as vieng --wait 10 "$@"; }
deliver_it() { station deliver "$document" --as dao --holder-present; }
sets_pin() { # sets_pin PIN
    pkcs15-tool --unblock-pin --auth-id 01 --puk env:PUK --new-pin "$1"
}
(umask 077; echo "$PIN" > pin; echo 135790 > wrong; echo 123456 > published)

refused 6 STATION-CARD-STATE deliver_it # nobody found it good yet
refused 6 STATION-ROLE-MISSING station check "$document" --as dao --pin-file pin
refused 2 PROGRAM-USAGE check_it --can-file pin # it has no CAN
refused 6 CARD-PIN-WRONG check_it --pin-file wrong
grep -q "Tries left: 2" run.err || fail "$(cat run.err)"
check "a mistyped PIN costs one try" tries_left 2
succeeds station --json show T-0001 --as mala --role auditor
! grep -q '"event":"check failed"' run.out || fail "a mistyped PIN held the card back"
if [ "$make" = yubikey ]; then # it tells that a try of the PUK was spent
    refused 6 STATION-QUALITY-FAILED check_it --pin-file pin
    grep -q "PUK tries" run.err || fail "$(cat run.err)"
    refused 6 STATION-CARD-STATE deliver_it
    check "the PUK of the letter brings its try back" sets_pin env:PIN
    succeeds station found "$document" --as keo
fi
succeeds check_it --pin-fd 4 4<<< "$PIN"
grep -q "^$document: found good" run.out || fail "$(cat run.out)"
check "the right one brings it back" tries_left 3

# A published PIN is not sent, and says nothing against the card.
refused 6 CARD-PIN-DEFAULT check_it --pin-file published
check "no try is lost" tries_left 3

# Somebody blocked the PIN: the card is held back, whatever was found before.
check "the PIN is blocked" sends 6983 $published_pin $published_pin $published_pin $published_pin
refused 6 STATION-QUALITY-FAILED check_it --pin-file pin
refused 6 STATION-CARD-STATE deliver_it
succeeds station --json show T-0001 --as mala --role auditor
grep -q '"event":"check failed"' run.out || fail "$(cat run.out)"
check "the PUK of the letter unblocks it" sets_pin env:PIN
succeeds station found "$document" --as keo
refused 6 STATION-CARD-STATE deliver_it
grep -q 'to be checked anew' run.err || fail "$(cat run.err)"
succeeds check_it --pin-file pin
eject

# Another card in the reader says nothing against this one, and does not hear its PIN.
blank_card 00000002
refused 6 STATION-CARD-OF-OTHER-JOB check_it --pin-file pin
eject
blank 3
IDCARD_REFCARD=idcard-refcard insert "$work/card-3.img"
refused 6 STATION-CARD-OF-OTHER-JOB check_it --pin-file pin
eject
succeeds deliver_it
grep -q "^$document: with its holder" run.out || fail "$(cat run.out)"
succeeds station audit verify
exit $failed
