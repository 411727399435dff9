// SPDX-License-Identifier: Apache-2.0
// The lists and texts of the identity application: EF.COM, DG1, DG11, DG12, DG16. The first byte of each is its tag.
#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg16.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

template <typename Group>
Bytes write(const Group& group)
{
    return lds::encode(group);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView file{data, size};
    fuzz::round_trip(file, lds::decode_com, write<lds::Com>);
    fuzz::round_trip(file, lds::decode_dg11, write<lds::Dg11>);
    fuzz::round_trip(file, lds::decode_dg12, write<lds::Dg12>);
    fuzz::round_trip(file, lds::decode_dg16, write<lds::Dg16>);
    fuzz::may_refuse([&] { lds::decode_dg1(file); });
    return 0;
}
