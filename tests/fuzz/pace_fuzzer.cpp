// SPDX-License-Identifier: Apache-2.0
// A chip that answers PACE and Chip Authentication with whatever it likes: data objects of the input, one per answer.
// Inputs of odd length run chip authentication mapping, the others generic mapping.
// Conversations with public-key operations: counted by the tenth.
#include "card/auth/chip_authentication.hpp"
#include "card/auth/pace.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

/// Two bytes of length, then the answer with its status word; 9000 to MSE:Set AT.
class HostileChip : public iso7816::Channel {
public:
    explicit HostileChip(ByteView answers) : rest_{answers} {}

    iso7816::Response transmit(const iso7816::Command& command) override
    {
        if (command.ins == iso7816::Ins::manage_security_environment)
            return {{}, iso7816::sw::ok};
        if (rest_.size() < 2)
            throw Error{Errc::card_removed, "no answers left"};
        const std::size_t size = std::min<std::size_t>(from_big_endian(rest_.first(2)), rest_.size() - 2);
        const ByteView answer = rest_.subspan(2, size);
        rest_ = rest_.subspan(2 + size);
        return iso7816::Response::decode(answer);
    }

    iso7816::Limits limits() const override { return {}; }

private:
    ByteView rest_;
};

/// The same keys in every run, so that a finding can be repeated.
class CountingRandom : public crypto::RandomSource {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        for (std::uint8_t& byte : out)
            byte = ++last_;
    }

private:
    std::uint8_t last_ = 0;
};

constexpr std::size_t longest_template = 16; ///< more than any answer to Chip Authentication

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input{data, size};
    const crypto::Group group{crypto::Curve::p256};
    fuzz::may_refuse([&] {
        HostileChip chip{input};
        CountingRandom random;
        const tlv::Oid protocol{size % 2 == 0 ? "0.4.0.127.0.7.2.2.4.2.2" : "0.4.0.127.0.7.2.2.4.6.2"};
        const auto parameters = auth::pace::supported({.oid = protocol, .version = 2, .parameter_id = 12});
        auth::pace::establish(chip, *parameters, auth::Can{as_bytes("123456")}, random);
        fuzz::must_hold(false, "nobody without the CAN finishes PACE");
    });
    fuzz::may_refuse([&] {
        if (size > longest_template) // every run makes a key, which costs more than all the parsing
            return;
        HostileChip chip{input};
        CountingRandom random;
        auth::chip::authenticate(chip, {auth::chip::ecdh_aes_128(), 1, group.generator(), 16}, random);
    });
    fuzz::may_refuse([&] {
        const Bytes ca_ic = auth::pace::decrypt_chip_authentication_data(Bytes(16), input, group.curve());
        auth::pace::maps_to(group.generator(), {group.generator(), ca_ic});
    });
    return 0;
}
