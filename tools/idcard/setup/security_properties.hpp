// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace idcard::setup {

/// A place in Java's list of security providers.
struct Provider {
    unsigned number = 1;
    std::string name;
};

/// Where SunPKCS11 belongs by the text of a java.security: its own place in the list, where it stands without a
/// configuration, else the one after the last. The list has no gaps: Java stops at the first.
Provider place_of_sunpkcs11(std::string_view properties);

} // namespace idcard::setup
