#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# intake.sh BENCH RECORDS PHOTOGRAPH_BYTES FIGURES COMMIT: a batch of that size, made with tar and openssl as
# docs/registry-batches.md says, is imported by an office of its own, inside sandbox.sh. FIGURES may be -.
. "$(dirname "$0")/../personalization/office.sh"
bench=$1 records=$2 size=$3 figures=$4 commit=$5
# On a disk: the sandbox's own folder is memory.
folder=$(mktemp -d "$CARD_BUILD/intake.XXXXXX")
trap 'rm -r "$folder"' EXIT
export IDCARD_OFFICE=$folder/office
work=$folder/registry
"$bench" make "$records" "$size" "$work"
prepare_office
tar -C "$work" -cf "$work/batch.tar" manifest.json records.csv photographs
rm -r "$work/photographs"
openssl ecparam -genkey -name prime256v1 -noout -out "$work/key.pem"
openssl req -x509 -key "$work/key.pem" -subj "/C=LA/CN=Bench" -days 30 -outform DER -out "$work/bench.cer"
openssl x509 -inform DER -in "$work/bench.cer" -out "$work/bench.pem"
openssl cms -sign -binary -nodetach -nosmimecap -md sha256 -outform DER \
    -econtent_type 2.25.119789769131170486688451814091737502614 \
    -signer "$work/bench.pem" -inkey "$work/key.pem" -in "$work/batch.tar" -out "$work/batch.p7m"
rm "$work/batch.tar"
idcard-station registry add --as keo --name bench "$work/bench.cer" \
    --fingerprint "$(openssl x509 -inform DER -in "$work/bench.cer" -noout -fingerprint -sha256 | cut -d= -f2)" > /dev/null
"$bench" watch "$figures" "$commit" "$records" idcard-station --lang en import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$work/batch.p7m" > "$work/said" ||
    fail "$(tail -n 3 "$work/said")"
tail -n 1 "$work/said"
[ "$(grep -c ': imported$' "$work/said")" = "$records" ] || fail "not all were imported: $(head -3 "$work/said")"
