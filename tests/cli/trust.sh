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
error 2 TRUST-ROOT-MISSING; complains "--root"
in_lao 2 TRUST-ROOT-MISSING idcard trust import "$packages/trust-1.p7m" --trust "$trust"
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
verify_at() { run at "$1" idcard verify --trust "$trust" --can-file can "${@:2}"; }
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
verify_at 1 --json --html page.html
exits 0; follows verify-1; says '"serial": 1'
grep -q 'Trust package 1 of ' page.html || fail "the page does not name the package"
verify_at 1
says "Trust package 1 of "
refused PROGRAM-FILE-UNWRITABLE idcard trust import "$packages/trust-1.p7m" --trust "$trust" --pem web
mkdir web
import "$packages/trust-1.p7m" --pem web
exits 0; web_server 1; exits 0

revoked_at 1 stolen
export_at 2
verify_at 2
exits 0
# What cannot be written for web servers leaves the old trust and the old files.
refused PROGRAM-FILE-UNWRITABLE idcard trust import "$packages/trust-2.p7m" --trust "$trust" --pem nowhere
mkdir -p spoiled/citizen-crl.pem
refused PROGRAM-FILE-UNWRITABLE idcard trust import "$packages/trust-2.p7m" --trust "$trust" --pem spoiled
[ "$(ls spoiled)" = citizen-crl.pem ] || fail "files for web servers of an import that failed"
# A folder whose name cannot be exchanged stays as it is, with nothing beside it.
mount --bind "$trust" "$trust" || exit 1
refuses_import PROGRAM-FILE-UNWRITABLE "$packages/trust-2.p7m"
umount "$trust"
import "$packages/trust-2.p7m" --pem web
exits 0; says "New trust data are installed."; has_serial 2
[ "$(serial "$trust.previous")" = 1 ] || fail "the previous package was not kept"
verify_at 2
exits 5; says "reported stolen"
# The day's list of changes is for those who use it; a week later the complete list has it, too.
web_server 2 -extended_crl -use_deltas
exits 2; complains "certificate revoked"
export_at 9
# The old trust cannot be put aside: the new one is installed all the same, the next import does the rest.
mkdir -p "$trust.previous" && mount -t tmpfs none "$trust.previous" || exit 1
import "$packages/trust-3.p7m" --pem web
exits 0; says "New trust data are installed."; has_serial 3
umount "$trust.previous"
import "$packages/trust-3.p7m"
exits 0; says "The installed trust data are the newest."; has_serial 3
web_server 9; exits 2; complains "certificate revoked"
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
refused TRUST-PACKAGE-BUSY flock "$PWD/counter/.trust.lock" idcard trust import "$next" --trust "$trust"

# Another authority, and one that counts too far.
office=other
station init --dev --operator clerk --approver head --hsm-pin-fd 3 3< "$CARD_ISSUED/hsm-pin" > /dev/null
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
damaged() { rm -rf damaged && cp -a "$trust" damaged; }
refuses_damaged() { # FILE: that is named
    run idcard trust import "$next" --trust damaged
    error 6 TRUST-DATA-INVALID; complains "damaged/$1"
    run idcard verify --trust damaged --can-file can
    error 6 TRUST-DATA-INVALID; complains "damaged/$1"
}
damaged && echo >> damaged/policy.toml && refuses_damaged package.toml
damaged && echo >> damaged/package.toml && echo = >> damaged/package.toml && refuses_damaged package.toml
damaged && echo >> damaged/import.toml && refuses_damaged import.toml
damaged && echo >> damaged/root/present.cer && refuses_damaged root/present.cer
damaged && rm damaged/root/present.cer && refuses_damaged root/present.cer
ln -s loop loop
run idcard trust import "$next" --trust loop
error 6 PROGRAM-FILE-UNWRITABLE; complains loop

# Verdicts do not look at the lists of the holders' keys, imports and trust show do.
(cd "$trust" && sha256sum --quiet --strict -c citizen.sha256) || fail "other digests than sha256sum has"
verify_damaged() { run at 9 idcard verify --trust damaged --can-file can; }
damaged
for list in damaged/citizen/*.crl; do echo >> "$list"; done
verify_damaged
exits 5; says "reported stolen"
run idcard trust import "$next" --trust damaged
error 6 TRUST-DATA-INVALID
damaged && rm damaged/citizen.sha256 # of a package that was installed before there was that file
verify_damaged
exits 5; says "reported stolen"
for change in 's/^[0-9a-f]/0/; s/^0/1/' '1d' '1s/citizen/crl/' 's/  / /'; do
    damaged && sed -i "$change" damaged/citizen.sha256
    ! cmp -s damaged/citizen.sha256 "$trust/citizen.sha256" || fail "nothing was changed"
    verify_damaged
    error 6 TRUST-DATA-INVALID
done

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
