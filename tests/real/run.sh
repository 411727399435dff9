#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh PROGRAM: runs it over the documents of CARD_REAL_DATA, or ends with 77.
if [ ! -d "${CARD_REAL_DATA:-}" ]; then
    echo "SKIPPED: CARD_REAL_DATA names no folder with real documents"
    exit 77
fi
exec "$1"
