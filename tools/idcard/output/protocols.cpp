// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/protocols.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace idcard {

namespace {

struct Family {
    std::string_view prefix; ///< of the identifier in dotted form; the last number is the cipher
    std::string_view name;
};

constexpr std::array families{
    Family{"0.4.0.127.0.7.2.2.4.1.", "PACE, generic mapping, DH"},
    Family{"0.4.0.127.0.7.2.2.4.2.", "PACE, generic mapping, ECDH"},
    Family{"0.4.0.127.0.7.2.2.4.3.", "PACE, integrated mapping, DH"},
    Family{"0.4.0.127.0.7.2.2.4.4.", "PACE, integrated mapping, ECDH"},
    Family{"0.4.0.127.0.7.2.2.4.6.", "PACE, chip authentication mapping, ECDH"},
    Family{"0.4.0.127.0.7.2.2.3.1.", "Chip Authentication, DH"},
    Family{"0.4.0.127.0.7.2.2.3.2.", "Chip Authentication, ECDH"},
};

constexpr std::array<std::string_view, 4> ciphers{"3DES", "AES-128", "AES-192", "AES-256"};

} // namespace

std::string protocol_name(const card::tlv::Oid& protocol)
{
    const std::string dotted = protocol.dotted();
    for (const Family& family : families) {
        const bool fits = dotted.starts_with(family.prefix) && dotted.size() == family.prefix.size() + 1;
        const std::size_t cipher = fits ? static_cast<std::size_t>(dotted.back() - '1') : ciphers.size();
        if (cipher < ciphers.size())
            return fmt::format("{}, {}", family.name, ciphers[cipher]);
    }
    return dotted;
}

std::string curve_name(unsigned parameter_id)
{
    switch (parameter_id) {
    case 10:
        return "P-224";
    case 11:
        return "brainpoolP224r1";
    case 12:
        return "P-256";
    case 13:
        return "brainpoolP256r1";
    case 14:
        return "brainpoolP320r1";
    case 15:
        return "P-384";
    case 16:
        return "brainpoolP384r1";
    case 17:
        return "brainpoolP512r1";
    case 18:
        return "P-521";
    default:
        return fmt::format("{}", parameter_id);
    }
}

} // namespace idcard
