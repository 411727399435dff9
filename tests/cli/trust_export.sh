#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# trust_export.sh: an office whose power goes at every write of an export, or that exports twice at once: each package it
# leaves is whole, no number is given twice, and a counter follows from one to the next.
set -u
. "$(dirname "$0")/trust_office.sh"

refused_export() { # IDENTIFIER WORD [OPTION...]: and nothing is made or changed
    local identifier=$1 word=$2 before
    shift 2
    before=$(state_of office/packages)
    run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"' odd idcard-station --office office --profile "$CARD_ISSUED/profile.toml" \
        --lang en trust export --as head --hsm-pin-fd 3 "$@"
    error 6 "$identifier"; complains "$word"
    [ "$(state_of office/packages)" = "$before" ] || fail "$identifier: a package was made or changed"
}
torn_export() { # NUMBER FOLDER
    run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"; exit $?' torn env LD_PRELOAD="$preloads/torn_disk.so" DISK="$2" \
        DISK_DIES_AT="$1" idcard-station --office office --profile "$CARD_ISSUED/profile.toml" trust export --as head \
        --hsm-pin-fd 3
}

# The power goes while the certificate of the root is written.
for ((number = 1; ; number++)); do
    [ "$number" -lt 100 ] || { fail "no end"; break; }
    rm -rf office
    cp -a "$CARD_ISSUED/office" office
    torn_export "$number" "$PWD/office/certificates"
    [ "$code" != 0 ] || break
    exits 137
    export_at 0
    openssl x509 -inform DER -in office/certificates/trust-root-1.cer -noout || fail "write $number: the root is broken"
    [ -z "$(find office/certificates -name '*.new')" ] || fail "write $number: something is left"
done
echo "certificates cut off at $((number - 1)) writes" >&2
[ "$number" -gt 5 ] || fail "the test tests nothing"
rm -rf office
cp -a "$CARD_ISSUED/office" office

export_at 0 --json
root=$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)
import "$packages/trust-1.p7m" --root "$root"
exits 0

latest() { cat "$packages/latest"; }

for ((number = 1; ; number++)); do
    [ "$number" -lt 100 ] || { fail "no end"; break; }
    before=$(latest)
    given=$(cd "$packages" && sha256sum trust-*.p7m)
    torn_export "$number" "$packages"
    [ "$code" != 0 ] || break
    exits 137
    export_at 0
    (cd "$packages" && echo "$given" | sha256sum --quiet -c) || fail "write $number: a package was changed"
    [ "$(latest)" -gt "$before" ] || fail "write $number: $(latest) after $before"
    [ -z "$(find "$packages" -name '*.new')" ] || fail "write $number: something is left"
    # All of them, one after the other: by changes where there are any.
    for ((serial = before + 1; serial <= $(latest); serial++)); do
        changes=$packages/trust-$((serial - 1))-$serial.p7m
        [ -e "$changes" ] || changes=$packages/trust-$serial.p7m
        import "$changes"
        exits 0; has_serial "$serial"
    done
done
echo "cut off at $((number - 1)) writes; package $(latest)" >&2
[ "$number" -gt 10 ] || fail "the test tests nothing"

# Two at once.
run bash -c 'flock office/packages/.lock "$@" 3< "$CARD_ISSUED/hsm-pin"' twice idcard-station --office office \
    --profile "$CARD_ISSUED/profile.toml" --lang en trust export --as head --hsm-pin-fd 3
error 6 TRUST-PACKAGE-BUSY

# Not by everybody.
run idcard-station --office office --profile "$CARD_ISSUED/profile.toml" --lang en trust export --as clerk --hsm-pin-fd 3
error 6 STATION-ROLE-MISSING
[ "$(sqlite3 office/store.sqlite "SELECT event || ' ' || person || ' ' || detail FROM journal ORDER BY id DESC LIMIT 1")" = \
    "trust-exported head $(latest) $(sha256sum < "$packages/trust-$(latest).p7m" | cut -d' ' -f1)" ] ||
    fail "the journal does not tell who exported $(latest)"

# What counters would refuse is not made: it is told in the office.
cp office/trust/csca/csca-1.cer office/trust/csca/Old.cer
refused_export TRUST-DATA-INVALID Old.cer
rm office/trust/csca/Old.cer
head -c 100 office/trust/csca/csca-1.cer > office/trust/csca/broken.cer
refused_export TRUST-PACKAGE-INVALID broken.cer
rm office/trust/csca/broken.cer
newest=$packages/trust-$(latest).p7m
cp "$newest" whole.p7m
head -c 1000 whole.p7m > "$newest"
refused_export TRUST-PACKAGE-INVALID "packages/trust-$(latest).p7m"
cp whole.p7m "$newest"

# Nor does a folder that is none end as an error of the program.
touch office/trust/crl
refused_export PROGRAM-FILE-UNREADABLE office/trust/crl
rm office/trust/crl
mv office/packages kept
touch office/packages
run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"' odd idcard-station --office office --profile "$CARD_ISSUED/profile.toml" \
    --lang en trust export --as head --hsm-pin-fd 3
error 6 PROGRAM-FILE-UNWRITABLE; complains office/packages
rm office/packages
mv kept office/packages

# A store from an old backup takes nothing back; one that lacks no revocation goes on, above the numbers it gave.
backup() { sqlite3 office/store.sqlite ".backup $1"; }
restore() { rm -f office/store.sqlite*; cp "$1" office/store.sqlite; }
backup old.sqlite
revoked_at 0 stolen
backup newer.sqlite
export_at 0
export_at 0
restore old.sqlite
refused_export STATION-LISTS-WENT-BACK "only the package has: 1, in status/cards.bin"
restore newer.sqlite
export_at 0
import "$packages/trust-$(latest).p7m"
exits 0; has_serial "$(latest)"

# Lists of revoked signers that were made elsewhere.
mkdir office/trust/crl
cp "$trust/crl/csca-1.crl" office/trust/crl/ceremony.crl
export_at 0
head -c 100 "$trust/crl/csca-1.crl" > office/trust/crl/broken.crl
refused_export TRUST-DATA-INVALID crl/broken.crl
rm -r office/trust/crl

# A CSCA leaves, and its list with it; another one has come.
idcard-station --office other init --dev --operator clerk --approver head --hsm-pin-fd 3 3< "$CARD_ISSUED/hsm-pin" > /dev/null ||
    fail "no other office"
cp other/trust/csca/csca-1.cer office/trust/csca/csca-2.cer
mv office/trust/csca/csca-1.cer left.cer
export_at 0
import "$packages/trust-$(latest).p7m"
exits 0
[ -e "$trust/csca/csca-2.cer" ] && [ ! -e "$trust/crl/csca-1.crl" ] || fail "$(ls -R "$trust")"
mv left.cer office/trust/csca/csca-1.cer
export_at 0
import "$packages/trust-$(latest).p7m"
exits 0
[ -e "$trust/crl/csca-1.crl" ] || fail "no list of the CSCA that is back"

# The key of the CSCA is needed only when a new list is due.
module=$(sed -n 's/^module = "\(.*\)"/\1/p' office/office.toml)
SOFTHSM2_CONF=$PWD/office/softhsm2.conf pkcs11-tool --module "$module" --login --pin "$(cat "$CARD_ISSUED/hsm-pin")" \
    --delete-object --type privkey --label csca-1 || fail "the key is still there"
list=$(sha256sum < "$trust/crl/csca-1.crl")
export_at 20
at 20 idcard trust import "$packages/trust-$(latest).p7m" --trust "$trust" || fail "no package without the key"
[ "$(sha256sum < "$trust/crl/csca-1.crl")" = "$list" ] || fail "the list was made anew"
before=$(latest)
run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"' due env LD_PRELOAD="$preloads/another_clock.so" \
    CLOCK_SHIFT=$((31 * 86400)) idcard-station --office office --profile "$CARD_ISSUED/profile.toml" --lang en trust \
    export --as head --hsm-pin-fd 3
error 6 HSM-KEY-MISSING; complains csca-1
[ "$(latest)" = "$before" ] || fail "a package was made"

finish
