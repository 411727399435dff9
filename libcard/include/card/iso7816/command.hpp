// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

namespace card::iso7816 {

/// Instruction bytes. [7816-4:2005] §5.1.2 unless another source is named
enum class Ins : std::uint8_t {
    verify = 0x20,
    manage_security_environment = 0x22,
    change_reference_data = 0x24,
    reset_retry_counter = 0x2C,
    generate_key_pair = 0x47, ///< [7816-8:2004] §5.1
    initialize_update = 0x50, ///< [GP-D] §7.1.1
    external_authenticate = 0x82,
    general_authenticate_plain = 0x86,
    general_authenticate = 0x87, ///< [800-73-4] part 2 §3.2.4
    select = 0xA4,
    read_binary = 0xB0,
    read_binary_odd = 0xB1, ///< offset in DO 54, content in DO 53. [7816-4:2005] §7.2.3
    get_response = 0xC0,
    get_data = 0xCA,
    get_data_piv = 0xCB,
    put_key = 0xD8, ///< [GP] §11.8
    put_data_piv = 0xDB,
    store_data = 0xE2,    ///< [GP] §11.11
    delete_object = 0xE4, ///< [GP] §11.2
    set_status = 0xF0,    ///< [GP] §11.10
    get_status = 0xF2,    ///< [GP] §11.4
};

namespace cla {
inline constexpr std::uint8_t interindustry = 0x00;
inline constexpr std::uint8_t chaining = 0x10;         ///< bit 5: more commands of the chain follow
inline constexpr std::uint8_t secure_messaging = 0x0C; ///< header authenticated
inline constexpr std::uint8_t globalplatform = 0x80;
inline constexpr std::uint8_t globalplatform_secure = 0x04; ///< bit 3 on top of CLA 00 or 80. [GP-D] §6.2.4
} // namespace cla

/// A command before encoding: nothing here knows about Lc and Le bytes.
struct Command {
    std::uint8_t cla = cla::interindustry;
    Ins ins{};
    std::uint8_t p1 = 0x00;
    std::uint8_t p2 = 0x00;
    Bytes data = {};    ///< Nc = data.size(), at most 65,535
    std::size_t ne = 0; ///< most response bytes expected, at most 65,536; 0: none
};

inline constexpr std::size_t max_short_nc = 255;
inline constexpr std::size_t max_short_ne = 256;
inline constexpr std::size_t max_extended_nc = 65'535;
inline constexpr std::size_t max_extended_ne = 65'536;

/// The command APDU: short while Nc and Ne allow it, else extended. [7816-4:2005] §5.1
/// Throws data_too_long above the extended limits.
CARD_API Bytes encode(const Command& command);

} // namespace card::iso7816
