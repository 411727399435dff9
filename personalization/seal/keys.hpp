// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"

namespace perso::seal {

/// The two keys below all personal data, which stay where they are: in the token.
class Keys {
public:
    virtual ~Keys() = default;

    /// AES-256-GCM for one place: what was wrapped for it opens in no other. Throws seal_broken.
    virtual card::Bytes wrap(card::ByteView place, card::ByteView secret) = 0;
    virtual card::SecureBytes unwrap(card::ByteView place, card::ByteView wrapped) = 0;

    /// AES-CMAC, 16 bytes, of at most 64 KiB.
    virtual card::Bytes mac(card::ByteView message) = 0;
};

} // namespace perso::seal
