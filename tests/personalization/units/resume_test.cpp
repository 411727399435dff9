// SPDX-License-Identifier: Apache-2.0
// A card that was cut off and comes back, and cards that are taken for one.
#include "personalization/units/issuing_station.hpp"

#include "base/read_file.hpp"
#include "card/crypto/random.hpp"
#include "card/gp/initialize_update.hpp"
#include "office/clock.hpp"
#include "store/open_store.hpp"
#include "support/throws.hpp"
#include "units/attempt_memory.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <algorithm>

using namespace test;
using card::Errc;
using perso::store::JobState;

namespace {

constexpr std::uint8_t initialize_update = 0x50;
constexpr std::uint8_t external_authenticate = 0x82;

IssuingStation& office()
{
    static IssuingStation station;
    return station;
}

/// Makes the card until `stop` says that it has what a test needs, and takes its power away there.
std::string begun(PoweredCard& card, const std::function<bool(const refcard::Image&)>& stop)
{
    const refcard::Image blank = card.image();
    for (std::size_t exchange = 5;; exchange += 3) {
        const std::string application = office().approved();
        card.power_up();
        card.cut_at({.exchange = exchange, .cut = Cut::answer_lost, .station = Station::dies});
        StationProcess process = office().start();
        const auto ended = office().make(process, card, application);
        REQUIRE(ended.power_failed);
        if (stop(card.image()))
            return application;
        card.change([&](refcard::Image& image) { // another chip of the same kind
            image = blank;
            const auto serial = refcard::big_endian(office().next_serial(), 4);
            std::ranges::copy(serial, image.diversification_data.end() - 4);
            image.keys = refcard::blank_image(refcard::Profile::builtin(), serial).keys;
        });
    }
}

bool has_certificates(const refcard::Image& image)
{
    return image.piv_objects.contains(0x5FC101) && image.piv_objects.contains(0x5FC105);
}

std::ptrdiff_t sent(const PoweredCard& card, std::uint8_t instruction)
{
    return std::ranges::count(card.instructions(), instruction);
}

} // namespace

TEST_CASE("resume: a blank card is none that was begun")
{
    PoweredCard card{office().next_serial()};
    const auto before = card.content();
    StationProcess process = office().start();
    CHECK(office().resume(process, card).error == Errc::job_unknown);
    CHECK(card.content() == before);
}

TEST_CASE("resume: the card of another job is left alone")
{
    PoweredCard card{office().next_serial()};
    const std::string application = begun(card, has_certificates);
    const auto before = card.content();
    StationProcess process = office().start();
    card.power_up();
    CHECK(office().resume(process, card, "T-99999").error == Errc::card_of_other_job);
    CHECK(card.content() == before);
    CHECK(office().job(process, application).state == JobState::quarantined);
    CHECK(office().recover(card, application).finished.has_value());
}

TEST_CASE("resume: a card that was begun and comes in another's place is finished, and the other waits")
{
    PoweredCard card{office().next_serial()};
    const std::string begun_for = begun(card, has_certificates);
    const std::string waiting = office().approved();
    card.power_up();
    StationProcess process = office().start();
    const auto ended = office().make(process, card, waiting);
    REQUIRE(ended.finished.has_value());
    CHECK(ended.finished->application == begun_for);
    CHECK(ended.finished->resumed);
    CHECK(office().job(process, begun_for).state == JobState::issued);
    CHECK(office().job(process, waiting).state == JobState::approved);
}

TEST_CASE("resume: an issued card is not written again")
{
    PoweredCard card{office().next_serial()};
    const std::string application = office().approved();
    StationProcess process = office().start();
    REQUIRE(office().make(process, card, application).finished.has_value());
    const auto before = card.content();
    card.power_up();
    CHECK(office().resume(process, card).error == Errc::card_not_blank);
    CHECK(card.content() == before);
}

TEST_CASE("resume: keys that fail the card's cryptogram are never sent after it")
{
    // The cryptograms are MACs: Key-ENC has no part in them. [GP-D] §6.2.2
    const auto foreign = [](refcard::Image& image) { image.keys.mac[0] ^= 1; };

    PoweredCard blank{office().next_serial()};
    blank.change(foreign);
    const std::string application = office().approved();
    StationProcess process = office().start();
    CHECK(office().make(process, blank, application).error == Errc::card_foreign);
    CHECK(sent(blank, initialize_update) == 1);
    CHECK(sent(blank, external_authenticate) == 0);
    CHECK(blank.instructions().back() == initialize_update);
    CHECK(office().job(process, application).state == JobState::approved);
    CHECK(office().job(process, application).document_number.empty());

    PoweredCard card{office().next_serial()};
    begun(card, has_certificates);
    card.change(foreign);
    const auto before = card.content();
    card.power_up();
    StationProcess later = office().start();
    CHECK(office().resume(later, card).error == Errc::card_foreign);
    CHECK(sent(card, initialize_update) == 1);
    CHECK(sent(card, external_authenticate) == 0);
    CHECK(card.instructions().back() == initialize_update);
    CHECK(card.content() == before);
}

TEST_CASE("resume: a blank card on which somebody tried a PIN is refused before it costs a number")
{
    PoweredCard card{office().next_serial()};
    card.change([](refcard::Image& image) { image.pin->tries = 1; });
    const auto before = card.content();
    const std::string application = office().approved();
    StationProcess process = office().start();
    CHECK(office().make(process, card, application).error == Errc::tries_low);
    CHECK(card.content() == before);
    CHECK(office().job(process, application).state == JobState::approved);
    CHECK(office().job(process, application).document_number.empty());
}

TEST_CASE("resume: certificates of a card that lies aside are revoked for good; gone on with, it gets others")
{
    PoweredCard card{office().next_serial()};
    const std::string application = begun(card, has_certificates);
    StationProcess process = office().start(); // which quarantines it
    const auto first = certificate_numbers(card.image());
    REQUIRE(first.size() >= 2);
    process.store->revoke_quarantined(perso::now());
    const auto revoked = [&] {
        std::vector<card::Bytes> numbers;
        for (const auto& entry : process.store->revoked_certificates(1, perso::now()))
            numbers.push_back(entry.serial_number);
        return numbers;
    };
    for (const auto& number : first)
        CHECK(std::ranges::count(revoked(), number) == 1);

    REQUIRE(office().recover(card, application).finished.has_value());
    const auto second = certificate_numbers(card.image());
    CHECK(second.size() == 4);
    for (const auto& number : second) {
        CHECK(std::ranges::count(first, number) == 0);
        CHECK(std::ranges::count(revoked(), number) == 0);
    }
    for (const auto& number : first)
        CHECK(std::ranges::count(revoked(), number) == 1);
    CHECK(office().is_genuine(card, office().job(process, application).document_number));
}

TEST_CASE("resume: a card that is given up is revoked by two; its application comes again and is issued on another")
{
    PoweredCard dead{office().next_serial()};
    const std::string application = begun(dead, has_certificates);
    StationProcess process = office().start();
    const std::string number = office().job(process, application).document_number;
    const auto withdrawn = card::trust::CardRevocation::withdrawn;
    process.store->request_revocation(number, withdrawn, "", "noy", perso::now());
    process.store->confirm_revocation(number, withdrawn, "keo", perso::now());
    const auto before = dead.content();
    dead.power_up();
    CHECK(office().resume(process, dead).error == Errc::revoked_already);
    CHECK(dead.content() == before);

    CHECK(process.store->import(process.store->application(application), "noy", perso::now()) ==
          perso::store::Imported::again);
    process.store->approve(application, "keo", perso::now());
    PoweredCard other{office().next_serial()};
    REQUIRE(office().make(process, other, application).finished.has_value());
    CHECK(office().job(process, application).state == JobState::issued);
    CHECK(office().job(process, application).document_number != number);
    CHECK(office().is_genuine(other, office().job(process, application).document_number));
}

TEST_CASE("resume: the approver of a record goes on with no card of it")
{
    PoweredCard card{office().next_serial()};
    const std::string application = begun(card, has_certificates);
    StationProcess process = office().start();
    const auto attempt = process.store->attempt_of([&] {
        perso::store::Kdd kdd{};
        std::ranges::copy(card.image().diversification_data, kdd.begin());
        return kdd;
    }());
    REQUIRE(attempt.has_value());
    CHECK(attempt->application == application);
    CHECK(error_of([&] { process.store->reopen(attempt->allotment.card, "keo", perso::now()); }) == Errc::same_person);
    process.store->reopen(attempt->allotment.card, "noy", perso::now());
    CHECK(error_of([&] { process.store->reopen(attempt->allotment.card, "noy", perso::now()); }) == Errc::job_state);
}

TEST_CASE("resume: between paper and card, CAN, PIN and PUK are sealed; afterwards they are gone")
{
    PoweredCard card{office().next_serial()};
    const std::string application = begun(card, has_certificates);
    StationProcess process = office().start();
    const std::string number = office().job(process, application).document_number;
    const card::Bytes letter = perso::read_file(office().letters() / (number + ".txt"));
    const std::string text{card::as_text(letter)};
    for (const char* name : {"\nCAN: ", "\nPIN: ", "\nPUK: "}) {
        const auto begin = text.find(name) + 6;
        const std::string secret = text.substr(begin, text.find('\n', begin) - begin);
        REQUIRE(secret.size() >= 6);
        for (const char* file : {"store.sqlite", "store.sqlite-wal"}) {
            const card::Bytes bytes = perso::read_file(office().office().directory / file);
            INFO(file);
            CHECK(std::ranges::search(bytes, secret).empty());
        }
    }
    const auto left = [&] {
        const SQLite::Database store{(office().office().directory / "store.sqlite").string()};
        SQLite::Statement last{store, "SELECT max(id) FROM unit_work"};
        REQUIRE(last.executeStep());
        return process.database->rows("units_recall", {{":work", last.getColumn(0).getInt64()}}).size();
    };
    CHECK(left() > 5);
    REQUIRE(office().recover(card, application).finished.has_value());
    CHECK(left() == 0);
}

TEST_CASE("resume: what is sealed for one work opens in no other, and not when it was changed")
{
    auto& token = office().issuer().hsm().token();
    const auto label = perso::issuer::label::attempt_memory;
    const card::Bytes secret{1, 2, 3, 4};
    const card::Bytes place{7};
    const card::Bytes other{8};
    card::Bytes sealed = token.seal(label, place, secret);
    CHECK(card::equal(token.open(label, place, sealed), secret));
    CHECK(error_of([&] { token.open(label, other, sealed); }) == Errc::seal_broken);
    CHECK(token.seal(label, place, secret) != sealed);
    sealed.back() ^= 1;
    CHECK(error_of([&] { token.open(label, place, sealed); }) == Errc::seal_broken);
    CHECK(error_of([&] { token.open(label, place, secret); }) == Errc::seal_broken);
}
