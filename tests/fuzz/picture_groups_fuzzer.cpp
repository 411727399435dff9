// SPDX-License-Identifier: Apache-2.0
// The pictures of the identity application in their templates, DG2 and DG7. What the pictures hold is image_fuzzer's.
#include "card/lds/dg2.hpp"
#include "card/lds/dg7.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card;
    const ByteView file{data, size};
    fuzz::round_trip(file, lds::decode_dg7, [](const lds::Dg7& dg7) { return lds::encode(dg7); });
    fuzz::may_refuse([&] { lds::decode_dg2(file); });
    return 0;
}
