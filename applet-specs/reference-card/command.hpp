// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"
#include "session_keys.hpp"
#include "status.hpp"

#include <optional>

namespace refcard {

/// The instructions of this card. [7816-4:2005] §5.1.2, [7816-8:2004] §5, [GP] §11.1, [800-73-4] part 2 §3
enum class Ins : std::uint8_t {
    verify = 0x20,
    manage_security_environment = 0x22,
    change_reference_data = 0x24,
    reset_retry_counter = 0x2C,
    generate_key_pair = 0x47,
    initialize_update = 0x50,
    external_authenticate = 0x82,
    general_authenticate = 0x86,
    general_authenticate_piv = 0x87,
    select = 0xA4,
    read_binary = 0xB0,
    read_binary_odd = 0xB1,
    get_response = 0xC0,
    get_data = 0xCA,
    get_data_piv = 0xCB,
    put_key = 0xD8,
    put_data = 0xDB,
    store_data = 0xE2,
    delete_object = 0xE4,
    set_status = 0xF0,
    get_status = 0xF2,
    // of other makes, after Yubico
    get_metadata = 0xF7,
    set_retries = 0xFA,
    get_version = 0xFD,
    import_key = 0xFE,
    set_management_key = 0xFF,
};

/// Both forms of READ BINARY.
constexpr bool reads_binary(Ins ins)
{
    return ins == Ins::read_binary || ins == Ins::read_binary_odd;
}

/// How a command came in.
enum class Protection { none, secure_messaging, scp03 };

/// A command as an application sees it: unwrapped, its chain joined.
struct Command {
    bool proprietary = false; ///< class 8x rather than 0x
    bool more_follow = false; ///< class bit 5: not the last of its chain
    Ins ins{};
    std::uint8_t p1 = 0;
    std::uint8_t p2 = 0;
    Bytes data = {};
    std::size_t ne = 0;
    Protection protection = Protection::none;
    bool holder_consented = false; ///< the channel began with the CAN or the MRZ
    /// Running numbers of the APDUs that carried it: one and the same unless it came in a chain.
    std::uint64_t first_apdu = 0;
    std::uint64_t last_apdu = 0;

    std::uint16_t p1p2() const { return static_cast<std::uint16_t>(p1 << 8 | p2); }

    bool administrative() const { return protection == Protection::scp03; }
};

/// What goes back, still unprotected.
struct Answer {
    Bytes data = {};
    Sw sw = Sw::ok;
    /// Secure messaging with these keys begins after this answer went out under whatever there was before.
    std::optional<SessionKeys> then = std::nullopt;
};

/// The class of ISO commands. An SCP03 session takes both classes alike.
inline void require_interindustry(const Command& command)
{
    require(!command.proprietary || command.administrative(), Sw::wrong_class);
}

/// The class of GlobalPlatform commands.
inline void require_proprietary(const Command& command)
{
    require(command.proprietary || command.administrative(), Sw::wrong_class);
}

/// A command of the issuer.
inline void require_administration(const Command& command)
{
    require_proprietary(command);
    require(command.administrative(), Sw::security_status);
}

inline void require_parameters(const Command& command, std::uint16_t p1p2)
{
    require(command.p1p2() == p1p2, Sw::wrong_parameters);
}

inline void require_no_data(const Command& command)
{
    require(command.data.empty(), Sw::wrong_length);
}

} // namespace refcard
