#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# trust_export.sh: an office whose power goes at every write of an export, or that exports twice at once: each package it
# leaves is whole, no number is given twice, and a counter follows from one to the next.
set -u
. "$(dirname "$0")/trust_office.sh"
export_at 0 --json
root=$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)
import "$packages/trust-1.p7m" --root "$root"
exits 0

torn_export() { # NUMBER
    run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"; exit $?' torn env LD_PRELOAD="$preloads/torn_disk.so" DISK="$packages" \
        DISK_DIES_AT="$1" idcard-station --office office --profile "$CARD_ISSUED/profile.toml" trust export --hsm-pin-fd 3
}
latest() { cat "$packages/latest"; }

for ((number = 1; ; number++)); do
    [ "$number" -lt 100 ] || { fail "no end"; break; }
    before=$(latest)
    given=$(cd "$packages" && sha256sum trust-*.p7m)
    torn_export "$number"
    [ "$code" != 0 ] || break
    exits 137
    export_at 0
    (cd "$packages" && echo "$given" | sha256sum --quiet -c) || fail "write $number: a package was changed"
    [ "$(latest)" -gt "$before" ] || fail "write $number: $(latest) after $before"
    [ ! -e "$packages/.new" ] || fail "write $number: something is left"
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
    --profile "$CARD_ISSUED/profile.toml" --lang en trust export --hsm-pin-fd 3
error 6 TRUST-PACKAGE-BUSY

# What counters would refuse is not made: it is told in the office.
before=$(latest)
cp office/trust/csca/csca-1.cer office/trust/csca/Old.cer
run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"' odd idcard-station --office office --profile "$CARD_ISSUED/profile.toml" \
    --lang en trust export --hsm-pin-fd 3
error 6 TRUST-DATA-INVALID; complains Old.cer
rm office/trust/csca/Old.cer
head -c 100 office/trust/csca/csca-1.cer > office/trust/csca/broken.cer
run bash -c '"$@" 3< "$CARD_ISSUED/hsm-pin"' odd idcard-station --office office --profile "$CARD_ISSUED/profile.toml" \
    --lang en trust export --hsm-pin-fd 3
error 6 TRUST-PACKAGE-INVALID; complains broken.cer
[ "$(latest)" = "$before" ] || fail "a package was made"

finish
