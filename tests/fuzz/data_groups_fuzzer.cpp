// SPDX-License-Identifier: Apache-2.0
// The files of the identity application, as a card may hand them out. The first byte of each is its tag.
#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg2.hpp"
#include "card/profile/profile.hpp"
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
    const profile::Profile& profile = profile::builtin();
    fuzz::round_trip(file, lds::decode_com, write<lds::Com>);
    fuzz::round_trip(file, lds::decode_dg11, write<lds::Dg11>);
    fuzz::round_trip(file, lds::decode_dg12, write<lds::Dg12>);
    fuzz::round_trip(
        file, [&](ByteView in) { return lds::decode_dg13(in, profile); },
        [&](const lds::Dg13& dg13) { return lds::encode(dg13, profile); });
    fuzz::may_refuse([&] { lds::decode_dg1(file); });
    fuzz::may_refuse([&] { lds::decode_dg2(file); });
    return 0;
}
