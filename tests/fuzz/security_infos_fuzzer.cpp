// SPDX-License-Identifier: Apache-2.0
// EF.CardAccess, which is read before anything protects it, DG14, and public keys with written-out curves.
#include "card/lds/security_infos.hpp"
#include "card/pki/spki.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView bytes{data, size};
    fuzz::may_refuse([&] { card::lds::decode_security_infos(bytes); });
    fuzz::may_refuse([&] { card::lds::decode_dg14(bytes); });
    fuzz::may_refuse([&] { card::pki::subject_public_key(bytes); });
    return 0;
}
