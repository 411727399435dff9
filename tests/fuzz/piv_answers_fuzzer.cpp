// SPDX-License-Identifier: Apache-2.0
// What a card answers to the commands of the PKI application that use or make a key.
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;
using piv::Algorithm;
using piv::Slot;

/// Answers everything with the input, whose last two bytes are the status word.
class Echo : public iso7816::Channel {
public:
    explicit Echo(ByteView answer) : answer_{answer} {}

    iso7816::Response transmit(const iso7816::Command&) override { return iso7816::Response::decode(answer_); }

    iso7816::Limits limits() const override { return {.nc = 2039, .ne = 2048}; }

private:
    ByteView answer_;
};

void generate(iso7816::Channel& card, Algorithm algorithm)
{
    const crypto::PublicKey key = piv::generate_key(card, Slot::authentication, algorithm);
    fuzz::must_hold(piv::algorithm_of(key) == algorithm, "the key is of the algorithm");
}

void use(iso7816::Channel& card, Algorithm algorithm)
{
    const std::size_t size = piv::input_size(algorithm);
    const Bytes signature = piv::sign(card, Slot::signature, algorithm, Bytes(size));
    fuzz::must_hold(!signature.empty() && signature.size() <= 2 * size + 8, "a signature of the key's size");
    if (piv::is_rsa(algorithm))
        fuzz::must_hold(piv::decrypt(card, Slot::key_management, algorithm, Bytes(size)).size() == size, "a block");
}

void read(iso7816::Channel& card, tlv::Tag object, std::size_t size)
{
    if (const auto content = piv::get_data(card, object))
        fuzz::must_hold(content->size() + 4 <= size, "tag, length and status word stand around the content");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Echo card{{data, size}};
    static const crypto::Point peer = crypto::Group{crypto::Curve::p256}.generator();
    using enum Algorithm;
    const bool long_enough_for_rsa = size >= 256;
    for (const Algorithm algorithm :
        long_enough_for_rsa ? std::vector{rsa_2048, rsa_3072, rsa_4096} : std::vector{p256, p384}) {
        fuzz::may_refuse([&] { generate(card, algorithm); });
        fuzz::may_refuse([&] { use(card, algorithm); });
    }
    for (const tlv::Tag object : {piv::object::chuid, piv::object::biometric_group})
        fuzz::may_refuse([&] { read(card, object, size); });
    fuzz::may_refuse(
        [&] { fuzz::must_hold(piv::agree(card, Slot::key_management, peer).size() == 32, "a coordinate"); });
    fuzz::may_refuse([&] {
        const std::size_t count = piv::challenge(card).size();
        fuzz::must_hold(count == 8 || count == 16, "a block");
    });
    return 0;
}
