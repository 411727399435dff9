// SPDX-License-Identifier: Apache-2.0
#include "card_limits.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/atr.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/profile/profile.hpp"

namespace p11 {

using card::ByteView;

namespace {

constexpr std::uint8_t compact_tlv = 0x80;            ///< category indicator: status, if any, in compact TLV
constexpr std::uint8_t compact_tlv_and_status = 0x00; ///< three bytes of status come last
constexpr std::uint8_t card_capabilities = 0x7;
constexpr std::size_t capability_bytes = 3;
constexpr std::uint8_t extended_fields = 0x40; ///< in the third byte

/// The value of the card capabilities; empty if there are none.
ByteView capabilities(ByteView historical)
{
    if (historical.empty() || (historical[0] != compact_tlv && historical[0] != compact_tlv_and_status))
        return {};
    for (ByteView rest = historical.subspan(1); !rest.empty();) {
        const std::size_t size = rest[0] & 0x0F;
        if (rest.size() - 1 < size)
            return {};
        if (rest[0] >> 4 == card_capabilities)
            return rest.subspan(1, size);
        rest = rest.subspan(1 + size);
    }
    return {};
}

} // namespace

card::iso7816::Limits limits_of_card(ByteView atr)
{
    try {
        const card::iso7816::Atr decoded = card::iso7816::decode_atr(atr);
        const ByteView told = capabilities(decoded.historical);
        if (told.size() == capability_bytes && (told[2] & extended_fields) != 0 && decoded.first_protocol == 1) {
            const card::profile::Buffers& buffers = card::profile::builtin().buffers;
            return card::iso7816::limits_of(card::iso7816::ExtendedLength{buffers.command, buffers.response});
        }
    } catch (const card::Error&) { // an ATR that breaks its format promises nothing
    }
    return {};
}

} // namespace p11
