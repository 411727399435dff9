// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace card {

/// Receives one line per event, without secrets or personal data. Empty: nothing is logged.
using LogSink = std::function<void(std::string_view line)>;

} // namespace card
