// SPDX-License-Identifier: Apache-2.0
// YubiKeys and PivApplet through the station: what is on the device in the end is read from its memory by OpenSSL.
#include "personalization/drivers/cut_card.hpp"
#include "personalization/drivers/desk_harms.hpp"
#include "personalization/drivers/refused_services.hpp"
#include "personalization/drivers/torn_device.hpp"
#include "personalization/drivers/written_pki.hpp"
#include "personalization/drivers/yubikey_device.hpp"

#include "drivers/yubikey.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace test;
using card::Errc;

namespace {

IssuingStation& station()
{
    static IssuingStation station{card::profile::builtin(), perso::drivers::yubikey()};
    return station;
}

/// Everything that the office gave away is replaced, and as many tries as our own cards have are left.
void check_closed(const refcard::Image& image)
{
    const auto& profile = station().profile();
    CHECK(image.pin->value != refcard::padded_reference(card::as_bytes("123456")));
    CHECK(image.puk->value != refcard::padded_reference(card::as_bytes("12345678")));
    CHECK(image.pin->tries == profile.pin.tries);
    CHECK(image.pin->most_tries == profile.pin.tries);
    CHECK(image.puk->tries == profile.puk.tries);
    CHECK(image.puk->most_tries == profile.puk.tries);
    CHECK(image.management_key->algorithm == 0x0C); // AES-256, of which none was published
    CHECK(image.management_key->value.size() == 32);
    check_written_pki(image);
}

CutResult cut_device(const CutPoint& point)
{
    return cut_card<YubikeyDevice>(station(), point, check_closed);
}

void campaign(Cut cut, Station at)
{
    cut_card_everywhere(cut, at, "YubiKey", cut_device, 40);
}

/// GENERAL AUTHENTICATE of this device since it was powered.
std::ptrdiff_t attempts(const YubikeyDevice& device)
{
    return std::ranges::count(device.instructions(), 0x87);
}

} // namespace

TEST_CASE("yubikey: devices of every published management key are issued")
{
    for (const std::uint8_t algorithm : std::array<std::uint8_t, 3>{0x03, 0x08, 0x0A}) {
        CAPTURE(algorithm);
        YubikeyDevice device{station().next_serial(), algorithm};
        StationProcess process = station().start();
        const Ended ended = station().make(process, device, station().approved());
        INFO(ended.sentence);
        REQUIRE(ended.finished.has_value());
        check_closed(device.image());
    }
}

TEST_CASE("yubikey: a device whose management key is not the published one costs one attempt, and nothing is written")
{
    YubikeyDevice device{station().next_serial()};
    device.change([](refcard::Image& image) { image.management_key->value[0] ^= 0x80; });
    device.tells_published = true;
    StationProcess process = station().start();
    const std::string application = station().approved();
    CHECK(station().make(process, device, application).error == Errc::card_foreign);
    CHECK(attempts(device) == 2); // witness and response
    CHECK(station().job(process, application).state == perso::store::JobState::approved);
    CHECK(device.image().piv_keys.empty());

    device.tells_published = false; // it says so itself: no attempt at all
    device.power_up();
    CHECK(station().make(process, device, application).error == Errc::card_not_blank);
    CHECK(attempts(device) == 0);
}

TEST_CASE("yubikey: a device that somebody used is not blank, and one of which tries were spent is not taken")
{
    StationProcess process = station().start();
    const std::string application = station().approved();
    YubikeyDevice used{station().next_serial()};
    used.change([](refcard::Image& image) { image.pin->value = refcard::padded_reference(card::as_bytes("135790")); });
    CHECK(station().make(process, used, application).error == Errc::card_not_blank);
    YubikeyDevice in_use{station().next_serial()};
    in_use.change([](refcard::Image& image) {
        image.piv_objects[card::piv::certificate_object(card::piv::Slot::signature).value] =
            refcard::from_hex("7003300101710100");
    });
    CHECK(station().make(process, in_use, application).error == Errc::card_not_blank);
    YubikeyDevice tried{station().next_serial()};
    tried.change([](refcard::Image& image) { --image.puk->tries; });
    CHECK(station().make(process, tried, application).error == Errc::tries_low);
    CHECK(attempts(tried) == 0);
    PoweredCard ours{station().next_serial()};
    CHECK(station().make(process, ours, application).error == Errc::card_foreign);
    CHECK(station().job(process, application).state == perso::store::JobState::approved);
}

TEST_CASE("yubikey: a device that knows AES by its version or its list is issued, whatever its present key")
{
    StationProcess process = station().start();
    YubikeyDevice first{station().next_serial(), 0x03};
    first.version = {5, 4, 2};
    YubikeyDevice applet{station().next_serial(), 0x03};
    applet.version = {5, 4, 0};
    applet.listed = {0x03, 0x0C, 0x07, 0x11, 0x14};
    for (YubikeyDevice* const device : {&first, &applet}) {
        const Ended ended = station().make(process, *device, station().approved());
        INFO(ended.sentence);
        REQUIRE(ended.finished.has_value());
        check_closed(device->image());
    }
}

TEST_CASE("yubikey: a device that cannot have the issuer's management key is foreign before anything is tried")
{
    StationProcess process = station().start();
    const std::string application = station().approved();
    YubikeyDevice old{station().next_serial(), 0x03};
    old.version = {5, 4, 1};
    YubikeyDevice applet{station().next_serial(), 0x03};
    applet.version = {5, 4, 0};
    applet.listed = {0x03, 0x07, 0x11, 0x14};
    YubikeyDevice strange{station().next_serial(), 0x0C}; // nobody published one of AES-256
    strange.tells_published = true;
    YubikeyDevice later{station().next_serial()};
    later.change([](refcard::Image& image) { image.management_key->algorithm = 0x22; });
    later.tells_published = true;
    for (YubikeyDevice* const device : {&old, &applet, &strange, &later}) {
        const refcard::Bytes before = refcard::encode(device->image());
        const Ended ended = station().make(process, *device, application);
        INFO(ended.sentence);
        CHECK(ended.error == Errc::card_foreign);
        CHECK(attempts(*device) == 0);
        CHECK(refcard::encode(device->image()) == before);
    }
    CHECK(station().job(process, application).state == perso::store::JobState::approved);
}

// The device has no management key from its new object to the value of it, and no PIN.
TEST_CASE("yubikey, torn: between the writes of every command that PivApplet does in several")
{
    for (const std::uint8_t algorithm : std::array<std::uint8_t, 2>{0x03, 0x0A})
        tear_everywhere(station(), algorithm,
            {"SET PIN RETRIES after 1 of 8", "SET MANAGEMENT KEY after 1 of 4", "SET MANAGEMENT KEY after 2 of 4"},
            check_closed);
}

TEST_CASE("yubikey: the finished device is found good at the desk, and what differs is said")
{
    YubikeyDevice device{station().next_serial()};
    YubikeyDevice other{station().next_serial()};
    PoweredCard ours{station().next_serial()};
    StationProcess process = station().start();
    const Ended ended = station().make(process, device, station().approved());
    INFO(ended.sentence);
    REQUIRE(ended.finished.has_value());
    const Desk desk{station(), process, ended.finished->document_number};
    check_desk(desk, device, other, ours);

    using refcard::Image;
    check_each_harm(desk, device,
        {
            {"another number of tries of the PIN",
                [](Image& image) { image.pin->most_tries = *image.pin->most_tries + 1; }, "PIN tries"},
            {"a try of the PUK was spent", [](Image& image) { --image.puk->tries; }, "PUK tries"},
            {"a published PUK",
                [](Image& image) { image.puk->value = refcard::padded_reference(card::as_bytes("12345678")); }, "PUK"},
        });
    device.tells_published = true;
    const Desk::Told told = desk.check(device);
    CHECK(told.code == Errc::quality_failed);
    CHECK(told.what == "management key");
}

TEST_CASE("yubikey: no new PIN and no new certificates for a device that the office made")
{
    YubikeyDevice device{station().next_serial()};
    StationProcess process = station().start();
    const Ended ended = station().make(process, device, station().approved());
    REQUIRE(ended.finished.has_value());
    check_services_refuse(station(), device);
}

TEST_CASE("yubikey: there are none for children")
{
    StationProcess process = station().start();
    YubikeyDevice device{station().next_serial()};
    CHECK(
        station().make(process, device, station().approved(perso::CardType::from_6_to_14)).error == Errc::unsupported);
    CHECK(device.exchanges() == 0);
}

TEST_CASE("yubikey, power cut: before every command, the station without power as well")
{
    campaign(Cut::before_delivery, Station::dies);
}

TEST_CASE("yubikey, power cut: after every command, its answer lost, the station without power as well")
{
    campaign(Cut::answer_lost, Station::dies);
}

TEST_CASE("yubikey, power cut: half of every answer, then it is pulled")
{
    campaign(Cut::half_an_answer, Station::lives);
}
