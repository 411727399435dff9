// SPDX-License-Identifier: Apache-2.0
// The data objects of the PKI application, which anybody's card may answer.
#include "card/piv/application.hpp"
#include "card/piv/data_objects.hpp"
#include "card/profile/profile.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView bytes{data, size};
    fuzz::may_refuse([&] { card::piv::decode_chuid(bytes); });
    fuzz::may_refuse([&] { card::piv::decode_ccc(bytes); });
    fuzz::may_refuse([&] { card::piv::decode_discovery(bytes); });
    fuzz::may_refuse([&] { card::piv::decode_certificate_container(bytes); });
    fuzz::may_refuse([&] { card::piv::decode_application_template(bytes, card::profile::builtin().piv); });
    return 0;
}
