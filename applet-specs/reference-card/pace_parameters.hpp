// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"
#include "profile.hpp"

/// What reader and card agree on before PACE runs.
namespace refcard {

/// One protocol of the family id-PACE-ECDH-xx-AES-CBC-CMAC. [9303-11] §9.2.1
struct PaceProtocol {
    Mapping mapping = Mapping::generic;
    std::size_t key_size = 16; ///< of the session keys, bytes

    /// The value of the object identifier.
    Bytes object_identifier() const;
};

/// References of the passwords. [9303-11] §4.4.4.1
enum class PacePassword : std::uint8_t { mrz = 0x01, can = 0x02 };

/// SecurityInfos with a PACEInfo for each mapping of the profile: the content of EF.CardAccess. [9303-11] §9.2.11
Bytes card_access(const Profile::Pace& profile);

/// P1-P2 of the MSE:Set AT that begins PACE: mutual authentication. [9303-11] §4.4.4.1
inline constexpr std::uint16_t set_pace = 0xC1A4;

/// The data of that command.
struct PaceTemplate {
    PaceProtocol protocol;
    PacePassword password;
};

/// Throws Refusal unless the command names a protocol of EF.CardAccess, a password of this card's kinds and, if at
/// all, the domain parameters of EF.CardAccess. [9303-11] §4.4.4.1
PaceTemplate read_pace_template(const Command& command, const Profile::Pace& profile);

} // namespace refcard
