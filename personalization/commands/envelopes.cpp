// SPDX-License-Identifier: Apache-2.0
#include "commands/envelopes.hpp"

#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "card/crypto/random.hpp"
#include "commands/log_in.hpp"
#include "durable_file.hpp"
#include "issuer/hsm.hpp"
#include "issuer/pin_envelope.hpp"
#include "read_file.hpp"

namespace perso {

using card::Errc;

namespace {

constexpr std::chrono::seconds silence{60};

std::filesystem::path file_of(const Office& office, const std::string& person)
{
    return office.keepers() / (person + ".env");
}

issuer::PinEnvelope read_envelope(const Office& office, const std::string& person)
{
    const auto file = file_of(office, person);
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

} // namespace

void write_envelope(const Office& office, store::Database& database, const std::string& person, card::ByteView hsm_pin)
{
    people::Staff staff{database};
    const people::StaffMember member = staff.require(person, Role::supervisor);
    const auto key = staff.envelope_key(member.document_number);
    make_folder(office.keepers());
    publish_file(
        file_of(office, person), issuer::seal_pin(hsm_pin, person, key, card::crypto::system_random()), Readers::owner);
}

bool has_envelope(const Office& office, const std::string& person)
{
    return is_there(file_of(office, person));
}

void remove_envelope(const Office& office, const std::string& person)
{
    std::error_code ignored;
    if (std::filesystem::remove(file_of(office, person), ignored))
        sync_directory(office.keepers());
}

card::SecureBytes open_envelope(Context& context, const Office& office, const std::string& person)
{
    const issuer::PinEnvelope envelope = read_envelope(office, person);
    return log_in_and(context, office, person, Role::supervisor, {"hsm-open", {}},
        [&](people::StaffCard& card, const card::SecureBytes& pin) {
            return issuer::open_pin(envelope, [&](const card::crypto::Point& peer) { return card.agree(peer, pin); });
        });
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

} // namespace perso
