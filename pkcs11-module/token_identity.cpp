// SPDX-License-Identifier: Apache-2.0
#include "token_identity.hpp"

#include "container_fields.hpp"

#include "card/base/hex.hpp"
#include "card/profile/profile.hpp"

#include <algorithm>

namespace p11 {

using card::ByteView;
using card::tlv::Tag;

namespace {

constexpr Tag fasc_n_tag{0x30};
constexpr Tag guid_tag{0x34};
constexpr std::size_t guid_size = 16;
constexpr std::size_t fasc_n_size = 25;
constexpr std::size_t serial_bytes = 8;

bool is_zero(ByteView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::string serial_of(ByteView guid)
{
    return card::to_hex(guid.last(serial_bytes));
}

/// One symbol of a FASC-N: four bits, the lowest first, and one for odd parity; a digit, or a separator above 9.
unsigned symbol(ByteView fasc_n, std::size_t index)
{
    unsigned value = 0;
    for (std::size_t bit = 0; bit < 4; ++bit) {
        const std::size_t at = 5 * index + bit;
        value |= ((fasc_n[at / 8] >> (7 - at % 8)) & 1U) << bit;
    }
    return value;
}

/// start, agency (4), separator, system (4), separator, credential (6), separator, series, separator, issue, ...
std::string serial_by_fasc_n(ByteView fasc_n)
{
    std::string digits;
    for (const std::size_t index : {1U, 2U, 3U, 4U, 6U, 7U, 8U, 9U, 11U, 12U, 13U, 14U, 15U, 16U, 18U, 20U}) {
        const unsigned value = symbol(fasc_n, index);
        if (value > 9)
            return {};
        digits += static_cast<char>('0' + value);
    }
    return digits;
}

std::string serial_by_chuid(ByteView chuid)
{
    if (const auto guid = find_field(chuid, guid_tag); guid && guid->size() == guid_size && !is_zero(*guid))
        return serial_of(*guid);
    if (const auto fasc_n = find_field(chuid, fasc_n_tag); fasc_n && fasc_n->size() == fasc_n_size && !is_zero(*fasc_n))
        return serial_by_fasc_n(*fasc_n);
    return {};
}

/// The second half of the serial number is enough for a person who compares it with what is printed on the card.
std::string label_of(const std::string& name, const std::string& serial)
{
    return serial.empty() ? name : name + " " + serial.substr(serial.size() / 2);
}

} // namespace

TokenIdentity identity_of_our_card(const card::piv::Guid& guid)
{
    const std::string serial = serial_of(guid);
    return {.label = label_of("Lao ID card", serial),
        .manufacturer = "idcard project",
        .model = card::profile::builtin().profile,
        .serial = serial,
        .has_random = true};
}

TokenIdentity identity_by_chuid(const card::Bytes* chuid)
{
    const std::string serial = chuid != nullptr ? serial_by_chuid(*chuid) : std::string{};
    return {.label = label_of("PIV card", serial), .manufacturer = "", .model = "SP 800-73", .serial = serial};
}

} // namespace p11
