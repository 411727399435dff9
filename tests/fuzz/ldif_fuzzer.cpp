// SPDX-License-Identifier: Apache-2.0
// LDIF of the ICAO PKD.
#include "card/pki/ldif.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView text{data, size};
    card::pki::is_ldif(text);
    for (const auto attribute :
        {card::pki::ldif::master_list, card::pki::ldif::certificate, card::pki::ldif::revocation_list})
        fuzz::may_refuse([&] {
            std::size_t decoded = 0;
            for (const card::Bytes& value : card::pki::ldif_values(text, attribute))
                decoded += value.size();
            fuzz::must_hold(decoded <= size, "base64 does not shrink");
        });
    return 0;
}
