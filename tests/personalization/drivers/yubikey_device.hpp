// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/powered_card.hpp"

#include <map>
#include <string>

namespace test {

/// A blank device as YubiKey and PivApplet behave: the PIV application alone, administered by the management key that
/// the makers published; no secure channel. What it tells by GET METADATA is read from the chip's own memory.
///
/// Its supply can fail inside a command that PivApplet 0.9.0 does in several writes, in the order of PivApplet.java:
/// processSetPinRetries(), processChangePin(), processSetMgmtKey().
class YubikeyDevice : public PoweredCard {
public:
    explicit YubikeyDevice(std::uint32_t serial, std::uint8_t algorithm = 0x0A);

    bool tells_published = false;          ///< of the management key, whatever it is
    refcard::Bytes version{5, 7, 0};       ///< GET VERSION
    std::vector<std::uint8_t> listed = {}; ///< algorithms in the answer to SELECT

    /// The published value of that key.
    static refcard::Bytes published_key(std::uint8_t algorithm);

    /// The supply fails between two writes of one command: at the n-th such place that it comes to.
    void tear_at(std::size_t place) { tear_ = place; }

    /// "SET PIN RETRIES after 1 of 8", once it failed there.
    const std::string& torn() const { return torn_; }

protected:
    card::Bytes process(card::ByteView command) override;

private:
    /// What was told before a write that is missing.
    struct Stale {
        std::optional<bool> is_default = {};
        std::optional<unsigned> tries = {};
    };

    card::Bytes select(card::ByteView command);
    card::Bytes write(card::ByteView command);
    void apply(card::ByteView command, const refcard::Image& done, std::size_t writes);
    void remake(std::uint8_t reference, const refcard::Reference& made, std::size_t writes);
    void replace_key(const refcard::ManagementKey& made, std::size_t writes);
    refcard::Bytes metadata(std::uint8_t reference) const;
    refcard::Bytes told(std::uint8_t reference, const refcard::Reference& value, bool published) const;
    bool tells_default(std::uint8_t reference) const;

    std::uint32_t serial_;
    std::size_t tear_ = 0; ///< 0: nowhere
    std::string torn_;
    std::map<std::uint8_t, Stale> stale_; ///< by key reference
    bool key_lost_ = false;               ///< the management key is an object without a value
};

} // namespace test
