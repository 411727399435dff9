// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "test_card.hpp"

namespace refcard_test {

/// A host with card keys: SCP03 at level 33.
class Host {
public:
    Host(TestCard& card, KeySet keys) : card_{card}, keys_{std::move(keys)} {}

    /// INITIALIZE UPDATE and EXTERNAL AUTHENTICATE in the selected application; the status word of the last.
    Sw open();
    /// One protected command. Throws std::runtime_error unless the answer's protection is right.
    Reply send(std::uint8_t ins, std::uint16_t p1p2, ByteView data = {}, std::uint8_t cla = 0x84);
    /// The same APDU without sending it.
    Bytes wrap(std::uint8_t ins, std::uint16_t p1p2, ByteView data = {}, std::uint8_t cla = 0x84);

    /// Blocks of STORE DATA for one data grouping.
    Sw store(std::uint16_t dgi, ByteView value, std::size_t block_size = 200, bool encrypted = false);
    /// The CAN under Key-DEK.
    Bytes encrypted_can(std::string_view digits) const;
    Sw store_can(std::string_view digits);

    Bytes card_challenge;
    std::uint32_t counter = 0;
    Bytes last_authentication; ///< the EXTERNAL AUTHENTICATE that open() sent

private:
    Reply unwrap(const Reply& reply) const;

    TestCard& card_;
    KeySet keys_;
    Bytes s_enc_, s_mac_, s_rmac_, chaining_;
    std::uint32_t commands_ = 0;
};

/// What PUT KEY carries: `keys` under the current Key-DEK, those of 24 bytes filled up to whole blocks.
Bytes put_key_data(const KeySet& keys, ByteView dek);

/// An inspection system: PACE, Chip Authentication, secure messaging.
class Reader {
public:
    explicit Reader(TestCard& card) : card_{card} {}

    /// All five commands; the status word of the last that was sent.
    Sw pace(std::string_view can);
    Sw pace_mrz(ByteView mrz_key);
    /// MSE:Set AT and the three steps before the token.
    Sw pace_until_token(std::string_view can);
    Sw pace_token();
    /// What the chip proved by chip authentication mapping: CA_IC * PK_IC is its mapping key. [9303-11] §4.4.3.5.2
    bool proves(ByteView static_point) const;
    /// Sends MSE and GENERAL AUTHENTICATE, in clear unless a channel is open, and goes over to the new keys.
    Sw chip_authentication();

    /// One protected command. Throws std::runtime_error unless the answer is protected and right.
    Reply send(std::uint8_t ins, std::uint16_t p1p2, ByteView data = {}, std::size_t ne = 0, std::uint8_t cla = 0x0C);
    Bytes wrap(std::uint8_t ins, std::uint16_t p1p2, ByteView data = {}, std::size_t ne = 0, std::uint8_t cla = 0x0C);
    Reply unwrap(std::uint8_t ins, const Reply& reply);

    Reply read(std::uint8_t short_id)
    {
        return send(0xB0, static_cast<std::uint16_t>(0x8000 | short_id << 8), {}, 256);
    }

    Bytes point_of_card; ///< what Chip Authentication expects, from GENERATE
    Mapping mapping = Mapping::generic;

private:
    Sw begin_pace(PacePassword reference, ByteView password);
    void open(SessionKeys keys);
    Bytes vector();

    TestCard& card_;
    PaceProtocol protocol_;
    ec::Curve curve_ = ec::Curve::p256(); ///< of PACE
    SystemRandom random_;
    std::optional<SessionKeys> keys_;
    Bytes ssc_;
    SessionKeys pending_;
    Bytes token_;
    std::optional<ec::Point> pk_map_ic_;
    Bytes ca_ic_;
};

} // namespace refcard_test
