# SPDX-License-Identifier: Apache-2.0
# Read by trust*.sh in place of counter.sh, which it reads: a copy of the issued office, in the folder office, that
# exports packages to office/packages, and a counter with its trust in the folder trust.
. "$(dirname "$0")/counter.sh"
last=preparations
preloads=$CARD_BUILD/bin/tests
cp -a "$CARD_ISSUED/office" office
packages=$PWD/office/packages
mkdir counter
trust=$PWD/counter/trust

# at DAYS COMMAND...: so many days from now, or back
at() {
    local days=$1
    shift
    LD_PRELOAD=$preloads/another_clock.so CLOCK_SHIFT=$((days * 86400)) "$@"
}
day() { date -u -d "$1 days" +%F; }

station() { idcard-station --lang en --office "${office:-office}" --profile "$CARD_ISSUED/profile.toml" "$@"; }

# export_at DAYS [OPTION...]: the next package, made on that day
export_at() {
    local days=$1
    shift
    at "$days" station trust export --as head "$@" --hsm-pin-fd 3 3< "$CARD_ISSUED/hsm-pin" > exported 2> export.err ||
        { cat export.err >&2; exit 1; }
}

# revoked_at DAYS REASON: the card of this office, by two people
revoked_at() {
    local number
    number=$(basename "$CARD_ISSUED"/letters/*.txt .txt)
    at "$1" station revoke "$number" --reason "$2" --as clerk > station.out 2>&1 &&
        at "$1" station revoke "$number" --reason "$2" --as head --confirm > station.out 2>&1 ||
        { cat station.out >&2; exit 1; }
}

# serial [FOLDER]: of the package installed there
serial() { sed -n 's/^serial = //p' "${1:-$trust}/package.toml"; }
has_serial() { [ "$(serial)" = "$1" ] || fail "package $(serial) is installed, not $1"; }

# every file below FOLDER and what is in it
state_of() { (cd "$1" && find . -type f -exec sha256sum {} + | sort); }

# refused IDENTIFIER COMMAND...: with one message; the trust stays as it is, with nothing beside it
refused() {
    local identifier=$1 before
    shift
    before=$(state_of counter)
    run "$@"
    error 6 "$identifier"
    [ "$(grep -c 'What to do:' "$folder/err")" = 1 ] || fail "more than one message"
    [ "$(state_of counter)" = "$before" ] || fail "the trust was changed"
}
import() { run idcard trust import "$@" --trust "$trust"; }
refuses_import() { # IDENTIFIER FILE
    refused "$1" timeout 20 idcard trust import "$2" --trust "$trust"
}

# torn NUMBER COMMAND...: the power goes at that change to the folder counter
torn() {
    local number=$1
    shift
    run bash -c '"$@"; exit $?' torn env LD_PRELOAD="$preloads/torn_disk.so" DISK="$PWD/counter" DISK_DIES_AT="$number" "$@"
}

# at_every_write OLD NEW COMMAND...: COMMAND renews the trust from package OLD, in the folder beforeOLD (none: nothing),
# to NEW, and the power goes at each of its writes: OLD or NEW is there, whole; the next import puts in order what is left.
at_every_write() {
    local old=$1 new=$2 number seen_old=0 seen_new=0 installed
    shift 2
    for ((number = 1; ; number++)); do
        [ "$number" -lt 400 ] || { fail "no end"; return; }
        rm -rf counter
        cp -a "before$old" counter 2> /dev/null || mkdir counter
        torn "$number" "$@"
        [ "$code" != 0 ] || break
        exits 137
        installed=$old
        [ ! -e "$trust" ] || installed=$(serial)
        case $installed in
        "$new") seen_new=$((seen_new + 1)) ;;
        "$old") seen_old=$((seen_old + 1)) ;;
        *) fail "write $number: package $installed" ;;
        esac
        [ "$old" = "" ] || [ -e "$trust" ] || fail "write $number: the trust is gone"
        run "$@" # reads in full what is there
        exits 0; has_serial "$new"
        [ "$old" = "" ] || [ "$(serial "$trust.previous")" = "$old" ] || fail "write $number: the previous package is lost"
        [ -z "$(find counter -maxdepth 1 '(' -name '*.new' -o -name '*.download' ')')" ] ||
            fail "write $number: $(ls -a counter)"
    done
    has_serial "$new"
    echo "cut off at $((number - 1)) writes, $seen_old times the old trust, $seen_new times the new: $*" >&2
    [ "$seen_old" -gt 20 ] && [ "$seen_new" -gt 0 ] || fail "the test tests nothing"
}
