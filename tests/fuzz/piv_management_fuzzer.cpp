// SPDX-License-Identifier: Apache-2.0
// What a card of another make answers while it is administered: each answer of the input behind one byte of length.
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/piv/import_key.hpp"
#include "card/piv/management.hpp"
#include "card/piv/retries.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;
using piv::ManagementAlgorithm;

/// Plays the answers in order, then 6F00, and notes the instructions.
class Answers : public iso7816::Transport {
public:
    explicit Answers(ByteView input) : rest_{input} {}

    Bytes exchange(ByteView command) override
    {
        instructions.push_back(command[1]);
        if (rest_.empty())
            return {0x6F, 0x00};
        const std::size_t size = std::min<std::size_t>(rest_[0], rest_.size() - 1);
        const Bytes answer = to_bytes(rest_.subspan(1, size));
        rest_ = rest_.subspan(1 + size);
        return answer;
    }

    bool saw(std::uint8_t instruction) const
    {
        return std::find(instructions.begin(), instructions.end(), instruction) != instructions.end();
    }

    Bytes instructions;

private:
    ByteView rest_;
};

/// The challenge of that example.
class Challenge : public crypto::RandomSource {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        static const Bytes challenge = from_hex("ae2d8a571e03ac9c9eb76fac45af8e51");
        fuzz::must_hold(out.size() == challenge.size(), "one block");
        std::copy(challenge.begin(), challenge.end(), out.begin());
    }
};

/// The published example of SP 800-38A F.1.1: only its own answer proves the card.
void authenticate(ByteView input)
{
    static const Bytes key = from_hex("2b7e151628aed2a6abf7158809cf4f3c");
    static const Bytes proof = from_hex("7C128210f5d3d58503b9699de785895a96fdbaaf9000");
    Answers card{input};
    iso7816::PlainChannel channel{card};
    Challenge random;
    piv::authenticate(channel, ManagementAlgorithm::aes128, key, random);
    fuzz::must_hold(std::search(input.begin(), input.end(), proof.begin() + 4, proof.end() - 2) != input.end(),
        "no card without the key is believed");
}

const piv::NewValues new_values{.pin = as_bytes("135790"), .puk = as_bytes("24680246")};

/// From the moment that the card may have taken the numbers, every failure but a refusal says so.
void set_retries(ByteView input)
{
    Answers card{input};
    iso7816::PlainChannel channel{card};
    try {
        piv::set_retries(channel, {.pin = 5, .puk = 3}, as_bytes("654321"), new_values, profile::builtin());
        fuzz::must_hold(
            std::count(card.instructions.begin(), card.instructions.end(), 0x24) == 2, "both values are set");
    } catch (const Error& error) {
        if (card.saw(0x24))
            fuzz::must_hold(error.code() == Errc::pin_default, "a published value is reported");
    }
}

void replace_default_values(ByteView input)
{
    Answers card{input};
    iso7816::PlainChannel channel{card};
    piv::replace_default_values(channel, new_values, profile::builtin());
}

void import_key(ByteView input)
{
    static const piv::PrivateKey key = crypto::Group{crypto::Curve::p256}.key_pair(Bytes(32, 0x05));
    for (const auto form : {piv::ImportForm::one_command, piv::ImportForm::by_element}) {
        Answers card{input};
        iso7816::PlainChannel channel{card};
        piv::import_key(channel, piv::Slot::retired_1, key, form);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input{data, size};
    fuzz::may_refuse([&] { authenticate(input); });
    fuzz::may_refuse([&] { set_retries(input); });
    fuzz::may_refuse([&] { replace_default_values(input); });
    fuzz::may_refuse([&] { import_key(input); });
    return 0;
}
