// SPDX-License-Identifier: Apache-2.0
// Devices with a management key of the length that the issuer's keys have, so that the algorithm does not tell which of
// the two it is: the supply fails between the writes of one command, and each key is tried once.
#include "personalization/drivers/torn_device.hpp"
#include "personalization/drivers/written_pki.hpp"

#include "drivers/yubikey.hpp"

#include <algorithm>

using namespace test;
using card::Errc;

namespace {

constexpr std::uint8_t aes_192 = 0x0A;

IssuingStation& station_192()
{
    static const card::profile::Profile profile = [] {
        auto changed = card::profile::builtin();
        changed.management.issuer_key_bits = 192;
        return changed;
    }();
    static IssuingStation station{profile, perso::drivers::yubikey()};
    return station;
}

void check_closed_192(const refcard::Image& image)
{
    const auto& profile = station_192().profile();
    CHECK(image.pin->value != refcard::padded_reference(card::as_bytes("123456")));
    CHECK(image.puk->value != refcard::padded_reference(card::as_bytes("12345678")));
    CHECK(image.pin->tries == profile.pin.tries);
    CHECK(image.puk->tries == profile.puk.tries);
    CHECK(image.management_key->algorithm == aes_192);
    CHECK(image.management_key->value != YubikeyDevice::published_key(aes_192));
    check_written_pki(image);
}

} // namespace

TEST_CASE("yubikey, torn: the management key keeps its algorithm, and is one of two")
{
    tear_everywhere(station_192(), aes_192, {"SET PIN RETRIES after 1 of 8"}, check_closed_192);
}

TEST_CASE("yubikey, torn: a management key that is neither of the two costs two attempts, and nothing is written")
{
    YubikeyDevice device{station_192().next_serial(), aes_192};
    const std::string application = station_192().approved();
    {
        StationProcess process = station_192().start();
        device.cut_at({.exchange = 40, .cut = Cut::answer_lost, .station = Station::dies});
        CHECK(station_192().make(process, device, application).power_failed);
    }
    device.change([](refcard::Image& image) { image.management_key->value[0] ^= 0x80; });
    for (const bool published : {true, false}) {
        device.tells_published = published;
        const refcard::Bytes before = refcard::encode(device.image());
        CHECK(station_192().recover(device, application).error == Errc::card_foreign);
        CHECK(std::ranges::count(device.instructions(), 0x87) == 4); // witness and response, twice
        CHECK(refcard::encode(device.image()) == before);
    }
    StationProcess process = station_192().start();
    CHECK(station_192().job(process, application).state == perso::store::JobState::quarantined);
}
