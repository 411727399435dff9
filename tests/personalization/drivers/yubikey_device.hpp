// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/powered_card.hpp"

namespace test {

/// A blank device as YubiKey and PivApplet behave: the PIV application alone, administered by the management key that
/// the makers published; no secure channel. What it tells by GET METADATA is read from the chip's own memory.
class YubikeyDevice : public PoweredCard {
public:
    explicit YubikeyDevice(std::uint32_t serial, std::uint8_t algorithm = 0x0A);

    bool tells_published = false; ///< of the management key, whatever it is

    /// The published value of that key.
    static refcard::Bytes published_key(std::uint8_t algorithm);

protected:
    card::Bytes process(card::ByteView command) override;

private:
    refcard::Bytes metadata(std::uint8_t reference) const;

    std::uint32_t serial_;
};

} // namespace test
