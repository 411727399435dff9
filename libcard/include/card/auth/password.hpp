// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"
#include "card/lds/mrz.hpp"

#include <string_view>

namespace card::auth {

/// What opens a card: known from its surface, not from its chip.
class CARD_API Password {
public:
    /// The reference in DO 83 of MSE:Set AT. [9303-11] §4.4.4.1
    enum class Kind : std::uint8_t { mrz = 0x01, can = 0x02 };

    Kind kind() const noexcept { return kind_; }

    /// K, from which K_pi is derived: SHA-1 of the MRZ information, or the digits. [9303-11] §9.7.3
    const SecureBytes& secret() const noexcept { return secret_; }

protected:
    Password(Kind kind, SecureBytes secret) : kind_{kind}, secret_{std::move(secret)} {}

private:
    Kind kind_;
    SecureBytes secret_;
};

/// The card access number printed on the card: six digits. [9303-11] §4.3.2
class CARD_API Can : public Password {
public:
    /// Throws secret_format unless `digits` are six ASCII digits.
    explicit Can(ByteView digits);
};

/// Three fields of the machine readable zone, each with its check digit. [9303-11] §9.7.3
class CARD_API Mrz : public Password {
public:
    /// Throws secret_format unless the fields have at least 2, 7 and 7 characters of the MRZ and right check digits.
    Mrz(std::string_view document_number, std::string_view date_of_birth, std::string_view date_of_expiry);
    /// The fields of a zone that was read or built. Throws malformed_data for characters that a zone does not have.
    explicit Mrz(const lds::Mrz& zone);
};

} // namespace card::auth
