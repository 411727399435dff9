// SPDX-License-Identifier: Apache-2.0
#include "commands/envelopes.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "card/crypto/random.hpp"
#include "commands/envelope_lock.hpp"
#include "commands/log_in.hpp"
#include "issuer/hsm.hpp"
#include "issuer/key_inventory.hpp"
#include "issuer/pin_envelope.hpp"

#include <algorithm>

namespace perso {

using card::Errc;

namespace {

constexpr std::chrono::seconds silence{60};

std::filesystem::path file_of(const Office& office, const std::string& person)
{
    return office.keepers() / (person + ".env");
}

/// Those of a change of the PIN that has not ended. It appears with all of them at once.
std::filesystem::path next_folder(const Office& office)
{
    return office.keepers() / "next";
}

std::filesystem::path next_file_of(const Office& office, const std::string& person)
{
    return next_folder(office) / (person + ".env");
}

issuer::PinEnvelope read_envelope(const std::filesystem::path& file, const std::string& person)
{
    if (!is_there(file))
        throw card::Error{Errc::staff_card_wrong, card::Step{"hsm open"}, "no envelope for this card"}.with_field(
            person);
    try {
        auto envelope = issuer::parse_pin_envelope(read_file(file));
        card::require(envelope.person == person, Errc::malformed_data, "PIN envelope", "of another person");
        return envelope;
    } catch (const card::Error& error) {
        throw card::Error{Errc::seal_broken, card::Step{"PIN envelope"}, error.what()}.with_field(
            file.filename().string());
    }
}

void write(const std::filesystem::path& folder, const std::string& person, const card::crypto::Point& key,
    card::ByteView hsm_pin)
{
    make_folder(folder);
    publish_file(folder / (person + ".env"), issuer::seal_pin(hsm_pin, person, key, card::crypto::system_random()),
        Readers::owner);
}

/// The envelope in use, and the one of a change of the PIN that has not ended.
std::vector<issuer::PinEnvelope> envelopes_of(const Office& office, const std::string& person)
{
    std::vector envelopes{read_envelope(file_of(office, person), person)};
    if (const auto next = next_file_of(office, person); is_there(next))
        envelopes.push_back(read_envelope(next, person));
    return envelopes;
}

using Pins = std::vector<card::SecureBytes>;

Pins open_all(const std::vector<issuer::PinEnvelope>& envelopes, people::StaffCard& card, const card::SecureBytes& pin)
{
    Pins pins;
    for (const issuer::PinEnvelope& envelope : envelopes)
        pins.push_back(
            issuer::open_pin(envelope, [&](const card::crypto::Point& peer) { return card.agree(peer, pin); }));
    return pins;
}

/// From the worker process to this one: each after its length in one byte.
card::SecureBytes joined(const Pins& pins)
{
    card::SecureBytes all;
    for (const card::SecureBytes& pin : pins) {
        const card::Bytes length{static_cast<std::uint8_t>(pin.size())};
        all = card::secure_concat({all, length, pin});
    }
    return all;
}

Pins parted(card::ByteView all)
{
    Pins pins;
    for (; !all.empty(); all = all.subspan(1 + all.front()))
        pins.emplace_back(all.subspan(1, all.front()));
    return pins;
}

bool opens(const Office& office, card::ByteView hsm_pin)
try {
    require_opens(office, hsm_pin);
    return true;

} catch (const card::Error& error) {
    if (error.code() != Errc::hsm_pin_wrong)
        throw;
    return false;
}

void remove_durably(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (std::filesystem::remove(file, ignored))
        sync_directory(file.parent_path());
}

/// The token will not have their PIN. All of them disappear at once: some of them alone would look like a change whose
/// end was cut off.
void drop_next_envelopes(const Office& office)
{
    const std::filesystem::path dropped = office.keepers() / "next.old";
    std::filesystem::remove_all(dropped);
    if (!is_there(next_folder(office)))
        return;
    std::filesystem::rename(next_folder(office), dropped);
    sync_directory(office.keepers());
    std::filesystem::remove_all(dropped);
}

/// The token has the PIN of this person's envelope in use. If there is another one for the person, the change was cut
/// off before the token; if there are only others', their taking the place was cut off, and this person's had done so.
void end_change(const Office& office, const std::string& person)
{
    if (is_there(next_file_of(office, person)))
        drop_next_envelopes(office);
    else if (is_there(next_folder(office)))
        use_next_envelopes(office);
}

/// Whoever is not among them opens nothing any more.
void remove_other_envelopes(const Office& office, const std::vector<std::string>& people)
{
    if (!is_there(office.keepers()))
        return;
    for (const auto& file : std::filesystem::directory_iterator{office.keepers()}) {
        const std::string person = file.path().stem().string();
        if (file.path().extension() == ".env" && std::ranges::find(people, person) == people.end())
            remove_envelope(office, person);
    }
}

} // namespace

void require_settled(const Office& office)
{
    if (is_there(next_folder(office)))
        throw card::Error{Errc::staff_card_needed, card::Step{"hsm open"}, "a change of the PIN was cut off"};
}

void write_envelope(const Office& office, store::Database& database, const std::string& person, card::ByteView hsm_pin)
{
    require_settled(office);
    people::Staff staff{database};
    const people::StaffMember member = staff.require(person, Role::supervisor);
    write(office.keepers(), person, staff.envelope_key(member.document_number), hsm_pin);
}

void write_next_envelopes(const Office& office, store::Database& database, card::ByteView hsm_pin)
{
    const std::filesystem::path draft = office.keepers() / "next.new";
    std::filesystem::remove_all(draft);
    make_folder(draft);
    people::Staff staff{database};
    std::vector<std::string> keepers;
    for (const people::StaffMember& member : staff.members()) {
        if (member.removed || !member.person.has(Role::supervisor) || staff.is_revoked(member))
            continue;
        keepers.push_back(member.person.id);
        write(draft, keepers.back(), staff.envelope_key(member.document_number), hsm_pin);
    }
    drop_next_envelopes(office);
    std::filesystem::rename(draft, next_folder(office));
    sync_directory(office.keepers());
    remove_other_envelopes(office, keepers);
}

void use_next_envelopes(const Office& office)
{
    for (const auto& file : entries_of(next_folder(office)))
        std::filesystem::rename(file, office.keepers() / file.filename());
    sync_directory(office.keepers());
    std::filesystem::remove_all(next_folder(office));
    sync_directory(office.keepers());
}

bool has_envelope(const Office& office, const std::string& person)
{
    return is_there(file_of(office, person)) || is_there(next_file_of(office, person));
}

void remove_envelope(const Office& office, const std::string& person)
{
    remove_durably(file_of(office, person));
    remove_durably(next_file_of(office, person));
}

card::SecureBytes open_envelope(Context& context, const Office& office, const std::string& person)
{
    const auto envelopes = envelopes_of(office, person);
    Pins pins = parted(log_in_and(context, office, person, Role::supervisor, {"hsm-open", {}},
        [&](people::StaffCard& card, const card::SecureBytes& pin) { return joined(open_all(envelopes, card, pin)); }));
    const auto lock = EnvelopeLock::if_free(office);
    card::require(lock || !is_there(next_folder(office)), Errc::store_failed, "keepers",
        "another process changes the envelopes"); // one that was cut off is ended here, or not at all
    if (pins.size() > 1 && !opens(office, pins.front())) {
        require_opens(office, pins.back());
        if (lock)
            use_next_envelopes(office);
        return std::move(pins.back());
    }
    require_opens(office, pins.front());
    if (lock)
        end_change(office, person);
    return std::move(pins.front());
}

void require_opens(const Office& office, card::ByteView hsm_pin)
{
    card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            issuer::Hsm::open(office, hsm_pin);
            return card::Bytes{};
        },
        silence);
}

void require_all_keys(const Context& context, const Office& office, card::ByteView hsm_pin)
{
    card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            const auto database = context.open_database(office);
            const issuer::Hsm hsm = issuer::Hsm::open(office, hsm_pin);
            std::string faults;
            for (const issuer::KeyEntry& key : issuer::take_inventory(hsm, office, *database, now()))
                if (key.is_fault())
                    faults += (faults.empty() ? "" : ", ") + key.label;
            if (!faults.empty())
                throw card::Error{Errc::hsm_key_missing, card::Step{"key store"}, "not the keys of this office"}
                    .with_field(faults);
            return card::Bytes{};
        },
        silence);
}

} // namespace perso
