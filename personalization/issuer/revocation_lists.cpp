// SPDX-License-Identifier: Apache-2.0
#include "issuer/revocation_lists.hpp"

#include "card/trust/status_list.hpp"
#include "issuer/authorities.hpp"
#include "issuer/list_order.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace perso::issuer {

namespace {

using card::pki::Crl;
using card::trust::Files;
using card::trust::StatusList;

std::optional<Crl> list_in(const Files& files, const std::string& name)
{
    const auto found = files.find(name);
    return found == files.end() ? std::nullopt : std::optional{Crl::parse(found->second)};
}

/// The lists of one CA of the holders' keys.
class CitizenLists {
public:
    CitizenLists(const Issuer& issuer, const Office& office, const Files& previous, unsigned ca)
        : issuer_{issuer},
          office_{office},
          ca_{ca},
          complete_name_{"citizen/" + label::citizen_ca_of(ca) + ".crl"},
          delta_name_{"citizen/" + label::citizen_ca_of(ca) + "-delta.crl"},
          complete_{list_in(previous, complete_name_)},
          delta_{list_in(previous, delta_name_)}
    {
    }

    /// `released` were on hold and are not any more.
    void write(Files& out, std::vector<card::pki::Revocation> revoked,
        const std::vector<card::pki::Revocation>& released, std::uint64_t number, card::Time now) const
    {
        if (!complete_ || is_due(complete_->this_update(), now))
            out[complete_name_] = sign_complete(std::move(revoked), number, now).der();
        else
            write_changes(out, changes(std::move(revoked), released), number, now);
    }

private:
    /// Each CA has its day, so that no package has to carry the complete lists of all.
    bool is_due(card::Time last, card::Time now) const
    {
        const auto day = std::chrono::floor<std::chrono::days>(now);
        const bool own_day = day.time_since_epoch().count() % complete_list_interval.count() ==
                             static_cast<int>(ca_) % complete_list_interval.count();
        return last + complete_list_interval <= now || (own_day && last < day);
    }

    static bool says(const Crl& list, const card::pki::Revocation& entry)
    {
        const auto found = list.find(entry.serial_number);
        return found && found->reason == entry.reason;
    }

    /// What is to be said after the complete list: new entries, entries that are on hold no longer but revoked, and
    /// whatever was released since, whether that list has it or a list of changes after it. [RFC5280] §5.2.4
    std::vector<card::pki::Revocation> changes(
        std::vector<card::pki::Revocation> revoked, const std::vector<card::pki::Revocation>& released) const
    {
        std::set<card::Bytes> listed;
        for (const auto& entry : revoked)
            listed.insert(entry.serial_number);
        const bool continued = delta_ && delta_->delta_base() == complete_->number();
        std::erase_if(revoked, [&](const auto& entry) {
            // What the last list of changes said otherwise is said again.
            return says(*complete_, entry) && !(continued && delta_->find(entry.serial_number));
        });
        for (const auto& entry : released)
            if (entry.when >= complete_->this_update() && listed.insert(entry.serial_number).second)
                revoked.push_back(entry);
        return revoked;
    }

    void write_changes(
        Files& out, std::vector<card::pki::Revocation> changed, std::uint64_t number, card::Time now) const
    {
        out[complete_name_] = complete_->der();
        if (changed.empty())
            return;
        const bool nothing_new =
            delta_ && delta_->delta_base() == complete_->number() && delta_->size() == changed.size() &&
            std::all_of(changed.begin(), changed.end(), [&](const auto& entry) { return says(*delta_, entry); });
        out[delta_name_] = nothing_new ? delta_->der() : sign_delta(std::move(changed), number, now).der();
    }

    Crl sign_complete(std::vector<card::pki::Revocation> revoked, std::uint64_t number, card::Time now) const
    {
        return issuer_.sign_citizen_list(ca_, {.this_update = now,
                                                  .next_update = now + list_validity,
                                                  .number = number,
                                                  .revoked = std::move(revoked),
                                                  .freshest_url = citizen_delta_url(office_, ca_)});
    }

    /// As long as its base: while nothing is added, both stay.
    Crl sign_delta(std::vector<card::pki::Revocation> revoked, std::uint64_t number, card::Time now) const
    {
        return issuer_.sign_citizen_list(ca_, {.this_update = now,
                                                  .next_update = complete_->next_update(),
                                                  .number = number,
                                                  .revoked = std::move(revoked),
                                                  .base = card::from_big_endian(complete_->number().value())});
    }

    const Issuer& issuer_;
    const Office& office_;
    unsigned ca_;
    std::string complete_name_;
    std::string delta_name_;
    std::optional<Crl> complete_;
    std::optional<Crl> delta_;
};

/// N of citizen/citizen-ca-N.cer.
std::optional<unsigned> number_of_ca(std::string_view name)
{
    constexpr std::string_view prefix = "citizen/citizen-ca-";
    constexpr std::string_view ending = ".cer";
    if (!name.starts_with(prefix) || !name.ends_with(ending))
        return std::nullopt;
    const std::string_view digits = name.substr(prefix.size(), name.size() - prefix.size() - ending.size());
    unsigned number = 0;
    const auto [at, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return failure == std::errc{} && at == digits.data() + digits.size() ? std::optional{number} : std::nullopt;
}

/// The first one signed the content signer, whether cards were allotted to it or not; and none goes that a package had.
std::set<unsigned> numbers_of_cas(const store::Store& store, const Files& previous)
{
    const auto allotted = store.citizen_cas();
    std::set<unsigned> numbers{allotted.begin(), allotted.end()};
    numbers.insert(1);
    for (const auto& [name, content] : previous)
        if (const auto number = number_of_ca(name))
            numbers.insert(*number);
    return numbers;
}

std::optional<StatusList> status_of(const Files& files)
{
    const auto found = files.find(std::string{card::trust::status_list_file});
    return found == files.end() ? std::nullopt : std::optional{StatusList::parse(found->second)};
}

/// A card that was revoked once stays so; one that was on hold may go, if it was found after that list was made.
void require_none_lost(const StatusList& before, const std::vector<card::trust::StatusEntry>& revoked,
    const std::vector<store::ReleasedCard>& released)
{
    std::set<std::uint32_t> known;
    for (const auto& entry : revoked)
        known.insert(entry.index);
    for (const auto& card : released)
        if (card.when >= before.header().this_update)
            known.insert(card.status_index);
    const auto listed = before.entries();
    const auto lost = std::ranges::count_if(listed, [&](const auto& entry) { return !known.contains(entry.index); });
    if (lost > 0)
        refuse_older_store(std::string{card::trust::status_list_file}, static_cast<std::size_t>(lost));
}

} // namespace

std::vector<card::pki::Revocation> entries_of(const std::vector<store::RevokedCertificate>& certificates)
{
    std::vector<card::pki::Revocation> entries;
    entries.reserve(certificates.size());
    for (const store::RevokedCertificate& certificate : certificates)
        entries.push_back(
            {.serial_number = certificate.serial_number, .when = certificate.when, .reason = certificate.reason});
    return entries;
}

Files make_revocation_lists(
    Issuer& issuer, store::Store& store, const Office& office, const ListSources& sources, card::Time now)
{
    store.revoke_quarantined(now);
    const auto before = status_of(sources.previous);
    const auto revoked = store.revoked_cards();
    if (before)
        require_none_lost(*before, revoked, store.released_cards());
    const std::uint32_t number = store.next_list_number(highest_list_number(sources.previous), now);
    Files out = make_signer_lists(issuer, store.revoked_signers(), sources, number, now);
    for (const unsigned ca : numbers_of_cas(store, sources.previous)) {
        if (!issuer.has_citizen_ca(ca))
            continue;
        issuer.open_citizen_ca(ca, now);
        out["citizen/" + label::citizen_ca_of(ca) + ".cer"] = issuer.citizen_ca_certificate(ca).der();
        CitizenLists{issuer, office, sources.previous, ca}.write(out, entries_of(store.revoked_certificates(ca, now)),
            entries_of(store.released_certificates(ca, now)), number, now);
    }
    // A store that was restored does not know of the blocks that were opened since.
    const std::uint32_t high_water = std::max(store.high_water(), before ? before->header().high_water : 0);
    const auto status = StatusList::make({.issuing_state = issuer.issuing_state(),
                                             .this_update = now,
                                             .next_update = now + list_validity,
                                             .number = number,
                                             .high_water = high_water},
        revoked);
    out[std::string{card::trust::status_list_file}] = status.encode();
    return out;
}

} // namespace perso::issuer
