// SPDX-License-Identifier: Apache-2.0
// EF.SOD and EF.CardSecurity, the CMS inside, and what that signs.
#include "card/lds/card_security.hpp"
#include "card/lds/sod.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView file{data, size};
    fuzz::may_refuse([&] { card::lds::decode_sod(file).signed_data.signature_is_valid(); });
    fuzz::may_refuse([&] { card::lds::decode_security_object(file); });
    fuzz::may_refuse([&] { card::lds::decode_card_security(file).signed_data.signature_is_valid(); });
    return 0;
}
