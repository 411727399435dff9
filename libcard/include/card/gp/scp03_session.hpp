// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/scp03_keys.hpp"
#include "card/iso7816/command.hpp"
#include "card/iso7816/response.hpp"

namespace card::gp {

/// What is protected: C-MAC always, C-ENC, R-MAC, R-ENC. [GP-D] §7.1.2.3
enum class SecurityLevel : std::uint8_t {
    c_mac = 0x01,
    c_mac_c_enc = 0x03,
    c_mac_r_mac = 0x11,
    c_mac_c_enc_r_mac = 0x13,
    all = 0x33,
};

constexpr bool has_c_enc(SecurityLevel level)
{
    return (static_cast<std::uint8_t>(level) & 0x02) != 0;
}

constexpr bool has_r_mac(SecurityLevel level)
{
    return (static_cast<std::uint8_t>(level) & 0x10) != 0;
}

constexpr bool has_r_enc(SecurityLevel level)
{
    return (static_cast<std::uint8_t>(level) & 0x20) != 0;
}

/// The state of one SCP03 session, and what it does to commands and answers. [GP-D] §6.2.3 to §6.2.7
class CARD_API Scp03Session {
public:
    static constexpr std::size_t mac_size = 8;

    explicit Scp03Session(Scp03SessionKeys keys) : keys_{std::move(keys)} {}

    /// EXTERNAL AUTHENTICATE, protected by C-MAC alone; from then on the level holds. [GP-D] §7.1.2
    iso7816::Command external_authenticate(const Cryptogram& host_cryptogram, SecurityLevel level);

    SecurityLevel level() const noexcept { return level_; }

    /// The protected command. Its Le, which no MAC covers, stays as it is or becomes `ne`.
    iso7816::Command wrap(const iso7816::Command& command) { return wrap(command, command.ne); }

    iso7816::Command wrap(const iso7816::Command& command, std::size_t ne);
    /// The plain answer to the last command. Throws scp_failed.
    iso7816::Response unwrap(const iso7816::Response& response) const;

private:
    iso7816::Command add_c_mac(iso7816::Command command);
    Bytes encryption_iv(std::uint8_t first_byte) const;
    Bytes decrypt(ByteView ciphertext) const;

    Scp03SessionKeys keys_;
    SecurityLevel level_ = SecurityLevel::c_mac;
    Bytes mac_chaining_ = Bytes(16); ///< the last C-MAC in full, zero before the first
    std::uint64_t encryption_counter_ = 0;
};

} // namespace card::gp
