// SPDX-License-Identifier: Apache-2.0
// The supply fails at every exchange of a PIN set anew and of certificates renewed. Whatever the moment, the service is
// done when it is begun again, and nothing was said before it was true.
#include "life/replacements.hpp"
#include "life/services.hpp"
#include "people/acts.hpp"
#include "personalization/units/campaign.hpp"
#include "personalization/units/issuing_station.hpp"
#include "services/renew_certificates.hpp"

#include "base/read_file.hpp"
#include "card/base/hex.hpp"
#include "card/piv/data_objects.hpp"
#include "office/clock.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>

using namespace test;
using card::Errc;
namespace life = perso::life;

namespace {

/// One office and one card with its holder; the card goes through every cut, one after another.
class Counter {
public:
    Counter()
    {
        StationProcess process = station.start();
        const auto made = station.make(process, card, station.approved());
        REQUIRE(made.finished.has_value());
        document = made.finished->document_number;
        const auto found = life::find_card(*process.database, document);
        perso::people::record_act(
            *process.database, {found.application, found.id}, perso::people::Act::checked, "dao", perso::now());
        life::deliver(*process.database, *process.store, document, life::Surrender::nothing_said, "dao", perso::now());
    }

    IssuingStation station;
    PoweredCard card{station.next_serial()};
    std::string document;

    void order(life::Service service)
    {
        StationProcess process = station.start();
        life::order_service(*process.database, document, service, "keo", perso::now());
    }

    /// By another operator each time, who may go on with what the first one began.
    void reset_pin(StationProcess& process)
    {
        perso::IssuedCard issued{card, station.issuer(), station.profile(), card::crypto::system_random()};
        perso::reset_pin(issued, {*process.database, document, "noy", *process.seal}, station.letters());
    }

    void renew(StationProcess& process)
    {
        const StationGate gate{station.issuer(), process, station.office(),
            [&] { return life::find_card(*process.database, document).id; }};
        perso::IssuedCard issued{card, station.issuer(), station.profile(), card::crypto::system_random()};
        perso::renew_certificates(issued, {*process.database, document, "noy", *process.seal});
    }
};

Counter& counter()
{
    static Counter counter;
    return counter;
}

/// What the office holds of the card, read by a process of its own.
struct Books {
    life::Traces valid;                       ///< in the store, as on the card
    std::set<card::Bytes> revoked;            ///< serial numbers
    std::map<std::string, std::int64_t> open; ///< services, by kind
};

Books books(const Counter& at)
{
    StationProcess process = at.station.start();
    const auto card = life::find_card(*process.database, at.document);
    Books out{.valid = life::certificates(*process.database, card), .revoked = {}, .open = {}};
    for (const auto& entry : process.store->revoked_certificates(card.citizen_ca, perso::now()))
        out.revoked.insert(entry.serial_number);
    for (const auto service : {life::Service::pin, life::Service::certificates})
        if (const auto row = process.database->row("life_open_service", {{":card", card.id}, {":kind", name(service)}}))
            out.open[std::string{name(service)}] = row->number(0);
    return out;
}

/// Of the certificates that lie in the chip's memory, by their hash.
std::map<card::Bytes, card::pki::Certificate> on_card(const Counter& at)
{
    constexpr std::array<std::uint32_t, 4> containers{0x5FC105, 0x5FC10A, 0x5FC10B, 0x5FC101};
    std::map<card::Bytes, card::pki::Certificate> held;
    for (const std::uint32_t tag : containers) {
        auto certificate =
            card::pki::Certificate::parse(card::piv::decode_certificate_container(at.card.image().piv_objects.at(tag)));
        held.emplace(perso::store::trace_of(certificate).hash, std::move(certificate));
    }
    return held;
}

/// Runs it with a cut. True if it was cut before it was done.
template <typename Work>
bool cut(Counter& at, const CutPoint& point, Work work)
{
    at.card.power_up();
    at.card.cut_at(point);
    StationProcess process = at.station.start();
    try {
        work(process);
        return false;
    } catch (const card::Error& error) {
        INFO(std::string{error.what()});
        CHECK(point.station == Station::lives);
    } catch (const PowerFailed&) {
        CHECK(point.station == Station::dies);
    }
    return true;
}

void check_pin(const Counter& at, std::int64_t number)
{
    const auto letter = perso::read_file(at.station.letters() / fmt::format("{}-pin-{}.txt", at.document, number));
    const std::string text{card::as_text(letter)};
    const auto value = [&](std::string_view key, std::size_t digits) {
        return refcard::padded_reference(card::as_bytes(text.substr(text.find(key) + key.size(), digits)));
    };
    const auto& profile = at.station.profile();
    const auto& image = at.card.image();
    CHECK(image.pin->value == value("\nPIN: ", profile.pin.min_digits));
    CHECK(image.puk->value == value("\nPUK: ", profile.puk.digits));
    CHECK(image.pin->tries == profile.pin.tries);
    CHECK(image.puk->tries == profile.puk.tries);
    CHECK(text.find("CAN: ") == std::string::npos);
}

CutResult cut_reset_pin(const CutPoint& point)
{
    INFO(name(point));
    Counter& at = counter();
    at.order(life::Service::pin);
    const std::int64_t number = books(at).open.at("pin");
    const auto work = [&](StationProcess& process) { at.reset_pin(process); };
    const bool was_cut = cut(at, point, work);
    if (was_cut) {
        CHECK(books(at).open.contains("pin")); // not said to be done
        at.card.power_up();
        StationProcess process = at.station.start();
        CHECK_NOTHROW(at.reset_pin(process));
    }
    CHECK(!books(at).open.contains("pin"));
    check_pin(at, number);
    return {.outcome = "done", .was_cut = was_cut};
}

/// Nothing is revoked that the card may need, and what it holds is known.
void check_between(const Counter& at, const Books& before)
{
    const Books between = books(at);
    CHECK(between.open.contains("certificates"));
    CHECK(between.valid == before.valid);
    CHECK(between.revoked == before.revoked);
    for (const auto& [hash, certificate] : on_card(at))
        CHECK(!between.revoked.contains(certificate.serial_number()));
}

void check_renewed(const Counter& at, const Books& before)
{
    const Books after = books(at);
    CHECK(!after.open.contains("certificates"));
    const auto held = on_card(at);
    CHECK(held.size() == after.valid.size());
    StationProcess process = at.station.start();
    const auto card = life::find_card(*process.database, at.document);
    for (const auto& [slot, trace] : after.valid) {
        REQUIRE(held.contains(trace.hash));
        CHECK(perso::store::trace_of(held.at(trace.hash)) == trace);
        CHECK(!after.revoked.contains(trace.serial_number));
        const auto& old = before.valid.at(slot);
        CHECK(trace != old);
        CHECK(after.revoked.contains(old.serial_number));
        const auto key =
            process.database->row("people_card_certificate", {{":document_number", at.document}, {":slot", slot}});
        REQUIRE(key.has_value());
        CHECK(held.at(trace.hash).spki() == key->bytes(1)); // for the key that the card always had
    }
    CHECK(after.revoked.size() == before.revoked.size() + before.valid.size());
    CHECK(life::renewed(*process.database, *process.seal, card, before.open.at("certificates"))
              .empty()); // nothing names the holder any more
}

CutResult cut_renewal(const CutPoint& point)
{
    INFO(name(point));
    Counter& at = counter();
    at.order(life::Service::certificates);
    const Books before = books(at);
    const auto work = [&](StationProcess& process) { at.renew(process); };
    const bool was_cut = cut(at, point, work);
    if (was_cut) {
        check_between(at, before);
        at.card.power_up();
        StationProcess process = at.station.start();
        CHECK_NOTHROW(at.renew(process));
    }
    check_renewed(at, before);
    return {.outcome = "done", .was_cut = was_cut};
}

/// The process stalls when the card has answered that exchange; in the meantime the card lies in another reader, where
/// the service is done. How the first process ends; nothing when it was done before it stalled.
template <typename Work>
std::optional<Errc> stall(Counter& at, std::size_t exchange, Work work)
{
    bool stalled = false;
    at.card.power_up();
    at.card.watch = [&](card::ByteView, card::ByteView) {
        if (stalled || at.card.exchanges() != exchange)
            return;
        stalled = true;
        at.card.reset();
        StationProcess other = at.station.start();
        CHECK_NOTHROW(work(other));
        at.card.cut_at(
            {.exchange = at.card.exchanges(), .station = Station::lives}); // not in the first reader any more
    };
    StationProcess process = at.station.start();
    const auto error = error_of([&] { work(process); });
    at.card.watch = nullptr;
    at.card.power_up();
    CHECK(stalled == error.has_value());
    return error;
}

constexpr std::array every_way{std::pair{Cut::before_delivery, Station::dies},
    std::pair{Cut::before_delivery, Station::lives}, std::pair{Cut::answer_lost, Station::dies},
    std::pair{Cut::answer_lost, Station::lives}, std::pair{Cut::half_an_answer, Station::lives}};

void campaign(const std::string& work, std::size_t least, CutResult (*attempt)(const CutPoint&))
{
    std::size_t points = 0;
    for (const auto& [cut, station] : every_way)
        for (const auto& [outcome, count] : cut_everywhere({.cut = cut, .station = station}, work, attempt)) {
            CHECK(outcome == "done");
            points += count;
        }
    CHECK(points >= least * every_way.size()); // a campaign that cuts nothing tests nothing
}

} // namespace

TEST_CASE("power cut: at every command of a PIN that is set anew, in every way")
{
    campaign("reset-pin", 12, cut_reset_pin);
}

TEST_CASE("power cut: at every command of certificates that are renewed, in every way")
{
    campaign("renew-certificates", 20, cut_renewal);
    CHECK(counter().station.is_genuine(counter().card, counter().document));
}

TEST_CASE("life: a process that stalls while another sets the PIN says nothing, and writes no letter")
{
    Counter& at = counter();
    std::map<Errc, std::size_t> ended;
    for (std::size_t exchange = 1;; ++exchange) {
        INFO("exchange " << exchange);
        at.order(life::Service::pin);
        const std::int64_t number = books(at).open.at("pin");
        const auto error = stall(at, exchange, [&](StationProcess& process) { at.reset_pin(process); });
        CHECK(!books(at).open.contains("pin"));
        check_pin(at, number);
        if (!error)
            break;
        ++ended[*error];
    }
    CHECK(ended.size() == 3);
    CHECK(ended[Errc::card_state] == 1);   // the card was recognised, the service not begun
    CHECK(ended[Errc::card_removed] >= 8); // in the midst of it
    CHECK(ended[Errc::lease_lost] == 2);   // before the first change of the card, and after the last answer
}

TEST_CASE("life: a process that stalls while another renews the certificates revokes none")
{
    Counter& at = counter();
    std::map<Errc, std::size_t> ended;
    for (std::size_t exchange = 1;; ++exchange) {
        INFO("exchange " << exchange);
        at.order(life::Service::certificates);
        const Books before = books(at);
        const auto error = stall(at, exchange, [&](StationProcess& process) { at.renew(process); });
        check_renewed(at, before);
        if (!error)
            break;
        ++ended[*error];
    }
    CHECK(ended.size() == 3);
    CHECK(ended[Errc::card_state] == 1);
    CHECK(ended[Errc::card_removed] >= 15);
    CHECK(ended[Errc::lease_lost] == 3); // before certificates are made, before the first change, after the last answer
}

TEST_CASE("life: a service is done by another than who ordered it, to the card that was named")
{
    Counter& at = counter();
    StationProcess process = at.station.start();
    at.card.power_up();
    CHECK(error_of([&] { at.reset_pin(process); }) == Errc::card_state); // nobody ordered it
    life::order_service(*process.database, at.document, life::Service::pin, "noy", perso::now());
    CHECK(error_of([&] { at.reset_pin(process); }) == Errc::role_excluded);
    const refcard::Image before = at.card.image();
    CHECK(before.pin->value == at.card.image().pin->value);

    PoweredCard other{at.station.next_serial()};
    perso::IssuedCard blank{other, at.station.issuer(), at.station.profile(), card::crypto::system_random()};
    CHECK(error_of([&] { blank.recognise(*process.database); }) == Errc::card_unknown);

    perso::IssuedCard issued{at.card, at.station.issuer(), at.station.profile(), card::crypto::system_random()};
    CHECK(error_of([&] {
        perso::reset_pin(issued, {*process.database, "LA9999999", "bee", *process.seal}, at.station.letters());
    }) == Errc::card_of_other_job);
    CHECK_NOTHROW(
        perso::reset_pin(issued, {*process.database, at.document, "bee", *process.seal}, at.station.letters()));
}

TEST_CASE("life: a certificate that the office does not know is not written over")
{
    Counter& at = counter();
    at.card.power_up();
    at.order(life::Service::certificates);
    const Books before = books(at);
    constexpr std::uint32_t container = 0x5FC10A;
    const auto right = at.card.image().piv_objects.at(container);
    at.card.change([&](refcard::Image& image) {
        image.piv_objects.at(container) = image.piv_objects.at(0x5FC105); // of another key
    });
    StationProcess process = at.station.start();
    CHECK(error_of([&] { at.renew(process); }) == Errc::quality_failed);
    CHECK(books(at).valid == before.valid);
    at.card.change([&](refcard::Image& image) { image.piv_objects.at(container) = right; });
    CHECK_NOTHROW(at.renew(process));
    check_renewed(at, before);
}
