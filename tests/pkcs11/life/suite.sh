#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# suite.sh PROGRAM SUITE FOLDER   inside sandbox.sh: runs one suite of PROGRAM, which is pkcs11_life, and leaves what it
# told in FOLDER: as it was in SUITE.log, its figures in SUITE.json, a line for each test case. Fails if the suite does,
# or if a test case told no figures. See life/measure.hpp for how long it takes.
set -euo pipefail
program=$1
suite=$2
log=$3/${suite// /_}.log
figures=$3/${suite// /_}.json
mkdir -p "$3"
rm -f "$figures"
"$program" "--test-suite=$suite" | tee "$log"

# "WHAT: 12 times, mean 0.017 s, longest 0.074 s", or "WHO, 8 disturbances" before a line for each signer.
awk -v suite="$suite" '
    function end_campaign() {
        if (!signers)
            return
        if (signers != 8) {
            print "suite.sh: " campaign ": " signers " signers instead of 8" > "/dev/stderr"
            wrong = 1
        }
        printf "{\"suite\": \"%s\", \"campaign\": \"%s\", \"disturbances\": %d, \"signatures\": [%s], \"logins_lost\": [%s], \"longest_s\": [%s]}\n",
            suite, campaign, disturbances, signatures, lost, longest
        ++cases
        signers = 0
    }
    function listed(list, value) {
        return list (signers == 1 ? "" : ", ") value
    }
    match($0, /: [0-9]+ times, mean [0-9.]+ s, longest [0-9.]+ s$/) {
        split(substr($0, RSTART + 2), word, " ")
        printf "{\"suite\": \"%s\", \"recovery\": \"%s\", \"times\": %d, \"mean_s\": %s, \"longest_s\": %s}\n",
            suite, substr($0, 1, RSTART - 1), word[1], word[4], word[7]
        ++cases
    }
    match($0, /, [0-9]+ disturbances$/) {
        end_campaign()
        campaign = substr($0, 1, RSTART - 1)
        disturbances = substr($0, RSTART + 2) + 0
        signatures = lost = longest = ""
    }
    /^  signer [0-9]+: [0-9]+ signatures, [0-9]+ logins lost, .* longest [0-9.]+ s$/ {
        ++signers
        signatures = listed(signatures, $3)
        lost = listed(lost, $5)
        longest = listed(longest, $(NF - 1))
    }
    /^\[doctest\] test cases:/ { passed = $4 }
    END {
        end_campaign()
        if (wrong || !cases || cases != passed) {
            print "suite.sh: " cases + 0 " figures of " passed + 0 " test cases" > "/dev/stderr"
            exit 1
        }
    }' "$log" > "$figures"
