// SPDX-License-Identifier: Apache-2.0
#include "commands/founding.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/spki.hpp"
#include "commands/envelopes.hpp"
#include "commands/log_in.hpp"
#include "commands/run_guard.hpp"
#include "issuer/journal_key.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "office/office_lock.hpp"
#include "people/keeper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>

namespace perso {

using card::Errc;

namespace {

constexpr std::chrono::seconds silence{60};

constexpr std::array first_keys{issuer::label::csca, issuer::label::document_signer, issuer::label::citizen_ca,
    issuer::label::content_signer, issuer::label::journal};

card::Bytes certificate_of(const Office& office, std::string_view label)
{
    return read_file(office.certificates() / (std::string{label} + ".cer"));
}

/// What is signed is in the token, not in the folder alone.
void require_keys(const Context& context, const Office& office)
{
    const auto pin = people::ask_keeper(office.directory);
    if (!pin)
        throw card::Error{Errc::ceremony_open, card::Step{"ceremony"}, "the key store is closed"}.with_field("hsm");
    require_all_keys(context, office, *pin);
}

/// The statement, if this founder has not signed it yet.
std::optional<people::Action> due(const Office& office, store::Database& database, const std::string& founder)
{
    const auto all = people::founders(database);
    if (all.size() != 2)
        throw card::Error{Errc::ceremony_open, card::Step{"ceremony"}, "the cards are not made"}.with_field(founder);
    if (std::ranges::find(all, founder) == all.end())
        throw card::Error{Errc::person_unknown, "not a founder of this office"}.with_field(founder);
    const auto keys = founding_keys(office);
    if (std::ranges::count(people::unsigned_founders(database, keys), founder) == 0)
        return std::nullopt;
    return people::founding(database, keys);
}

} // namespace

people::FoundingKeys founding_keys(const Office& office)
{
    card::crypto::Hasher token{card::crypto::Hash::sha256};
    for (const std::string_view label : first_keys) {
        token.update(card::as_bytes(label));
        token.update(card::pki::key_hash(card::pki::Certificate::parse(certificate_of(office, label)).public_key()));
    }
    return {.csca = card::to_hex(
                card::crypto::digest(card::crypto::Hash::sha256, certificate_of(office, issuer::label::csca))),
        .token = card::to_hex(token.finish())};
}

bool is_founded(const Office& office, store::Database& database)
{
    return people::founders(database).size() == 2 && people::unsigned_founders(database, founding_keys(office)).empty();
}

void end_ceremony(Context& context, const Office& office)
{
    {
        const auto database = context.open_database(office);
        const std::string founder = people::founders(*database).front();
        database->change([&] { audit::note(*database, now(), {.event = audit::events::ceremony, .person = founder}); });
    } // none is open while a worker runs
    std::filesystem::remove(office.ceremony_file());
    sync_directory(office.directory);
    if (const auto pin = people::ask_keeper(office.directory))
        sign_after_run(context, office, *pin, silence);
}

void sign_ceremony(Context& context, const std::string& founder)
{
    const Office office = load_office(context.directory());
    const OfficeLock lock{office};
    const auto action = due(office, *context.open_database(office), founder);
    if (action) {
        require_keys(context, office);
        log_in_and(context, office, founder, Role::supervisor, *action, {});
        std::cout << fmt::format("{}: {}", founder, context.text("signed")) << '\n';
    }
    if (!is_founded(office, *context.open_database(office)))
        return;
    if (!is_there(office.ceremony_file()) && people::has_ceremony_ended(*context.open_database(office))) {
        if (!action)
            throw card::Error{Errc::office_exists, "its key ceremony is signed"}.with_field(office.directory.string());
        return;
    }
    end_ceremony(context, office);
    std::cout << context.text("The office is ready. Both founders take their cards and their letters.") << '\n';
}

} // namespace perso
