#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# trust_clock.sh: clocks that are wrong. The package and the clock at its import bound what this computer's clock may say;
# a clock that is wrong never makes a card not genuine, and decides nothing about a package.
set -u
. "$(dirname "$0")/trust_office.sh"
export TZ=UTC0
export_at 1 --json
root=$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)
export_at 10
insert card.img || exit 1

import_at() { run at "$1" idcard trust import "$2" --trust "$trust" ${3+--root "$3"}; }
verify_at() { run at "$1" idcard verify --trust "$trust" --can-file can; }
# bounded DAYS BOUND: the card is not judged by that clock, and the sentence says both days
bounded() {
    verify_at "$1"
    exits 3; says "$(printf "This computer's clock says %s, it cannot be before %s" "$(day "$1")" "$(day "$2")")"
    nowhere "NOT GENUINE"
}
# a day begins later in the west: there the same time is another day, and no earlier clock
in_the_west() { TZ=WEST12 "$@"; }
good() { verify_at "$1"; exits 0; says GENUINE; }
days_until() { echo $((($(date -u -d "$1" +%s) - $(date -u +%s)) / 86400)); }

# Without a package: the build.
run idcard verify --trust office/trust --can-file can
exits 0
run at -4000 idcard verify --trust office/trust --can-file can
exits 3; says "This computer's clock says $(day -4000), it cannot be before "; nowhere "$(day 1)"

# A clock far off imports what it is given, but is not remembered.
for year in 1970-01-02 2038-01-20 2050-01-01; do
    rm -rf counter/* counter/.[a-z]*
    import_at "$(days_until $year)" "$packages/trust-1.p7m" "$root"
    exits 0; has_serial 1
    [ ! -e "$trust/import.toml" ] || fail "a clock in $year was remembered"
    good 1
    bounded 0 1
    bounded -1826 1
done

# One within the package's time is, until the next package takes its place.
rm -rf counter/* counter/.[a-z]*
import_at 6 "$packages/trust-1.p7m" "$root"
exits 0; [ -e "$trust/import.toml" ] || fail "the clock was not remembered"
good 6
run at 6 in_the_west idcard verify --trust "$trust" --can-file can
exits 0
bounded 5 6
run idcard verify --trust "$trust" --can-file can --lang lo
exits 3; says "$(day 6)"
import_at -1826 "$packages/trust-2.p7m"
exits 0; has_serial 2; [ ! -e "$trust/import.toml" ] || fail "a clock five years behind was remembered"
good 10
bounded 9 10
eject

# The office, too, knows when its clock is behind what it signed.
at 5 station trust export --as head --hsm-pin-fd 3 3< "$CARD_ISSUED/hsm-pin" > "$folder/out" 2> "$folder/err"
code=$? last="an export five days back"
complains "$(day 5), it cannot be before $(day 10)"; complains TRUST-CLOCK-WRONG
[ "$code" = 3 ] || fail "ended with $code"
[ ! -e "$packages/trust-3.p7m" ] || fail "a package that counters refuse"

finish
