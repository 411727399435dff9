// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image.hpp"

/// The data of PUT KEY. [GP] §11.8, [GP-D] §7.2
namespace refcard::key_loading {

inline constexpr std::uint8_t key_type_aes = 0x88;

/// The whole new keyset, each key under the current Key-DEK and with its check value. Throws Refusal: security_status
/// for a wrong check value, wrong_data for another form.
KeySet read(ByteView data, ByteView dek);

/// Key version and check values, which the host compares with its own.
Bytes answer(const KeySet& keys);

} // namespace refcard::key_loading
