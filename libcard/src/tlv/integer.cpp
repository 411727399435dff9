// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/integer.hpp"

#include "card/base/error.hpp"

namespace card::tlv {

std::uint64_t decode_unsigned(ByteView content)
{
    if (content.empty() || content.size() > 8)
        throw Error{Errc::malformed_tlv, "integer is empty or too large"};
    if ((content[0] & 0x80) != 0)
        throw Error{Errc::malformed_tlv, "negative integer"};
    if (content.size() > 1 && content[0] == 0 && (content[1] & 0x80) == 0)
        throw Error{Errc::malformed_tlv, "integer not in the fewest bytes"};
    return from_big_endian(content);
}

} // namespace card::tlv
