#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The unit tests and the corpora of the fuzz targets, built by Clang with address and undefined-behaviour checks.
set -euo pipefail
cmake --preset sanitize
ninja -C build/sanitize -j 2 --quiet unit_tests fuzzers
ctest --test-dir build/sanitize -j 2 --output-on-failure --no-tests=error -R '^(unit|fuzz)_' -E '^unit_architecture$'
