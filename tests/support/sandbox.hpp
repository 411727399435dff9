// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace test {

/// Puts the reference card with this image file into the sandbox's virtual reader and waits until the PC/SC service
/// has seen it. `options` go to `idcard-refcard run` as they stand. Throws std::runtime_error outside sandbox.sh.
void insert_card(const std::string& image, const std::string& options = "");

/// Takes the card out and waits until the service has seen that.
void eject_card();

} // namespace test
