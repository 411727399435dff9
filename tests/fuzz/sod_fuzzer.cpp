// SPDX-License-Identifier: Apache-2.0
// EF.SOD and EF.CardSecurity, the CMS inside, and what that signs; under our own rules and under those for older
// documents.
#include "card/lds/card_security.hpp"
#include "card/lds/sod.hpp"
#include "card/pki/ber.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView file{data, size};
    fuzz::may_refuse([&] { card::lds::decode_sod(file).signed_data.signature_is_valid(); });
    fuzz::may_refuse([&] {
        const card::pki::CmsOptions lenient{.leniency = card::pki::Leniency::foreign_legacy};
        card::lds::decode_sod(file, lenient).signed_data.signature_is_valid();
    });
    fuzz::may_refuse([&] {
        const card::Bytes der = card::pki::der_of_ber(file);
        fuzz::must_hold(card::pki::der_of_ber(der) == der, "DER stays as it is");
    });
    fuzz::may_refuse([&] { card::lds::decode_security_object(file); });
    fuzz::may_refuse([&] { card::lds::decode_card_security(file).signed_data.signature_is_valid(); });
    return 0;
}
