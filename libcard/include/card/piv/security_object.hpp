// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <map>

/// Content of the security object: which data objects a signature covers, and the signature. [800-73-4] part 1 §3.1.7
namespace card::piv {

/// What stands in for a data object in the signed list. [800-73-4] part 1 table 2
enum class SignedContainer : std::uint16_t { chuid = 0x3000, ccc = 0xDB00 };

struct SecurityObject {
    std::map<unsigned, SignedContainer>
        containers; ///< by the number, 1 to 16, under which the signed list has its hash
    Bytes cms;      ///< SignedData over an LDS security object
};

/// Throws malformed_data for an impossible number or an empty part.
CARD_API Bytes encode(const SecurityObject& object);
/// Throws malformed_tlv; malformed_data for an impossible or repeated number and for an empty part; unsupported for a
/// container that our cards do not sign.
CARD_API SecurityObject decode_security_object(ByteView content);

} // namespace card::piv
