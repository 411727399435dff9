// SPDX-License-Identifier: Apache-2.0
#include "commands/log_in.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/cli/worker.hpp"
#include "card/crypto/hash.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"
#include "issuer/clock_guard.hpp"
#include "life/cards.hpp"
#include "making/card_waiting.hpp"
#include "people/founding.hpp"
#include "quality/quality_check.hpp"

#include <array>
#include <fstream>
#include <iostream>

namespace perso {

using card::Errc;

namespace {

constexpr std::chrono::seconds silence{60}; ///< also for a person at a PIN pad

card::SecureBytes read_pin(const Context& context, const std::string& person, bool on_pad)
{
    if (!context.staff_reader().pin_fd && on_pad) {
        std::cerr << context.text("Type the PIN of the staff card on the reader.") << '\n' << std::flush;
        return {};
    }
    return card::cli::read_secret(
        card::cli::pin_format(), {.descriptor = context.staff_reader().pin_fd,
                                     .prompt = context.text("PIN of the staff card") + " (" + person + "): "});
}

const std::string& staff_reader(const Context& context, const std::string& person)
{
    const std::string& reader = context.staff_reader().name;
    if (reader.empty())
        throw card::Error{Errc::staff_card_needed, card::Step{"log in"}, "no --staff-reader"}.with_field(person);
    return reader;
}

/// The certificate 9A of the card in the staff's reader.
card::Bytes read_staff_card(Context& context, const std::string& person)
{
    const std::string& reader = staff_reader(context, person);
    return card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            card::pcsc::Context pcsc;
            return people::StaffCard{pcsc, reader, context.profile()}.certificate();
        },
        silence);
}

} // namespace

card::SecureBytes use_staff_card(
    Context& context, const std::string& person, card::ByteView certificate, const StaffCardUse& use)
{
    const std::string& reader = staff_reader(context, person);
    const card::profile::Profile& profile = context.profile();
    try {
        const card::Bytes on_pad = card::cli::run_worker(
            [&](const card::cli::ProgressSink&) {
                card::pcsc::Context pcsc;
                people::StaffCard staff{pcsc, reader, profile};
                staff.require_certificate(certificate);
                return card::Bytes{static_cast<std::uint8_t>(staff.has_pin_pad())};
            },
            silence);
        const card::SecureBytes pin = read_pin(context, person, on_pad == card::Bytes{1});
        card::Bytes result = card::cli::run_worker(
            [&](const card::cli::ProgressSink&) {
                card::pcsc::Context pcsc;
                people::StaffCard staff{pcsc, reader, profile};
                staff.require_certificate(certificate);
                return card::to_bytes(use(staff, pin).view());
            },
            silence);
        card::SecureBytes kept{card::ByteView{result}};
        card::wipe(result);
        return kept;
    } catch (const card::Error& error) {
        if (error.code() != Errc::staff_card_wrong)
            throw;
        throw card::Error{Errc::staff_card_wrong, card::Step{"log in"}, "another card"}.with_field(person);
    }
}

bool has_valid_card(store::Database& database, const people::StaffMember& member)
{
    const auto state = life::find_card(database, member.document_number).state;
    return (state == life::State::made || state == life::State::delivered) &&
           !people::Staff{database}.is_revoked(member);
}

void make_room(const Context& context, const Office& office, const std::string& reader_part)
{
    const std::string& staff = context.staff_reader().name;
    if (!office.staff_cards || staff.empty())
        return;
    card::pcsc::Context pcsc;
    const auto reader = card::pcsc::choose_reader(card::pcsc::list_readers(pcsc), staff);
    if (reader.name.find(reader_part) == std::string::npos || reader.state == card::pcsc::Reader::State::empty)
        return;
    std::cerr << context.text("Take the staff card out.") << '\n' << std::flush;
    wait_for_removal(pcsc, reader);
}

std::string file_digest(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    card::crypto::Hasher hasher{card::crypto::Hash::sha256};
    std::array<char, 65536> block{};
    while (in.read(block.data(), block.size()) || in.gcount() > 0)
        hasher.update(card::as_bytes(std::string_view{block.data(), static_cast<std::size_t>(in.gcount())}));
    return in.eof() ? card::to_hex(hasher.finish()) : "-";
}

std::vector<card::pki::Certificate> citizen_authorities(const Office& office)
{
    return load_trust(office.trust()).citizen_authorities;
}

namespace {

/// Nothing is entered by a wrong clock: the journal would keep its time.
void require_clock(const Context& context, const Office& office, const std::string& action)
{
    if (action.starts_with("clock-"))
        return;
    const auto database = context.open_database(office);
    ClockGuard{*database, office.clock, now()}.require_believed(now());
}

/// Whoever may write office.toml cannot turn the staff's cards off.
void require_no_staff_cards(store::Database& database)
{
    if (!people::Staff{database}.members().empty())
        throw card::Error{Errc::not_for_production, card::Step{"office.toml"}, "the staff has cards"}.with_field(
            "staff_cards");
}

/// Whoever removes the file of an open key ceremony has not ended it: only both founders' signatures do.
void require_ceremony_ended(store::Database& database)
{
    if (!people::has_ceremony_ended(database))
        throw card::Error{Errc::ceremony_open, card::Step{"log in"}, "the journal tells of no end of it"}.with_field(
            "journal");
}

/// The store learns a staff card's certificate from the card itself, when it is used for the first time. No database is
/// open while the worker runs.
void see_certificate(Context& context, const Office& office, people::StaffMember& member)
{
    if (!member.certificate.empty())
        return;
    member.certificate = read_staff_card(context, member.person.id);
    people::Staff{*context.open_database(office)}.keep_certificate(member, member.certificate);
}

} // namespace

card::SecureBytes log_in_and(Context& context, const Office& office, const std::string& person, Role role,
    const people::Action& action, const StaffCardUse& also)
{
    require_clock(context, office, action.name);
    people::StaffMember member = [&] { // no database is open while a worker runs
        const auto database = context.open_database(office);
        people::Staff staff{*database};
        people::StaffMember found = staff.require(person, role);
        if (!has_valid_card(*database, found))
            throw card::Error{Errc::staff_card_wrong, card::Step{"log in"}, "not valid any more"}.with_field(person);
        return found;
    }();
    see_certificate(context, office, member);
    people::require_issued(member, citizen_authorities(office), now());
    const card::Bytes statement =
        people::encode(people::new_statement(*context.open_database(office), person, action, now()));
    const auto answer =
        use_staff_card(context, person, member.certificate, [&](people::StaffCard& card, const card::SecureBytes& pin) {
            const card::Bytes signature = card::tlv::encode(card::tlv::asn1::octet_string, card.sign(statement, pin));
            const card::SecureBytes more = also ? also(card, pin) : card::SecureBytes{};
            return card::secure_concat({signature, more});
        });
    card::tlv::Reader reader{answer};
    const auto signature = reader.next();
    people::add_signature(*context.open_database(office), member, statement, signature.value, now());
    return card::SecureBytes{answer.view().subspan(signature.whole.size())};
}

void Context::log_in(const Office& office, const std::string& person, Role role, const std::string& action,
    const std::vector<std::string>& subjects)
{
    if (!office.staff_cards) {
        require_clock(*this, office, action);
        require_no_staff_cards(*open_database(office));
        office.require(person, role);
        return;
    }
    require_ceremony_ended(*open_database(office));
    log_in_and(*this, office, person, role, {action, subjects}, {});
}

} // namespace perso
