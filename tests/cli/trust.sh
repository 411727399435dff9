#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# trust.sh: packages of an office imported from files at a counter: taken, refused, followed by the next root, and what
# they bring to verdicts, to web servers and to the clock.
set -u
. "$(dirname "$0")/trust_office.sh"

export_at 1 --json
follows_export() { check_json trust-export-1 < exported || fail "breaks its schema"; }
follows_export
root=$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)
wrong_root=$(wrong "$root")
[ "$(stat -c %a "$packages"/trust-1.p7m "$packages"/latest | sort -u)" = 644 ] || fail "a mirror cannot serve it"

# The first package: only under the fingerprint that came by another way.
import "$packages/trust-1.p7m"
error 2 PROGRAM-USAGE
import "$packages/trust-1.p7m" --root 00ff
error 2 PROGRAM-USAGE
import "$packages/trust-1.p7m" --root "$wrong_root"
error 6 TRUST-PACKAGE-UNTRUSTED
[ ! -e "$trust" ] || fail "something was installed"
at 1 idcard trust import "$packages/trust-1.p7m" --trust "$trust" --json --root "$(echo "$root" | sed 's/../&:/g; s/:$//')" \
    > "$folder/out" || fail "the first import"
follows trust-import-1; says '"changed":true'; has_serial 1
[ "$(find counter -type d -printf '%m\n' | sort -u)" = 755 ] || fail "not everybody may enter"
[ "$(find "$trust" -type f -printf '%m\n' | sort -u)" = 644 ] || fail "not everybody may read"
[ ! -e "$trust.previous" ] || fail "a previous package, before there was one"
import "$packages/trust-1.p7m"
exits 0; says "The installed trust data are the newest."

# What the card is worth, with and without news; its certificate to web servers.
insert card.img || exit 1
verify_at() { run at "$1" idcard verify --trust "$trust" --can-file can; }
verify_at 1
exits 0; says GENUINE
run idcard read --can-file can --file 5FC105 --raw --out 9a.bin
exits 0
for skip in $(seq 1 12); do tail -c "+$skip" 9a.bin | openssl x509 -inform DER -out 9a.pem 2> /dev/null && break; done
web_server() { # DAYS [OPTION...]: judges the holder's certificate
    local when
    when=$(date -u -d "$1 days" +%s)
    shift
    run openssl verify -attime "$when" -CAfile web/citizen-ca.pem -CRLfile web/citizen-crl.pem -crl_check "$@" 9a.pem
}
import "$packages/trust-1.p7m" --pem web
error 6 PROGRAM-FILE-UNWRITABLE
mkdir web
import "$packages/trust-1.p7m" --pem web
exits 0; web_server 1; exits 0

revoked_at 1 stolen
export_at 2
verify_at 2
exits 0
import "$packages/trust-2.p7m" --pem web
exits 0; says "New trust data are installed."; has_serial 2
[ "$(serial "$trust.previous")" = 1 ] || fail "the previous package was not kept"
verify_at 2
exits 5; says "reported stolen"
# The day's list of changes is for those who use it; a week later the complete list has it, too.
web_server 2 -extended_crl -use_deltas
exits 2; complains "certificate revoked"
export_at 9
import "$packages/trust-3.p7m" --pem web
exits 0; web_server 9; exits 2; complains "certificate revoked"
[ "$(serial "$trust.previous")" = 2 ] || fail "the previous package was not kept"

# What is no package, or not the next one.
export_at 10
next=$packages/trust-4.p7m
ln -s "$next" link.p7m
mkfifo pipe.p7m
: > empty.p7m
truncate -s 33M long.p7m
for file in link.p7m pipe.p7m empty.p7m long.p7m . /dev/zero nothing.p7m; do
    refuses_import PROGRAM-FILE-UNREADABLE "$file"
done
size=$(stat -c %s "$next")
for length in 1 100 $((size / 2)) $((size - 1)); do
    head -c "$length" "$next" > cut.p7m
    refuses_import TRUST-PACKAGE-INVALID cut.p7m
done
(cat "$next" && echo) > longer.p7m
refuses_import TRUST-PACKAGE-INVALID longer.p7m
for ((offset = 0; offset < size; offset += size / 40)); do
    cp "$next" changed.p7m
    byte=$(od -An -tu1 -j "$offset" -N 1 "$next")
    printf "\\x$(printf %02x $((byte ^ 1)))" | dd of=changed.p7m bs=1 seek="$offset" conv=notrunc status=none
    refuses_import TRUST-PACKAGE- changed.p7m
done
for change in longer shorter other; do
    cp "$next" changing.p7m
    identifier=PROGRAM-FILE-UNREADABLE
    [ "$change" != other ] || identifier=TRUST-PACKAGE-INVALID
    refused "$identifier" env LD_PRELOAD="$preloads/changing_file.so" FILE_THAT_CHANGES="$PWD/changing.p7m" \
        FILE_CHANGE=$change idcard trust import changing.p7m --trust "$trust"
    ! cmp -s changing.p7m "$next" || fail "the file did not change: the test tests nothing"
done
refuses_import TRUST-PACKAGE-OLD "$packages/trust-1.p7m"
refuses_import TRUST-PACKAGE-OLD "$packages/trust-1-2.p7m"
export_at 11
refuses_import TRUST-PACKAGE-BASE "$packages/trust-4-5.p7m"
refused TRUST-PACKAGE-UNTRUSTED idcard trust import "$next" --trust "$trust" --root "$wrong_root"
refused PROGRAM-FILE-UNWRITABLE flock "$PWD/counter/.trust.lock" idcard trust import "$next" --trust "$trust"

# Another authority, and one that counts too far.
office=other
station init --operator clerk --approver head --hsm-pin-fd 3 3< "$CARD_ISSUED/hsm-pin" > /dev/null
office=other export_at 1
refuses_import TRUST-PACKAGE-UNTRUSTED other/packages/trust-1.p7m
office=office
cp -a office far
far() { # SERIAL: a package with that number, over package 5
    rm -f far/packages/trust-[0-9]*
    cp "$packages/trust-5.p7m" "far/packages/trust-$(($1 - 1)).p7m"
    office=far export_at 12
}
far 1004
refuses_import TRUST-PACKAGE-JUMP far/packages/trust-1004.p7m

# A folder that no package filled is nobody's to replace.
cp -a "$trust" by_hand && rm by_hand/package.toml
run idcard trust import "$next" --trust by_hand --root "$root"
error 6 TRUST-DATA-INVALID
cp -a "$trust" damaged && echo >> damaged/policy.toml
run idcard trust import "$next" --trust damaged
error 6 TRUST-DATA-INVALID

# The next root: named first, then it signs; the old one is out.
export_at 13 --new-root
import "$packages/trust-6.p7m"
exits 0; has_serial 6
export_at 14 --switch-root --json
import "$packages/trust-6-7.p7m"
exits 0
import "$packages/trust-7.p7m"
exits 0; has_serial 7
[ "$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)" = "$(sha256sum "$trust/root/present.cer" | cut -d' ' -f1)" ] ||
    fail "another root than the one that signed"
far 8
refuses_import TRUST-PACKAGE-UNTRUSTED far/packages/trust-8.p7m

eject
finish
