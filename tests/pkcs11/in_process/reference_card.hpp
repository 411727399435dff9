// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service.hpp"

#include "card.hpp"

#include "card/base/bytes.hpp"
#include "card/base/hex.hpp"

#include <array>
#include <memory>
#include <string_view>

namespace test {

inline constexpr std::string_view pin = "135790";
inline constexpr std::string_view puk = "24681357";

enum class KeyManagement { rsa, ec };

/// An issued card: 9A and 9E with P-256, 9C with P-384, 9D with RSA-2048, or with P-256 if it shall agree on keys.
/// Certificates are there, signed by nobody. The keys are made once for each program.
const refcard::Image& issued_image(KeyManagement key_management = KeyManagement::rsa);

/// The point of 9D of the card that agrees on keys: 04 | X | Y.
card::Bytes agreement_point();

/// Numbers that cost nothing and repeat, so that a run can be repeated.
class CountingRandom : public refcard::Random {
public:
    void fill(std::span<std::uint8_t> bytes) override
    {
        for (std::uint8_t& byte : bytes)
            byte = ++last_;
    }

private:
    std::uint8_t last_ = 0;
};

/// The reference card for a reader of the service.
class ReferenceCard {
public:
    explicit ReferenceCard(const refcard::Image& image = issued_image());

    card::Bytes process(card::ByteView command) { return card::to_bytes(card_.process(command)); }

    void reset() { card_.reset(); }

    const refcard::Image& image() const { return memory_.image(); }

private:
    refcard::Memory memory_;
    CountingRandom random_;
    refcard::Card card_;
};

/// To SELECT, of a PIV card that tells neither GUID nor change counter.
inline const card::Bytes select_answer_of_others = card::from_hex("61114F0600001000010079074F05A0000003089000");

/// A new reference card as the service takes it.
CardInReader in_reader(const std::shared_ptr<ReferenceCard>& card);

} // namespace test
