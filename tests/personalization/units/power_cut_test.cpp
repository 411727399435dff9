// SPDX-License-Identifier: Apache-2.0
// The supply fails at every exchange of a whole issue, in every way. Whatever the moment, the card ends issued.
#include "personalization/units/campaign.hpp"
#include "personalization/units/issuing_station.hpp"

#include "card/trust/status_list.hpp"
#include "issuer/revocation_lists.hpp"
#include "office/clock.hpp"
#include "store/open_store.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>

using namespace test;
using perso::CardType;

namespace {

/// Every shard makes its own office; `personalization_power_cut_1` and `_2` share the ways between them.
IssuingStation& station()
{
    static IssuingStation station;
    return station;
}

/// Document numbers of cards that were ever claimed: never one twice.
void require_new_number(const std::string& number)
{
    static std::set<std::string> numbers;
    INFO(number);
    CHECK(numbers.insert(number).second);
}

void check_tries(const refcard::Image& image, CardType type)
{
    const auto& profile = station().profile();
    CHECK(image.pin.has_value() == perso::has_pin(type));
    CHECK(image.puk.has_value() == perso::has_pin(type));
    if (!perso::has_pin(type))
        return;
    CHECK(image.pin->tries == profile.pin.tries);
    CHECK(image.puk->tries == profile.puk.tries);
    CHECK(card::as_text(image.pin->value) != profile.pin.transport_value);
}

/// The exchange that is the first to change what such a card keeps.
std::size_t first_effect(CardType type)
{
    static std::map<CardType, std::size_t> known;
    if (const auto found = known.find(type); found != known.end())
        return found->second;
    IssuingStation& office = station();
    PoweredCard card{office.next_serial()};
    const auto blank = card.content();
    std::size_t first = 0;
    card.watch = [&](card::ByteView, card::ByteView) {
        if (first == 0 && card.content() != blank)
            first = card.exchanges();
    };
    StationProcess process = office.start();
    const Ended made = office.make(process, card, office.approved(type));
    REQUIRE(made.finished.has_value());
    require_new_number(made.finished->document_number);
    REQUIRE(first > 1);
    return known[type] = first;
}

card::trust::Files lists(IssuingStation& office, StationProcess& process)
{
    const card::trust::Files csca{{"csca/any.cer", office.issuer().csca_certificate().der()}};
    const card::trust::Files none;
    return perso::issuer::make_revocation_lists(office.issuer(), *process.store, office.office(),
        {.pinned = csca, .ceremony = none, .previous = none}, perso::now());
}

/// What the lists of a day say of a card and its certificates.
struct Listed {
    bool lost = false;
    std::size_t on_card = 0;    ///< certificates on it that are listed
    std::size_t in_office = 0;  ///< certificates that the office made for it
    std::size_t not_listed = 0; ///< of those
};

Listed listed(StationProcess& process, const PoweredCard& card, const perso::store::Allotment& allotment)
{
    const auto files = lists(station(), process);
    const auto status = card::trust::StatusList::parse(files.at(std::string{card::trust::status_list_file}));
    const auto list = card::pki::Crl::parse(files.at(fmt::format("citizen/citizen-ca-{}.crl", allotment.citizen_ca)));
    Listed out;
    out.lost = status.find(allotment.status_index) == card::trust::CardRevocation::lost;
    for (const auto& number : certificate_numbers(card.image()))
        out.on_card += list.find(number).has_value() ? 1U : 0U;
    for (const auto& row : process.database->rows("certificates_of_card", {{":card", allotment.card}})) {
        ++out.in_office;
        if (!list.find(row.bytes(0)))
            ++out.not_listed;
    }
    return out;
}

std::optional<perso::store::Attempt> attempt_on(StationProcess& process, const PoweredCard& card)
{
    perso::store::Kdd kdd{};
    std::ranges::copy(card.image().diversification_data, kdd.begin());
    return process.store->attempt_of(kdd);
}

/// After a cut and before anybody goes on with the card: the job waits again as if nothing had been, or the card lies
/// aside. On a day of lists it is as good as lost, and its certificates are revoked.
void check_between(const PoweredCard& card, const std::string& application, bool begun, bool list_day)
{
    StationProcess process = station().start();
    const auto job = station().job(process, application);
    const auto attempt = attempt_on(process, card);
    CHECK(attempt.has_value() == begun);
    CHECK(job.state == (begun ? perso::store::JobState::quarantined : perso::store::JobState::approved));
    if (!begun || !list_day)
        return;
    const Listed aside = listed(process, card, attempt->allotment);
    CHECK(aside.lost);
    CHECK(aside.on_card == certificate_numbers(card.image()).size());
    CHECK(aside.not_listed == 0);
}

/// The citizen has it, and no list says anything of it.
void check_good(StationProcess& process, const PoweredCard& card)
{
    const auto attempt = attempt_on(process, card);
    REQUIRE(attempt.has_value());
    const Listed good = listed(process, card, attempt->allotment);
    CHECK(!good.lost);
    CHECK(good.on_card == 0);
    CHECK(good.not_listed == good.in_office);
}

/// Every other card lies aside while the lists of the day are made: it gets other certificates. One whose certificates
/// nobody revoked keeps them.
CutResult cut_issue(const CutPoint& point, CardType type)
{
    INFO(name(point));
    IssuingStation& office = station();
    const bool begun = point.exchange >= first_effect(type);
    const std::string application = office.approved(type);
    PoweredCard card{office.next_serial()};
    card.cut_at(point);
    {
        StationProcess process = office.start();
        const Ended first = office.make(process, card, application);
        if (first.finished) {
            CHECK(card.exchanges() < point.exchange);
            require_new_number(first.finished->document_number);
            return {.outcome = "issued", .was_cut = false};
        }
        INFO(first.sentence);
        REQUIRE(first.power_failed == (point.station == Station::dies));
    }
    const bool list_day = (point.exchange + static_cast<std::size_t>(point.cut)) % 2 == 0;
    check_between(card, application, begun, list_day);
    const Ended second = office.recover(card, application);
    StationProcess process = office.start();
    const auto job = office.job(process, application);
    INFO(second.sentence);
    CHECK(second.finished.has_value());
    CHECK(job.state == perso::store::JobState::issued);
    if (!second.finished)
        return {.outcome = std::string{perso::store::name(job.state)} + " " + job.reason + " at " + job.step,
            .was_cut = true};
    CHECK(second.finished->resumed == begun);
    require_new_number(second.finished->document_number);
    CHECK(second.finished->document_number == job.document_number);
    CHECK(card.image().secured());
    check_tries(card.image(), type);
    CHECK(office.is_genuine(card, job.document_number));
    if (list_day)
        check_good(process, card);
    return {.outcome = second.finished->resumed ? "gone on with" : "made anew", .was_cut = true};
}

void campaign(Cut cut, Station at, CardType type, const std::string& work, std::size_t stride = 1)
{
    const auto outcomes = cut_everywhere({.cut = cut, .station = at, .stride = stride}, work,
        [type](const CutPoint& point) { return cut_issue(point, type); });
    std::size_t points = 0;
    for (const auto& [outcome, count] : outcomes)
        points += count;
    CHECK(points > 60 / stride); // a campaign that cuts nothing tests nothing
    CHECK(outcomes.at("gone on with") + outcomes.at("made anew") == points); // none in quarantine, so none to name
}

} // namespace

TEST_CASE("power cut: before every command of an adult's card is delivered, the station without power as well")
{
    campaign(Cut::before_delivery, Station::dies, CardType::adult, "adult");
}

TEST_CASE("power cut: after every command of an adult's card, its answer lost, the station without power as well")
{
    campaign(Cut::answer_lost, Station::dies, CardType::adult, "adult");
}

TEST_CASE("power cut: half of every answer of an adult's card, then it is pulled")
{
    campaign(Cut::half_an_answer, Station::lives, CardType::adult, "adult");
}

TEST_CASE("power cut: the card is pulled before every command of an adult's card")
{
    campaign(Cut::before_delivery, Station::lives, CardType::adult, "adult");
}

TEST_CASE("power cut: the card is pulled after every command of an adult's card")
{
    campaign(Cut::answer_lost, Station::lives, CardType::adult, "adult");
}

TEST_CASE("power cut: children's cards, sampled")
{
    constexpr std::size_t sample = 5;
    campaign(Cut::answer_lost, Station::dies, CardType::from_6_to_14, "6 to 14", sample);
    campaign(Cut::before_delivery, Station::lives, CardType::under_6, "under 6", sample);
}
