// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The sandbox's PC/SC service, which a test may end and start again.
namespace test {

/// Ends the service, and remembers how it was started. The card goes with it. Throws std::runtime_error.
void end_service(const char* signal = "KILL");
/// Returns when the service takes connections. Without its reader until the next start if `with_reader` is false.
/// Throws std::runtime_error.
void start_service(bool with_reader = true);

} // namespace test
