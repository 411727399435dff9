// SPDX-License-Identifier: Apache-2.0
// OpenFIPS201 through the station: what is on the card in the end is read from its memory by OpenSSL.
#include "personalization/drivers/cut_card.hpp"
#include "personalization/drivers/desk_harms.hpp"
#include "personalization/drivers/openfips201_card.hpp"
#include "personalization/drivers/refused_services.hpp"
#include "personalization/drivers/written_pki.hpp"

#include "drivers/openfips201.hpp"

#include <doctest/doctest.h>

using namespace test;
using card::Errc;

namespace {

IssuingStation& fips_station()
{
    static IssuingStation station{card::profile::builtin(), perso::drivers::openfips201()};
    return station;
}

void check_made(const refcard::Image& image)
{
    const auto& profile = fips_station().profile();
    CHECK(image.secured());
    CHECK(image.keys.kvn == profile.management.issuer_kvn.value);
    REQUIRE(image.pin.has_value());
    REQUIRE(image.puk.has_value());
    CHECK(image.pin->value != refcard::padded_reference(card::as_bytes("123456")));
    CHECK(image.pin->tries == profile.pin.tries);
    CHECK(image.pin->most_tries == profile.pin.tries); // not the six and ten of the applet
    CHECK(image.puk->tries == profile.puk.tries);
    CHECK(image.puk->most_tries == profile.puk.tries);
    check_written_pki(image);
}

CutResult cut_applet(const CutPoint& point)
{
    return cut_card<OpenFips201Card>(fips_station(), point, check_made);
}

void cut_applet_everywhere(Cut cut, Station at)
{
    cut_card_everywhere(cut, at, "OpenFIPS201", cut_applet, 60);
}

} // namespace

TEST_CASE("openfips201: a card is issued")
{
    OpenFips201Card card{fips_station().next_serial()};
    StationProcess process = fips_station().start();
    const Ended ended = fips_station().make(process, card, fips_station().approved());
    INFO(ended.sentence);
    REQUIRE(ended.finished.has_value());
    check_made(card.image());
}

TEST_CASE("openfips201: an applet that keeps its own number of tries, or lost one, is no finished card")
{
    for (const bool keeps : {true, false}) {
        CAPTURE(keeps);
        OpenFips201Card card{fips_station().next_serial()};
        card.keeps_tries = keeps;
        card.watch = [&](card::ByteView command, card::ByteView) {
            constexpr std::uint8_t verify = 0x20, log_out = 0xFF;
            if (!keeps && command[1] == verify && command[2] == log_out) // in the quality check alone
                card.change([](refcard::Image& image) { --image.pin->tries; });
        };
        StationProcess process = fips_station().start();
        const std::string application = fips_station().approved();
        const Ended ended = fips_station().make(process, card, application);
        CHECK(ended.error == Errc::quality_failed);
        CHECK(ended.sentence.find("PIN tries") != std::string::npos);
        CHECK(fips_station().job(process, application).state == perso::store::JobState::quarantined);
    }
}

TEST_CASE("openfips201: the finished card is found good at the desk, and what differs is said")
{
    OpenFips201Card card{fips_station().next_serial()};
    OpenFips201Card other{fips_station().next_serial()};
    PoweredCard ours{fips_station().next_serial()};
    StationProcess process = fips_station().start();
    const Ended ended = fips_station().make(process, card, fips_station().approved());
    INFO(ended.sentence);
    REQUIRE(ended.finished.has_value());
    const Desk desk{fips_station(), process, ended.finished->document_number};
    check_desk(desk, card, other, ours);
}

TEST_CASE("openfips201: no new PIN and no new certificates for a card that the office made")
{
    for (const bool has_master_file : {false, true}) {
        CAPTURE(has_master_file);
        OpenFips201Card card{fips_station().next_serial()};
        card.has_master_file = has_master_file;
        StationProcess process = fips_station().start();
        const Ended ended = fips_station().make(process, card, fips_station().approved());
        REQUIRE(ended.finished.has_value());
        check_services_refuse(fips_station(), card);
    }
}

TEST_CASE("openfips201: keys that are not ours cost one INITIALIZE UPDATE, and nothing is sent after it")
{
    OpenFips201Card card{fips_station().next_serial()};
    card.change([](refcard::Image& image) { image.keys.mac[0] ^= 0x01; });
    StationProcess process = fips_station().start();
    const std::string application = fips_station().approved();
    CHECK(fips_station().make(process, card, application).error == Errc::card_foreign);
    REQUIRE_FALSE(card.instructions().empty());
    CHECK(card.instructions().back() == 0x50);
    CHECK(fips_station().job(process, application).state == perso::store::JobState::approved);
    CHECK(card.image().piv_keys.empty());
}

TEST_CASE("openfips201: a card that was issued is none to begin with, and there are none for children")
{
    OpenFips201Card card{fips_station().next_serial()};
    StationProcess process = fips_station().start();
    card.change([](refcard::Image& image) { image.keys.kvn = card::profile::builtin().management.issuer_kvn.value; });
    const std::string application = fips_station().approved();
    CHECK(fips_station().make(process, card, application).error == Errc::card_not_blank);
    OpenFips201Card other{fips_station().next_serial()};
    CHECK(fips_station().make(process, other, fips_station().approved(perso::CardType::from_6_to_14)).error ==
          Errc::unsupported);
    CHECK(other.exchanges() == 0);
}

TEST_CASE("openfips201: a key object of somebody else's, whatever its rules, is on no blank card")
{
    OpenFips201Card card{fips_station().next_serial()};
    card.add_key_object(0x9C, 0x11);
    StationProcess process = fips_station().start();
    const std::string application = fips_station().approved();
    CHECK(fips_station().make(process, card, application).error == Errc::card_not_blank);
    CHECK(fips_station().job(process, application).state == perso::store::JobState::approved);
    CHECK(card.image().piv_objects.empty());
}

TEST_CASE("openfips201, power cut: before every command, the station without power as well")
{
    cut_applet_everywhere(Cut::before_delivery, Station::dies);
}

TEST_CASE("openfips201, power cut: after every command, its answer lost, the station without power as well")
{
    cut_applet_everywhere(Cut::answer_lost, Station::dies);
}

TEST_CASE("openfips201, power cut: half of every answer, then it is pulled")
{
    cut_applet_everywhere(Cut::half_an_answer, Station::lives);
}
