// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/mac.hpp"
#include "card/gp/key_set.hpp"

namespace card::gp {

/// The keys of one chip from a master key that may never leave its token: SP 800-108 in counter mode over CMAC, the
/// derivation called KDF3. Keys of `key_size` bytes, 16, 24 or 32. [800-108] §4.1
CARD_API KeySet diversify(crypto::Cmac& master, const Kdd& kdd, std::size_t key_size = 16);

} // namespace card::gp
