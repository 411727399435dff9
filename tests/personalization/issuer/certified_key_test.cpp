// SPDX-License-Identifier: Apache-2.0
// Keys of the office and their certificates, on SoftHSM.
#include "issuer/certified_key.hpp"

#include "list_station.hpp"

#include "base/durable_file.hpp"
#include "database/sqlite/sqlite_database.hpp"
#include "issuer/journal_key.hpp"
#include "issuer/package_root.hpp"
#include "issuer/result_signer.hpp"
#include "issuer/signer_staging.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace perso;
using card::Errc;
using test::error_of;
using test::first_day;
using test::office_pin;

TEST_CASE("keys with certificates: made once, and taken up again")
{
    const test::TemporaryFolder folder;
    const Office office = test::create_list_office(folder / "office");
    issuer::Hsm hsm = issuer::Hsm::open(office, office_pin);
    const auto& profile = card::profile::builtin();
    hsm.token().generate_signing_key("result-signer-1"); // the power failed after this
    const auto made = issuer::open_result_signer(hsm, office, profile, first_day);
    const auto again = issuer::open_result_signer(hsm, office, profile, first_day);
    CHECK(made.certificate == again.certificate);
    CHECK(made.key.public_key() == again.certificate.ec_public_key());
    CHECK(made.key.public_key() == hsm.signing_key("result-signer-1").public_key());
}

TEST_CASE("keys with certificates: one that is gone is not made anew")
{
    const test::TemporaryFolder folder;
    const Office office = test::create_list_office(folder / "office");
    const auto& profile = card::profile::builtin();
    store::SqliteDatabase database{office.store_file(), first_day};
    issuer::Hsm hsm = issuer::Hsm::open(office, office_pin);

    struct Opening {
        std::string label;
        std::function<void()> open;
    };

    const std::vector<Opening> openings{
        {"result-signer-1", [&] { issuer::open_result_signer(hsm, office, profile, first_day); }},
        {"trust-root-7", [&] { issuer::open_package_root(hsm, office, profile, 7, first_day); }},
        {"document-signer-2", [&] { issuer::stage_signer(hsm, database, office, profile, 2, "noy", first_day); }},
    };
    const card::Bytes certificate = read_file(office.certificates() / "journal-1.cer");
    for (const Opening& opening : openings) {
        CAPTURE(opening.label);
        const auto file = office.certificates() / (opening.label + ".cer");
        write_new_file(file, certificate);
        CHECK(error_of(opening.open) == Errc::hsm_key_missing);
        CHECK_FALSE(hsm.has_key(opening.label)); // or the copy of the key would find its place taken
        CHECK(card::equal(read_file(file), certificate));
    }
    CHECK_FALSE(error_of([&] { issuer::open_journal_key(hsm, office, profile, first_day); }));
}
