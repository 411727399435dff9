// SPDX-License-Identifier: Apache-2.0
#include "issuer/signers.hpp"

#include "card/base/error.hpp"
#include "database/seconds.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::issuer {

using card::Errc;
using store::Row;
using store::seconds;

namespace {

constexpr std::string_view ceremony = "init";

[[noreturn]] void refuse(Errc code, std::string_view sentence, std::string signer)
{
    throw card::Error{code, card::Step{"document signer"}, sentence}.with_field(std::move(signer));
}

SignerState state_named(std::string_view text)
{
    for (const SignerState state : {SignerState::staged, SignerState::active, SignerState::retired})
        if (name(state) == text)
            return state;
    throw card::Error{Errc::store_failed, card::Step{"document signer"}, "a state that this version does not know"};
}

SignerRecord read(const Row& row, const SignerLimits& limits)
{
    SignerRecord signer{.number = static_cast<unsigned>(row.number(0)),
        .name = row.text(1),
        .serial_number = row.bytes(2),
        .use = {row.time(4), row.time(5)},
        .state = state_named(row.text(6)),
        .cards = row.number(7),
        .limit = std::min(row.number(8), limits.cards),
        .warn_at = std::min(row.number(9), limits.warn_at),
        .staged_by = row.text(10),
        .used_by = row.text(12),
        .revoked = row.number(13) != 0};
    return signer;
}

void require_not_revoked(const SignerRecord& signer)
{
    if (signer.revoked)
        refuse(Errc::signer_state, "the document signer is revoked", signer.name);
}

void require_in_use_period(const SignerRecord& signer, card::Time now)
{
    if (now < signer.use.not_before)
        refuse(Errc::signer_state, "the use period of the document signer has not begun", signer.name);
    if (now > signer.use.not_after)
        refuse(Errc::signer_exhausted, "the use period of the document signer is over", signer.name);
}

} // namespace

std::string_view name(SignerState state)
{
    return state == SignerState::staged ? "staged" : state == SignerState::active ? "active" : "retired";
}

std::vector<SignerRecord> Signers::all() const
{
    std::vector<SignerRecord> signers;
    for (const Row& row : database_.rows("signers_all"))
        signers.push_back(read(row, limits_));
    return signers;
}

std::optional<SignerRecord> Signers::active() const
{
    for (SignerRecord& signer : all())
        if (signer.state == SignerState::active)
            return std::move(signer);
    return std::nullopt;
}

unsigned Signers::next_number() const
{
    const auto signers = all();
    return signers.empty() ? 1 : signers.back().number + 1;
}

void Signers::add(unsigned number, const card::pki::Certificate& certificate, SignerState state, std::int64_t cards,
    const std::string& person, card::Time now)
{
    const card::Bytes serial_number = certificate.serial_number();
    const card::Bytes key_hash = card::pki::key_hash(certificate.ec_public_key());
    const std::string common_name = certificate.subject_common_name();
    const auto use = certificate.private_key_usage().value_or(certificate.validity());
    const auto added = database_.execute("signers_add",
        {{":number", std::int64_t{number}}, {":name", common_name}, {":serial_number", serial_number},
            {":key_hash", key_hash}, {":use_from", seconds(use.not_before)}, {":use_until", seconds(use.not_after)},
            {":state", name(state)}, {":cards", cards}, {":card_limit", limits_.cards}, {":warn_at", limits_.warn_at},
            {":person", person}, {":at", seconds(now)}});
    if (added == 0)
        refuse(Errc::signer_state, "its number, key or certificate is there already", common_name);
    audit::note(database_, now,
        {.event = state == SignerState::staged ? audit::events::signer_staged : audit::events::signer_used,
            .person = person,
            .detail = common_name});
}

void Signers::adopt_first(const card::pki::Certificate& certificate, card::Time now)
{
    if (!all().empty())
        return;
    database_.change([&] {
        if (all().empty()) // another station may have been faster
            add(1, certificate, SignerState::active, database_.number("signers_cards_made"), std::string{ceremony},
                now);
    });
}

void Signers::stage(
    unsigned number, const card::pki::Certificate& certificate, const std::string& person, card::Time now)
{
    database_.change([&] { add(number, certificate, SignerState::staged, 0, person, now); });
}

void Signers::use(unsigned number, const std::string& person, card::Time now)
{
    database_.change([&] {
        const auto signers = all();
        const auto wanted = std::ranges::find(signers, number, &SignerRecord::number);
        if (wanted == signers.end())
            refuse(Errc::signer_state, "there is no such signer", fmt::format("document-signer-{}", number));
        if (wanted->state != SignerState::staged)
            refuse(Errc::signer_state, "it is not staged", wanted->name);
        const auto before = std::ranges::find(signers, SignerState::active, &SignerRecord::state);
        if (before != signers.end() && before->number > number)
            refuse(Errc::signer_state, "a later one is in use", wanted->name);
        if (wanted->staged_by == person)
            refuse(Errc::same_person, "who staged a signer does not take it into use", person);
        require_not_revoked(*wanted);
        require_in_use_period(*wanted, now);
        database_.execute("signers_retire_active");
        database_.execute(
            "signers_activate", {{":number", std::int64_t{number}}, {":person", person}, {":at", seconds(now)}});
        audit::note(database_, now, {.event = audit::events::signer_used, .person = person, .detail = wanted->name});
    });
}

SignerRecord Signers::claim(std::int64_t card, card::Time now)
{
    return database_.change([&] {
        const auto signer = active();
        if (!signer)
            refuse(Errc::signer_state, "no document signer is in use", "document-signer");
        const std::int64_t number = signer->number;
        if (database_.number("signers_has_card", {{":card", card}, {":number", number}}) != 0) {
            require_not_revoked(*signer);
            require_in_use_period(*signer, now);
            return *signer;
        }
        SignerRecord allotted = usable(now);
        const auto counted = database_.execute("signers_count_card", {{":number", number}, {":limit", limits_.cards}});
        if (counted == 0)
            refuse(Errc::signer_exhausted, "it has signed as many cards as it may", allotted.name);
        database_.execute("signers_add_card", {{":card", card}, {":number", number}, {":at", seconds(now)}});
        ++allotted.cards;
        audit::note(database_, now,
            {.event = audit::events::signer,
                .card = card,
                .detail = fmt::format("{}: card {}", allotted.name, allotted.cards)});
        return allotted;
    });
}

SignerRecord Signers::usable(card::Time now) const
{
    const auto signer = active();
    if (!signer)
        refuse(Errc::signer_state, "no document signer is in use", "document-signer");
    require_not_revoked(*signer);
    require_in_use_period(*signer, now);
    if (signer->cards >= signer->limit)
        refuse(Errc::signer_exhausted, "it has signed as many cards as it may", signer->name);
    return *signer;
}

void Signers::require_usable(card::Time now) const
{
    static_cast<void>(usable(now));
}

std::optional<SignerWarning> Signers::warning(card::Time now) const
{
    const auto signer = active();
    if (!signer)
        return std::nullopt;
    if (signer->cards >= signer->warn_at)
        return SignerWarning::cards;
    if (now + signer_warning_time > signer->use.not_after)
        return SignerWarning::days;
    return std::nullopt;
}

std::vector<std::string> Signers::of_card(std::int64_t card) const
{
    std::vector<std::string> names;
    for (const Row& row : database_.rows("signers_of_card", {{":card", card}}))
        names.push_back(row.text(1));
    return names;
}

} // namespace perso::issuer
