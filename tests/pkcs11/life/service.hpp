// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// The sandbox's PC/SC service, which a test may end and start again.
namespace test {

/// Runs a script in the sandbox. Throws std::runtime_error when it fails.
void shell(const std::string& script);

/// Ends the service, and remembers how it was started. The card goes with it.
void end_service(const char* signal = "KILL");
/// Returns when the service takes connections. Without its reader until the next start if `with_reader` is false.
void start_service(bool with_reader = true);

} // namespace test
