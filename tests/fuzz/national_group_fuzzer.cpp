// SPDX-License-Identifier: Apache-2.0
// DG13, whose fields are ours.
#include "card/lds/dg13.hpp"
#include "card/profile/profile.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card;
    const profile::Profile& profile = profile::builtin();
    fuzz::round_trip(
        ByteView{data, size}, [&](ByteView file) { return lds::decode_dg13(file, profile); },
        [&](const lds::Dg13& dg13) { return lds::encode(dg13, profile); });
    return 0;
}
