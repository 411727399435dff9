// SPDX-License-Identifier: Apache-2.0
// A certificate as the card delivers it: the answer to GET DATA, its container, and the certificate by both readers,
// that of the library and that of the PKCS#11 module.
#include "card/piv/application.hpp"
#include "card/pki/certificate.hpp"
#include "certificate.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

class Answer : public iso7816::Channel {
public:
    explicit Answer(ByteView data) : data_{data} {}

    iso7816::Response transmit(const iso7816::Command&) override { return {to_bytes(data_), iso7816::sw::ok}; }

    iso7816::Limits limits() const override { return {}; }

private:
    ByteView data_;
};

void compare(const pki::Certificate& certificate)
{
    const p11::Certificate seen = p11::read_certificate(certificate.der());
    fuzz::must_hold(equal(seen.subject, certificate.subject()), "both readers see one subject");
    fuzz::must_hold(equal(seen.public_key_info, certificate.spki()), "both readers see one key");
    fuzz::may_refuse([&] {
        const crypto::PublicKey key = certificate.public_key();
        fuzz::must_hold(!seen.key || *seen.key == key, "both readers understand it alike");
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::may_refuse([&] {
        Answer card{{data, size}};
        const auto der = piv::read_certificate(card, piv::Slot::authentication);
        if (!der)
            return;
        fuzz::may_refuse([&] { p11::read_certificate(*der); });
        compare(pki::Certificate::parse(*der));
    });
    return 0;
}
