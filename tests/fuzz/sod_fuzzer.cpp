// SPDX-License-Identifier: Apache-2.0
// EF.SOD, the CMS inside, and the hashes inside that.
#include "card/lds/sod.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView file{data, size};
    fuzz::may_refuse([&] { card::lds::decode_sod(file).signed_data.signature_is_valid(); });
    fuzz::may_refuse([&] { card::lds::decode_security_object(file); });
    return 0;
}
