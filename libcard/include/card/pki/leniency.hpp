// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace card::pki {

/// How much of what older issuers sign is taken on. The rules one by one: docs/passive-authentication.md.
enum class Leniency {
    strict,         ///< our own documents and everything that is new
    foreign_legacy, ///< documents of other states as they are in the field; what was let pass is told
};

} // namespace card::pki
