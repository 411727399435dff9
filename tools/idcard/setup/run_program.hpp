// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace idcard::setup {

/// Runs a program of PATH to its end, with nothing to read and its output thrown away, in a session of its own, so
/// that it can ask nobody. Returns its exit status. Throws tool_missing; tool_failed, with the command as field, when
/// a signal ended it or a minute was not enough.
int run_program(const std::vector<std::string>& command);

} // namespace idcard::setup
