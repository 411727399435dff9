// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/tlv/oid.hpp"

#include <optional>
#include <string_view>

namespace card::auth {

/// Protocol identifiers end in their cipher: below `family`, 2, 3 and 4 are AES-CBC-CMAC with 128, 192 and 256 bits.
/// Bytes of the key; nothing for another family or cipher. [9303-11] §9.2.1, §9.2.5
std::optional<std::size_t> aes_key_size(const tlv::Oid& protocol, std::string_view family);

} // namespace card::auth
