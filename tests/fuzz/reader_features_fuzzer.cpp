// SPDX-License-Identifier: Apache-2.0
// What a reader answers to the question for its features.
#include "card/pcsc/pin_pad.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::may_refuse([&] {
        const card::pcsc::PadFeatures features = card::pcsc::decode_features({data, size});
        const int offered = features.verify_pin_direct.has_value() + features.modify_pin_direct.has_value();
        fuzz::must_hold(size >= 6 * static_cast<std::size_t>(offered), "a feature takes six bytes");
    });
    return 0;
}
