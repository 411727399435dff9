// SPDX-License-Identifier: Apache-2.0
// PEM: certificates and lists as people bring them.
#include "card/pki/pem.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView text{data, size};
    card::pki::is_pem(text);
    fuzz::may_refuse([&] {
        std::size_t decoded = 0;
        for (const card::pki::PemBlock& block : card::pki::read_pem(text)) {
            fuzz::must_hold(!block.content.empty(), "a block holds something");
            decoded += block.content.size() + block.label.size();
        }
        fuzz::must_hold(decoded <= size, "base64 does not shrink");
    });
    fuzz::may_refuse([&] { card::pki::der_of(text, card::pki::pem::certificate); });
    return 0;
}
