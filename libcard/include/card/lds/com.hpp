// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>
#include <vector>

namespace card::lds {

/// EF.COM: versions and a list of data groups. It is not signed: nothing is decided by it. [9303-10] §4.6.1
struct Com {
    std::string lds_version = "0107";
    std::string unicode_version = "040000";
    std::vector<unsigned> groups; ///< numbers, ascending

    friend bool operator==(const Com&, const Com&) = default;
};

/// The whole file.
CARD_API Bytes encode(const Com& com);
/// Throws malformed_tlv, malformed_data.
CARD_API Com decode_com(ByteView file);

} // namespace card::lds
