// SPDX-License-Identifier: Apache-2.0
// A token whose keys are gone or are others than those of the office's certificates, on SoftHSM.
#include "issuer/key_inventory.hpp"

#include "list_station.hpp"

#include "card/base/error.hpp"
#include "database/sqlite/sqlite_database.hpp"
#include "issuer/cryptoki.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace perso;
using issuer::KeyPresence;
using test::first_day;
using test::office_pin;

namespace {

std::vector<issuer::KeyEntry> inventory(const Office& office)
{
    store::SqliteDatabase database{office.store_file(), first_day};
    const issuer::Hsm hsm = issuer::Hsm::open(office, office_pin);
    return issuer::take_inventory(hsm, office, database, first_day);
}

KeyPresence presence(const std::vector<issuer::KeyEntry>& keys, std::string_view label)
{
    const auto found = std::ranges::find(keys, label, &issuer::KeyEntry::label);
    REQUIRE(found != keys.end());
    return found->presence;
}

/// Everything under this label, as when a copy was made without it.
void destroy(const Office& office, std::string_view label)
{
    issuer::HsmKeys first{office.hsm.module};
    const issuer::Cryptoki module{office.hsm.module};
    first.log_in(office.hsm.token, office_pin);
    const auto slot = module.find_token(office.hsm.token);
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    issuer::require(
        module->C_OpenSession(slot.value(), CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session), "open");
    CK_ATTRIBUTE named{CKA_LABEL, const_cast<char*>(label.data()), label.size()};
    issuer::require(module->C_FindObjectsInit(session, &named, 1), "find");
    std::array<CK_OBJECT_HANDLE, 8> objects{};
    CK_ULONG count = 0;
    issuer::require(module->C_FindObjects(session, objects.data(), objects.size(), &count), "find");
    module->C_FindObjectsFinal(session);
    CHECK(count > 0);
    for (CK_ULONG i = 0; i < count; ++i)
        issuer::require(module->C_DestroyObject(session, objects.at(i)), "destroy");
    module->C_CloseSession(session);
}

} // namespace

TEST_CASE("inventory of a token: keys that are gone or others are named, the CSCA's may be elsewhere")
{
    const test::TemporaryFolder folder;
    const Office office = test::create_list_office(folder / "office");
    const auto whole = inventory(office);
    CHECK(whole.size() == issuer::label::all.size() + 1); // and the journal's
    CHECK(std::ranges::none_of(whole, &issuer::KeyEntry::is_fault));
    CHECK(presence(whole, "csca-1") == KeyPresence::there);

    for (const std::string_view label : {"csca-1", "citizen-ca-1", "card-master-1"})
        destroy(office, label);
    std::filesystem::copy_file(office.certificates() / "csca-1.cer", office.certificates() / "journal-1.cer",
        std::filesystem::copy_options::overwrite_existing);
    const auto damaged = inventory(office);
    CHECK(presence(damaged, "csca-1") == KeyPresence::apart);
    CHECK(presence(damaged, "citizen-ca-1") == KeyPresence::missing);
    CHECK(presence(damaged, "card-master-1") == KeyPresence::missing);
    CHECK(presence(damaged, "journal-1") == KeyPresence::foreign);
    CHECK(presence(damaged, "document-signer-1") == KeyPresence::there);
    CHECK(std::ranges::count_if(damaged, &issuer::KeyEntry::is_fault) == 3);
}

TEST_CASE("inventory of a token: an older copy lacks the keys that were made since")
{
    const test::TemporaryFolder folder;
    const Office office = test::create_list_office(folder / "office");
    std::filesystem::copy_file(
        office.certificates() / "journal-1.cer", office.certificates() / "trust-root-1.cer"); // known to the office
    CHECK(presence(inventory(office), "trust-root-1") == KeyPresence::missing);
}
