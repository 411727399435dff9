#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# installed_catalogue.sh IDCARD LOCALE-FOLDER: the catalogue is found from where the program is, without any locale of
# the system.
set -u
idcard=$1 locale=$2
. "$(dirname "$0")/expect.sh"
mkdir -p "$folder/some where/bin" "$folder/some where/share"
cp "$idcard" "$folder/some where/bin/"
cp -r "$locale" "$folder/some where/share/"
export LC_ALL=C

run "$folder/some where/bin/idcard" --lang lo --help
exits 0; says "ວິທີໃຊ້"
rm -r "$folder/some where/share"
run "$folder/some where/bin/idcard" --lang lo --help
exits 0; says "Usage"

finish
