// SPDX-License-Identifier: Apache-2.0
// Certificate revocation lists: every question that the library asks one.
#include "card/pki/crl.hpp"
#include "card/pki/lint.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView der{data, size};
    fuzz::may_refuse([&] {
        const auto crl = card::pki::Crl::parse(der);
        fuzz::must_hold(card::equal(crl.der(), der), "a list keeps its bytes");
        fuzz::must_hold(crl.this_update() <= crl.next_update(), "the next list comes later");
        crl.find(card::Bytes{0x05});
        crl.authority_key_id();
        fuzz::may_refuse([&] { card::pki::lint(crl); });
    });
    return 0;
}
