// SPDX-License-Identifier: Apache-2.0
#include "office/office.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <set>

namespace perso {

using card::Errc;

namespace {

constexpr std::int64_t most_cards_of_signer = 1'000'000;

/// Throws `code` with the key, unless what is asked of its value holds.
void require_setting(bool holds, std::string_view sentence, std::string_view key, Errc code = Errc::config_invalid)
{
    if (!holds)
        throw card::Error{code, card::Step{"office.toml"}, sentence}.with_field(std::string{key});
}

bool printable(std::string_view text)
{
    return !text.empty() && text.size() <= 200 && std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

bool is_prefix(std::string_view text)
{
    return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// As libpq reads it, without a password: that stands in the service file, in .pgpass, or nowhere.
bool is_store_url(std::string_view url)
{
    constexpr std::string_view scheme = "postgresql://";
    if (!printable(url) || !url.starts_with(scheme))
        return false;
    const std::string_view rest = url.substr(scheme.size());
    const std::string_view place = rest.substr(0, rest.find_first_of("/?"));
    const auto at = place.find('@');
    const bool in_user = at != place.npos && place.substr(0, at).find(':') != place.npos;
    return !in_user && rest.find("password=") == rest.npos;
}

void check_values(const Office& office)
{
    require_setting(is_prefix(office.document_prefix), "not two capitals", "document_prefix");
    require_setting(printable(office.authority.name), "empty or not printable", "authority.name");
    require_setting(printable(office.authority.contact_email), "empty or not printable", "authority.contact_email");
    require_setting(printable(office.authority.crl_url), "empty or not printable", "authority.crl_url");
    require_setting(printable(office.hsm.module.string()), "empty or not printable", "hsm.module");
    require_setting(
        printable(office.hsm.token) && office.hsm.token.size() <= 32, "not 1 to 32 characters", "hsm.token");
    require_setting(
        office.signer.cards >= 1 && office.signer.cards <= most_cards_of_signer, "not 1 to 1,000,000", "signer.cards");
    require_setting(office.signer.warn_at >= 1 && office.signer.warn_at <= office.signer.cards, "not 1 to signer.cards",
        "signer.warn_at");
    require_setting(
        office.clock.tolerance >= std::chrono::seconds{1} && office.clock.tolerance <= std::chrono::hours{1},
        "not 1 to 3600 seconds", "clock.tolerance");
    require_setting(
        office.clock.longest_pause >= std::chrono::days{1} && office.clock.longest_pause <= std::chrono::days{366},
        "not 1 to 366 days", "clock.longest_pause");
    require_setting(office.keep_data >= std::chrono::days{1} && office.keep_data <= std::chrono::days{3653},
        "not 1 to 3653 days", "privacy.keep_days");
    require_setting(office.store_url.empty() || is_store_url(office.store_url),
        "not postgresql://…, or with a password, which never stands here", "store.url");
}

void check_people(const Office& office)
{
    std::set<std::string> ids;
    for (const Person& person : office.people) {
        require_setting(is_person_id(person.id), "not 1 to 32 of a-z, 0-9, hyphen and point", "person.id");
        require_setting(ids.insert(person.id).second, "stands twice", "person.id");
    }
    const auto anybody = [&](Role role) {
        return std::any_of(office.people.begin(), office.people.end(), [&](const Person& p) { return p.has(role); });
    };
    require_setting(!office.staff_cards || ids.empty(), "people with staff cards stand in the store", "person");
    require_setting(office.staff_cards || (anybody(Role::operator_) && anybody(Role::approver) && ids.size() >= 2),
        "an office needs an operator and another person as approver", "person");
}

/// Real cards are made by people with cards, with keys that no copy of a folder takes along, and dated by a clock that
/// something else agrees with: the server of the database, or a source of time.
void check_production(const Office& office)
{
    if (!office.real_cards)
        return;
    const auto require_real = [](bool holds, std::string_view sentence, std::string_view key) {
        require_setting(holds, sentence, key, Errc::not_for_production);
    };
    require_real(office.staff_cards, "people without staff cards", "staff_cards");
    require_real(!office.hsm.own_token, "a token in software", "hsm.own_token");
    require_real(office.counts_blanks, "blank cards that nobody counts", "stock.required");
    require_real(!office.store_url.empty() || !office.clock.source.empty(), "a clock that is compared with nothing",
        "clock.source");
}

} // namespace

void check(const Office& office)
{
    check_values(office);
    check_people(office);
    check_production(office);
}

} // namespace perso
