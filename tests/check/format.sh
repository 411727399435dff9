#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# format.sh CLANG_FORMAT: every source is laid out as .clang-format says.
set -euo pipefail
find libcard tools personalization pkcs11-module applet-specs tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
    xargs -0 "$1" --dry-run -Werror
