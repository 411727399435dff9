// SPDX-License-Identifier: Apache-2.0
// The data objects of the PKI application, which anybody's card may answer.
#include "card/piv/application.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/key_history.hpp"
#include "card/piv/printed_information.hpp"
#include "card/piv/security_object.hpp"
#include "card/profile/profile.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

void security_object(ByteView content)
{
    const piv::SecurityObject object = piv::decode_security_object(content);
    const piv::SecurityObject again = piv::decode_security_object(piv::encode(object));
    fuzz::must_hold(again.containers == object.containers && again.cms == object.cms, "a mapping survives writing");
}

void chuid(ByteView content)
{
    const piv::Chuid chuid = piv::decode_chuid(content);
    const piv::Chuid again = piv::decode_chuid(piv::encode(chuid));
    fuzz::must_hold(again.guid == chuid.guid && again.expiry == chuid.expiry, "a CHUID survives writing");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView bytes{data, size};
    fuzz::may_refuse([&] { chuid(bytes); });
    fuzz::may_refuse([&] { piv::decode_ccc(bytes); });
    fuzz::may_refuse([&] { piv::decode_discovery(bytes); });
    fuzz::may_refuse([&] { piv::decode_certificate_container(bytes); });
    fuzz::round_trip(bytes, piv::decode_key_history, [](const piv::KeyHistory& history) { return encode(history); });
    fuzz::round_trip(bytes, piv::decode_printed_information,
        [](const piv::PrintedInformation& information) { return encode(information); });
    fuzz::may_refuse([&] { security_object(bytes); });
    fuzz::may_refuse([&] { piv::decode_application_template(bytes, profile::builtin().piv); });
    fuzz::may_refuse([&] { piv::decode_algorithms(bytes); });
    return 0;
}
