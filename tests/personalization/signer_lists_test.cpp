// SPDX-License-Identifier: Apache-2.0
// The CSCA's list of revoked signers: kept while it is young, of a ceremony, of other authorities; and what a store
// that is older than the newest package may not take back.
#include "issuer/signer_lists.hpp"

#include "issuer/list_order.hpp"
#include "list_station.hpp"
#include "support/document_pki.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::issuer;
using card::Errc;
using card::pki::Crl;
using card::pki::RevocationReason;
using card::trust::Files;
using namespace std::chrono_literals;
using test::error_of;
using test::signer_list;
using test::status;

namespace {

using Station = test::ListStation;
const card::Time start = test::first_day;
constexpr std::chrono::days day{1};

Crl signers(const Files& files)
{
    return Crl::parse(files.at(signer_list));
}

std::uint64_t number_of(const Crl& list)
{
    return card::from_big_endian(list.number().value());
}

card::pki::Certificate signer_certificate(const Station& station)
{
    return card::pki::Certificate::parse(perso::read_file(station.office.certificates() / "document-signer-1.cer"));
}

/// A list of a CSCA of somewhere else.
Crl foreign_list(const test::DocumentPki& pki, std::uint64_t number)
{
    return card::pki::build_crl(
        {.this_update = start, .next_update = start + 90 * day, .number = number, .revoked = {}}, pki.csca,
        pki.csca_key);
}

} // namespace

TEST_CASE("signer lists: one stays for thirty days, and a revoked signer ends that")
{
    Station station;
    const Files first = station.lists({}, start);
    CHECK(station.lists(first, start + 29 * day).at(signer_list) == first.at(signer_list));
    const Files later = station.lists(first, start + 30 * day);
    CHECK(number_of(signers(later)) > number_of(signers(first)));
    CHECK(signers(later).this_update() == start + 30 * day);

    station.revoke_signer(RevocationReason::superseded, start + 31 * day);
    const Files revoked = station.lists(later, start + 31 * day);
    REQUIRE(signers(revoked).find(signer_certificate(station)));
    CHECK(station.lists(revoked, start + 32 * day).at(signer_list) == revoked.at(signer_list));
    station.revoke_signer(RevocationReason::key_compromise, start + 33 * day);
    const Files worse = station.lists(revoked, start + 33 * day);
    CHECK(signers(worse).find(signer_certificate(station))->reason == RevocationReason::key_compromise);
}

TEST_CASE("signer lists: only under a CSCA that is pinned")
{
    Station station;
    const Files before = station.lists({}, start);
    const test::DocumentPki other;
    const Files csca{{"csca/csca-2.cer", other.csca.der()}};
    CHECK_FALSE(station.lists_under(csca, before, start + 1s).contains(signer_list));
    CHECK(station.lists_under(csca, before, start + 1s).contains("status/cards.bin"));
    CHECK(station.lists(before, start + 1s).contains(signer_list));
}

TEST_CASE("signer lists: the newer one of a ceremony takes the place of ours, for eighty-five days")
{
    Station station;
    const Files first = station.lists({}, start);
    const Crl made = station.ceremony(20'261'122, start + 1s);
    const Files ceremony{{"crl/ceremony-1.crl", made.der()}};
    const Files with = station.lists(first, start + day, ceremony);
    CHECK(with.at(signer_list) == made.der());
    CHECK_FALSE(with.contains("crl/ceremony-1.crl"));
    CHECK(status(with).header().number < 100); // its numbers are of another sequence
    const Files old{{"crl/old.crl", station.ceremony(1, start).der()}};
    CHECK(station.lists(with, start + 2 * day, old).at(signer_list) == made.der());
    CHECK(station.lists(with, start + 84 * day).at(signer_list) == made.der()); // also without the file
    // However long it lasts, counters call it old after ninety days.
    const Files long_one{{"crl/a.crl", station.ceremony(30'000'000, start, {}, 400 * day).der()}};
    CHECK(station.lists(with, start + 84 * day, long_one).at(signer_list) == long_one.at("crl/a.crl"));
    CHECK(number_of(signers(station.lists(with, start + 86 * day, ceremony))) == 20'261'123);
    CHECK(number_of(signers(station.lists(with, start + 86 * day, long_one))) == 30'000'001);
}

TEST_CASE("signer lists: a ceremony's must have what the store has, and the store what the ceremony has")
{
    Station station;
    const auto certificate = signer_certificate(station);
    const Files first = station.lists({}, start);
    const Files empty{{"crl/a.crl", station.ceremony(50, start + 1s).der()}};
    const auto entry = [&](RevocationReason reason) {
        return std::vector<card::pki::Revocation>{{certificate.serial_number(), start + 1s, reason}};
    };
    const Files listed{{"crl/a.crl", station.ceremony(51, start + 2s, entry(RevocationReason::superseded)).der()}};
    const auto refusal = [&](const Files& ceremony) {
        return error_of([&] { return station.lists(first, start + day, ceremony); });
    };
    CHECK_FALSE(refusal(empty));
    CHECK(refusal(listed) == Errc::lists_went_back); // nobody entered it
    station.revoke_signer(RevocationReason::superseded, start + day);
    CHECK_FALSE(refusal(listed));
    CHECK(station.lists(first, start + day, listed).at(signer_list) == listed.at("crl/a.crl"));
    const Files made = station.lists(first, start + day, empty); // that one lacks it
    CHECK(signers(made).find(certificate));
    CHECK(number_of(signers(made)) == 51);
    const Files compromised{
        {"crl/a.crl", station.ceremony(52, start + 2s, entry(RevocationReason::key_compromise)).der()}};
    CHECK(refusal(compromised) == Errc::lists_went_back); // the store says less
}

TEST_CASE("signer lists: those of other authorities keep their names and go on")
{
    Station station;
    const test::DocumentPki other;
    const auto list = [&](std::uint64_t number) { return Files{{"crl/other.crl", foreign_list(other, number).der()}}; };
    const Files fifth = list(5);
    const Files with = station.lists({}, start, fifth);
    CHECK(with.at("crl/other.crl") == fifth.at("crl/other.crl"));
    CHECK(signers(with).size() == 0);
    CHECK(number_of(Crl::parse(station.lists(with, start + day, list(4)).at("crl/other.crl"))) == 5);
    CHECK(number_of(Crl::parse(station.lists(with, start + day, list(6)).at("crl/other.crl"))) == 6);

    const auto refusal = [&](const std::string& name, card::Bytes der) {
        return error_of([&] { return station.lists({}, start + day, Files{{name, std::move(der)}}); });
    };
    CHECK(refusal(signer_list, foreign_list(other, 1).der()) == Errc::trust_data_invalid);
    CHECK(refusal("crl/broken.crl", {0x30, 0x00}) == Errc::trust_data_invalid);
}

TEST_CASE("an older store: cards and signers that a package has revoked do not become valid again")
{
    Station station;
    const auto [card, certificate] = station.make(1);
    const Files before = station.lists({}, start);
    station.revoke(card, start + 1s);
    station.revoke_signer(RevocationReason::superseded, start + 1s);
    const Files newest = station.lists(before, start + 2s);
    CHECK(status(newest).size() == 1);

    const auto restored = station.older_store();
    const auto refusal = [&](const Files& previous) -> std::optional<card::Error> {
        try {
            station.lists_from(*restored, previous, start + 3s);
        } catch (const card::Error& error) {
            return error;
        }
        return std::nullopt;
    };
    auto cards = refusal({{"status/cards.bin", newest.at("status/cards.bin")}});
    REQUIRE(cards);
    CHECK(cards->code() == Errc::lists_went_back);
    CHECK(cards->field() == "status/cards.bin");
    CHECK(cards->number() == 1);
    CHECK_FALSE(refusal({{"status/cards.bin", before.at("status/cards.bin")}}));

    auto lost_signers = refusal({{signer_list, newest.at(signer_list)}});
    REQUIRE(lost_signers);
    CHECK(lost_signers->code() == Errc::lists_went_back);
    CHECK(lost_signers->field() == signer_list);
    CHECK(lost_signers->number() == 1);
}

TEST_CASE("an older store: its numbers go on above those of the newest package")
{
    Station station;
    station.make(1);
    Files newest;
    for (int i = 0; i < 5; ++i)
        newest = station.lists(newest, start + std::chrono::seconds{i});
    const auto restored = station.older_store();
    const Files next = station.lists_from(*restored, newest, start + 10s);
    CHECK(status(next).header().number == status(newest).header().number + 1);
    CHECK(status(next).header().high_water == 65'536); // the block that it does not know of stays open
    const Files a_week_later = station.lists_from(*restored, next, start + 7 * day);
    CHECK(number_of(Crl::parse(a_week_later.at("citizen/citizen-ca-1.crl"))) == status(newest).header().number + 2);
}

TEST_CASE("order of lists: what is published goes on, and no list goes while its authority stays")
{
    Station station;
    const Files pinned = station.pinned();
    const auto package = [&](card::Time at, const Files& previous) {
        Files files = station.lists(previous, at);
        files.insert(pinned.begin(), pinned.end());
        return files;
    };
    const Files one = package(start, {});
    const Files two = package(start + 31 * day, one);
    const auto refusal = [](const Files& before, const Files& next) {
        return error_of([&] {
            require_later_lists(before, next);
            return 0;
        });
    };
    CHECK(highest_list_number(two) > highest_list_number(one));
    CHECK(highest_list_number({}) == 0);
    CHECK_FALSE(refusal(one, two));
    CHECK(refusal(two, one) == Errc::lists_went_back);
    CHECK(refusal(two, two) == Errc::lists_went_back); // the same status list

    const auto with = [&](const std::string& name, const Files& from) {
        Files files = two;
        files.insert_or_assign(name, from.at(name));
        return files;
    };
    CHECK(refusal(one, with("status/cards.bin", one)) == Errc::lists_went_back);
    const Files three = package(start + 62 * day, two);
    CHECK_FALSE(refusal(one, with(signer_list, one)));
    Files old_signers = three;
    old_signers[signer_list] = one.at(signer_list);
    CHECK(refusal(two, old_signers) == Errc::lists_went_back);

    const auto without = [&](const std::string& name, Files files) {
        files.erase(name);
        return files;
    };
    CHECK(refusal(two, without("status/cards.bin", three)) == Errc::lists_went_back);
    CHECK(refusal(two, without(signer_list, three)) == Errc::lists_went_back);
    CHECK_FALSE(refusal(two, without("csca/any.cer", without(signer_list, three)))); // with its CSCA
    CHECK(refusal(two, without("citizen/citizen-ca-1.crl", three)) == Errc::lists_went_back);
    CHECK(refusal(two, without("citizen/citizen-ca-1.cer", without("citizen/citizen-ca-1.crl", three))) ==
          Errc::lists_went_back);
}
