// SPDX-License-Identifier: Apache-2.0
// The lists of an office on SoftHSM: CAs that follow one another, complete lists, what is new since.
#include "list_station.hpp"

#include "base/durable_file.hpp"
#include "card/pki/lint.hpp"
#include "card/pki/path.hpp"
#include "issuer/authorities.hpp"
#include "support/document_pki.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::issuer;
using card::pki::Crl;
using card::trust::CardRevocation;
using card::trust::Files;
using namespace std::chrono_literals;
using test::error_of;
using test::status;

namespace {

using Station = test::ListStation;
const card::Time start = test::first_day;
const card::ByteView pin = test::office_pin;

} // namespace

TEST_CASE("lists: of a new office, empty and signed")
{
    Station station;
    const Files files = station.lists({}, start);
    CHECK(files.size() == 4);
    const auto ca = card::pki::Certificate::parse(files.at("citizen/citizen-ca-1.cer"));
    CHECK(ca.is_authority());
    const Crl citizens = Crl::parse(files.at("citizen/citizen-ca-1.crl"));
    CHECK(citizens.is_signed_by(ca));
    CHECK(citizens.size() == 0);
    CHECK_FALSE(citizens.delta_base());
    CHECK(Crl::parse(files.at("crl/csca-1.crl")).size() == 0);
    CHECK(status(files).size() == 0);
    CHECK(status(files).header().issuing_state == "LAO");
    CHECK(status(files).header().high_water == 0); // no block is open
}

TEST_CASE("lists: what is new since the complete list stands in a delta list, for a week")
{
    Station station;
    const auto [first, first_certificate] = station.make(1);
    const auto [second, second_certificate] = station.make(2);
    station.revoke(first, start + 1s);
    const Files monday = station.lists({}, start + 1h);
    const Crl complete = Crl::parse(monday.at("citizen/citizen-ca-1.crl"));
    CHECK(complete.find(first_certificate));
    CHECK_FALSE(complete.find(second_certificate));
    CHECK(status(monday).find(first.status_index) == CardRevocation::stolen);
    CHECK_FALSE(status(monday).find(second.status_index));
    CHECK(status(monday).header().high_water == 65'536);

    const Files tuesday = station.lists(monday, start + 24h); // nothing happened
    CHECK(tuesday.at("citizen/citizen-ca-1.crl") == monday.at("citizen/citizen-ca-1.crl"));
    CHECK_FALSE(tuesday.contains("citizen/citizen-ca-1-delta.crl"));
    CHECK(status(tuesday).header().number > status(monday).header().number);

    station.revoke(second, start + 25h);
    const Files wednesday = station.lists(tuesday, start + 48h);
    CHECK(wednesday.at("citizen/citizen-ca-1.crl") == monday.at("citizen/citizen-ca-1.crl"));
    const Crl delta = Crl::parse(wednesday.at("citizen/citizen-ca-1-delta.crl"));
    CHECK(delta.delta_base() == complete.number());
    CHECK(delta.size() == 1);
    CHECK(delta.find(second_certificate));
    CHECK(delta.next_update() == complete.next_update());
    CHECK(status(wednesday).size() == 2);

    const Files thursday = station.lists(wednesday, start + 72h);
    CHECK(thursday.at("citizen/citizen-ca-1-delta.crl") == wednesday.at("citizen/citizen-ca-1-delta.crl"));

    const Files next_monday = station.lists(thursday, start + 1h + complete_list_interval);
    CHECK_FALSE(next_monday.contains("citizen/citizen-ca-1-delta.crl"));
    CHECK(Crl::parse(next_monday.at("citizen/citizen-ca-1.crl")).size() == 2);
}

TEST_CASE("lists: each CA has a day of the week for its complete list")
{
    Station station;
    Files files = station.lists({}, start + std::chrono::days{2});
    card::Bytes before = files.at("citizen/citizen-ca-1.crl");
    std::vector<int> renewed;
    for (int day = 3; day <= 23; ++day) {
        const auto a_little_earlier_each = std::chrono::minutes{day};
        files = station.lists(files, start + std::chrono::days{day} - a_little_earlier_each);
        card::Bytes now = files.at("citizen/citizen-ca-1.crl");
        if (now != before)
            renewed.push_back(day);
        before = std::move(now);
    }
    CHECK(renewed == std::vector<int>{7, 14, 21});
}

TEST_CASE("lists: a revoked document signer stands in the list of the CSCA, with the reason, and makes no card")
{
    Station station;
    const auto file = station.office.certificates() / "document-signer-1.cer";
    const auto certificate = card::pki::Certificate::parse(perso::read_file(file));
    const store::Signer signer = read_document_signer(station.office, file);
    CHECK(signer.name == "Document Signer 1");
    CHECK(signer.serial_number == certificate.serial_number());
    store::SqliteDatabase database{station.office.store_file(), start};
    CHECK_FALSE(error_of([&] { open_signers(database, station.office, start).require_usable(start); }));

    using card::pki::RevocationReason;
    station.store.request_signer_revocation(signer, RevocationReason::key_compromise, "", "noy", start + 1s);
    CHECK(Crl::parse(station.lists({}, start + 1s).at("crl/csca-1.crl")).size() == 0);
    station.store.confirm_signer_revocation(signer, RevocationReason::key_compromise, "keo", start + 2s);
    const Crl list = Crl::parse(station.lists({}, start + 3s).at("crl/csca-1.crl"));
    REQUIRE(list.find(certificate));
    CHECK(list.find(certificate)->reason == RevocationReason::key_compromise);
    CHECK(list.find(certificate)->when == start + 2s);
    CHECK(card::pki::lint(list).empty());
    CHECK(error_of([&] { open_signers(database, station.office, start).require_usable(start + 3s); }) ==
          card::Errc::signer_state);
}

TEST_CASE("lists: only what the CSCA of this office signed is a signer of its own, DER or PEM")
{
    Station station;
    const auto certificates = station.office.certificates();
    const auto refusal = [&](const std::filesystem::path& file) {
        return error_of([&] { read_document_signer(station.office, file); });
    };
    CHECK(refusal(certificates / "csca-1.cer") == card::Errc::signer_unknown);
    CHECK(refusal(certificates / "citizen-ca-1.cer") == card::Errc::signer_unknown);
    CHECK(refusal(certificates / "content-signer-1.cer") == card::Errc::signer_unknown);
    CHECK(refusal(station.office.directory / "office.toml") == card::Errc::signer_unknown);
    CHECK(refusal(certificates / "document-signer-9.cer") == card::Errc::file_unreadable);
    test::DocumentPki stranger;
    const auto foreign = station.folder / "foreign.cer";
    write_new_file(foreign, stranger.signer.der());
    CHECK(refusal(foreign) == card::Errc::signer_unknown);
}

TEST_CASE("lists: the next CA of the holders' keys has its own, and a broken attempt to make it is taken up")
{
    Station station;
    station.make(1);
    const auto later = start + store::use_of_citizen_ca;
    const auto file = station.office.certificates() / "citizen-ca-2.cer";
    const auto published = station.office.trust() / "citizen" / "citizen-ca-2.cer";
    const auto [allotted, certificate] = station.make(2, later);
    CHECK(allotted.citizen_ca == 2);
    const auto second = station.issuer.citizen_ca_certificate(2);
    CHECK(card::pki::is_signed_by(certificate, second));
    CHECK(second.subject_common_name() == "Citizen CA 2");
    CHECK(std::filesystem::exists(published));
    CHECK(citizen_crl_url(station.office, 2) == "http://c.invalid/lists/citizen-ca-2.crl");

    station.revoke(allotted, later);
    const Files files = station.lists({}, later);
    CHECK(files.contains("citizen/citizen-ca-1.crl"));
    CHECK(Crl::parse(files.at("citizen/citizen-ca-1.crl")).size() == 0);
    const Crl list = Crl::parse(files.at("citizen/citizen-ca-2.crl"));
    CHECK(list.find(certificate));
    CHECK(list.is_signed_by(second));

    std::filesystem::remove(file); // the power went between the key and its certificate
    std::filesystem::remove(published);
    Issuer again{station.office, card::profile::builtin(), pin};
    again.open_citizen_ca(2, later);
    CHECK(again.citizen_ca_certificate(2).spki() == second.spki());
    CHECK(std::filesystem::exists(file));
    CHECK(std::filesystem::exists(published));
}
