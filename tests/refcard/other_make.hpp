// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pki_card.hpp"

#include "piv_management.hpp"
#include "tlv.hpp"

namespace refcard_test {

inline const Bytes tdes_key = hex("010203040506070801020304050607080102030405060708");

/// The profile of a card of another make, with all retired keys.
Profile other_make(std::uint8_t algorithm = 0x03, const Bytes& key = tdes_key);

/// The host's side of the management key, on ciphers of its own.
class Administrator {
public:
    Administrator(TestCard& card, std::uint8_t algorithm, Bytes key)
        : card_{card}, algorithm_{algorithm}, key_{std::move(key)}
    {
    }

    /// Both prove the key. Checks what the card shows.
    Sw authenticate();
    /// The host alone proves it.
    Sw authenticate_one_way();

    Reply send(ByteView data);
    Bytes encrypt(ByteView block) const;
    Bytes decrypt(ByteView block) const;
    std::size_t block_size() const;

private:
    TestCard& card_;
    std::uint8_t algorithm_;
    Bytes key_;
};

/// The PKI application of a blank card of another make, selected.
struct OtherCard : TestCard {
    explicit OtherCard(const Profile& profile = other_make())
        : TestCard{profile},
          administrator{*this, profile.piv.management_key->algorithm, profile.piv.management_key->value}
    {
        REQUIRE(send(select_pki_template).sw == Sw::ok);
    }

    using TestCard::send;

    Reply send(unsigned ins, unsigned p1p2, ByteView data = {})
    {
        return TestCard::send(
            command(0x00, static_cast<std::uint8_t>(ins), static_cast<std::uint16_t>(p1p2), data, 256));
    }

    void secure()
    {
        change([](Image& image) {
            image.keys = issuer_keys();
            image.life_cycle = LifeCycle::secured;
        });
    }

    Administrator administrator;
};

/// The data of PUT DATA.
Bytes put_object(const char* tag, ByteView content);
/// 7C { 82 {}, tag input }
Bytes ask_key(tlv::Tag tag, ByteView input);
/// What an answer to that holds in 82.
Bytes result_of(const Reply& reply);
/// Sends a command in a chain if it is long, and takes the whole answer.
Reply send_whole(OtherCard& card, unsigned ins, unsigned p1p2, ByteView data);

/// The data of the command that imports this key, written by OpenSSL.
Bytes import_data(ByteView rsa_private_key);

} // namespace refcard_test
