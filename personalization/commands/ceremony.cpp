// SPDX-License-Identifier: Apache-2.0
#include "commands/ceremony.hpp"

#include "audit/foreign_cards.hpp"
#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "card/crypto/random.hpp"
#include "commands/envelopes.hpp"
#include "commands/founding.hpp"
#include "commands/log_in.hpp"
#include "commands/office_setup.hpp"
#include "commands/options.hpp"
#include "intake/intake.hpp"
#include "issuer/clock_guard.hpp"
#include "issuer/token_pin.hpp"
#include "jobs/card_type.hpp"
#include "letters/letters.hpp"
#include "making/card_waiting.hpp"
#include "making/job_leases.hpp"
#include "making/make_card.hpp"
#include "office/office_lock.hpp"
#include "people/keeper.hpp"
#include "people/staff.hpp"
#include "seal/token_keys.hpp"
#include "store/open_store.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iostream>

namespace perso {

using card::Errc;

namespace {

constexpr std::string_view schema = "idcard/ceremony-1";

struct Founder {
    std::string person;
    std::string application;
    std::vector<Role> roles;
};

using Founders = std::array<Founder, 2>;

/// What the two can do until there are more people: everything but to find cards good.
std::vector<Role> roles_of(std::size_t founder)
{
    return founder == 0 ? std::vector{Role::operator_, Role::supervisor}
                        : std::vector{Role::approver, Role::stock_keeper, Role::supervisor};
}

/// A founder's record, which passed intake.
struct FounderRecord {
    std::string person;
    store::Application application;
};

FounderRecord read_founder(const std::string& option, const card::profile::Profile& profile)
{
    const auto equals = option.find('=');
    if (equals == std::string::npos || !is_person_id(std::string_view{option}.substr(0, equals)))
        misused("a founder is ID=FILE", "--founder");
    const auto loaded = intake::load(option.substr(equals + 1));
    auto checked = intake::check(loaded.files, profile, card::day_of(now()));
    checked.rejections.insert(checked.rejections.end(), loaded.rejections.begin(), loaded.rejections.end());
    if (!checked.accepted())
        throw card::Error{Errc::record_rejected, card::Step{"--founder"}, checked.rejections[0].reason}.with_field(
            checked.rejections[0].field);
    if (!has_pin(checked.record.card_type))
        misused("a card without PIN is no staff card", "--founder");
    return {.person = option.substr(0, equals),
        .application = {.number = checked.record.application,
            .personal_number = checked.record.personal_number,
            .record = intake::canonical_json(loaded.files.json),
            .photograph = loaded.files.photograph,
            .signature = loaded.files.signature}};
}

std::array<FounderRecord, 2> read_founders(const CeremonyOptions& options, const card::profile::Profile& profile)
{
    if (options.founders.size() != 2)
        misused("a ceremony has two founders", "--founder");
    std::array founders{read_founder(options.founders[0], profile), read_founder(options.founders[1], profile)};
    if (founders[0].person == founders[1].person ||
        founders[0].application.personal_number == founders[1].application.personal_number)
        misused("the founders are two people", "--founder");
    return founders;
}

std::string ceremony_json(const std::array<FounderRecord, 2>& founders)
{
    nlohmann::json json{{"schema", schema}, {"founders", nlohmann::json::array()}};
    for (const FounderRecord& founder : founders)
        json["founders"].push_back({{"person", founder.person}, {"application", founder.application.number}});
    return json.dump() + "\n";
}

Founders read_ceremony(const Office& office)
{
    const auto file = office.ceremony_file();
    const auto json = nlohmann::json::parse(card::as_text(read_file(file)), nullptr, false);
    const auto invalid = [&] {
        return card::Error{Errc::config_invalid, card::Step{"ceremony"}, "not of this version"}.with_field(
            file.filename().string());
    };
    if (!json.is_object() || json.value("schema", "") != schema || !json.contains("founders") ||
        !json["founders"].is_array() || json["founders"].size() != 2)
        throw invalid();
    Founders founders;
    for (std::size_t i = 0; i < founders.size(); ++i) {
        const auto& entry = json["founders"][i];
        if (!entry.is_object() || !entry.contains("person") || !entry["person"].is_string() ||
            !entry.contains("application") || !entry["application"].is_string())
            throw invalid();
        founders[i] = {entry["person"], entry["application"], roles_of(i)};
    }
    return founders;
}

class Ceremony {
public:
    Ceremony(Context& context, const Office& office, const CeremonyOptions& options, card::SecureBytes pin)
        : context_{context},
          office_{office},
          options_{options},
          founders_{read_ceremony(office)},
          pin_{std::move(pin)},
          leases_{office_, {}, std::chrono::seconds{options.timeout}}
    {
    }

    /// Everything up to the founders' signatures that is not done yet, each part durable before the next begins.
    void finish()
    {
        const OfficeLock lock{office_};
        remove_torn_letters(options_.letters);
        for (std::size_t i = 0; i < founders_.size(); ++i) {
            const auto reader = make_card_of(founders_[i]);
            enter(founders_[i], founders_[1 - i]);
            if (reader && i == 0)
                wait_for_removal_of(*reader);
        }
        if (is_founded(office_, *context_.open_database(office_)))
            return end();
        say(context_.text("Both cards are made. Each founder signs now, with the own card and its PIN:"));
        for (const Founder& founder : founders_)
            say(fmt::format("  idcard-station --staff-reader NAME init --sign --as {}", founder.person));
    }

private:
    void say(const std::string& sentence) const { std::cout << sentence << '\n' << std::flush; }

    void end() const
    {
        end_ceremony(context_, office_);
        say(context_.text("The office is ready. Both founders take their cards and their letters."));
    }

    store::Job job_of(const Founder& founder) const
    {
        for (const store::Job& job : context_.open_store(office_)->jobs())
            if (job.application == founder.application)
                return job;
        throw card::Error{Errc::ceremony_open, card::Step{"ceremony"}, "a record is missing"}.with_field(
            founder.application);
    }

    void wait_for_removal_of(const card::pcsc::Reader& reader)
    {
        say(context_.text("Take the card out."));
        card::pcsc::Context pcsc;
        wait_for_removal(pcsc, reader);
    }

    /// The reader that has the card now; nothing if it was made before.
    std::optional<card::pcsc::Reader> make_card_of(const Founder& founder)
    {
        take_back_dead(office_);
        const store::JobState state = job_of(founder).state;
        if (state == store::JobState::issued)
            return std::nullopt;
        const bool resume = state == store::JobState::quarantined;
        say(fmt::format("{}: {}", founder.person,
            resume ? context_.text("Insert the card that was begun.") : context_.text("Insert a blank card.")));
        card::pcsc::Context pcsc;
        const auto reader = wait_for_card(pcsc, options_.reader, patience(options_.wait));
        try {
            write(founder, reader.name, resume);
        } catch (const card::Error& error) {
            leases_.ended(reader.name); // a worker that died
            if (error.code() == card::Errc::card_foreign)
                audit::require_first_foreign(*context_.open_database(office_), founder.person, error, now());
            throw;
        }
        return reader;
    }

    void write(const Founder& founder, const std::string& reader, bool resume)
    {
        const Order order{.application = founder.application,
            .operator_ = founder.person,
            .letters = options_.letters,
            .issuing_authority = office_.authority.name};
        const card::profile::Profile& profile = context_.profile();
        card::cli::run_worker(
            [&](const card::cli::ProgressSink& progress) {
                make_card({.office = office_,
                              .profile = profile,
                              .order = order,
                              .reader = reader,
                              .hsm_pin = pin_,
                              .leases = leases_,
                              .clock = clock_,
                              .resume = resume},
                    [&](std::size_t number, std::size_t count, std::string_view step) {
                        progress(fmt::format("[{}/{}] {}", number, count, context_.text(std::string{step}.c_str())));
                    });
                return card::Bytes{};
            },
            std::chrono::seconds{options_.timeout}, [this](std::string_view line) { say("  " + std::string{line}); });
        say(fmt::format("{}: {}", founder.person, context_.text("issued")));
    }

    void enter(const Founder& founder, const Founder& other)
    {
        const auto database = context_.open_database(office_);
        people::Staff staff{*database};
        const auto members = staff.members();
        const bool known = std::any_of(members.begin(), members.end(),
            [&](const people::StaffMember& member) { return member.person.id == founder.person; });
        if (!known)
            staff.add(
                {{.id = founder.person, .full_name = {}, .roles = founder.roles}, job_of(founder).document_number},
                other.person, now());
        if (!has_envelope(office_, founder.person))
            write_envelope(office_, *database, founder.person, pin_);
    }

    Context& context_;
    const Office& office_;
    const CeremonyOptions& options_;
    const Founders founders_;
    const card::SecureBytes pin_;
    const JobLeases leases_;
    const ClockGuard::Start clock_ = ClockGuard::Start::note(now());
};

} // namespace

namespace {

/// Leaves the token before cards are made.
void import_founders(const Office& office, card::ByteView pin, const std::array<FounderRecord, 2>& founders)
{
    issuer::Hsm hsm = issuer::Hsm::open(office, pin);
    const auto database = open_database(office);
    seal::OfficeSeal seal{hsm.token(), *database, now()};
    const auto store = open_store(office, *database, &seal);
    for (const FounderRecord& founder : founders) {
        seal.begin_batch(); // each came as a file of its own
        store->import(founder.application, founder.person, now());
    }
    store->approve(founders[0].application.number, founders[1].person, now());
    store->approve(founders[1].application.number, founders[0].person, now());
}

} // namespace

void begin_ceremony(Context& context, Office wanted, const CeremonyOptions& options)
{
    const auto founders = read_founders(options, context.profile());
    check_letters_directory(options.letters);
    const card::SecureBytes pin = issuer::draw_pin(card::crypto::system_random());
    issuer::create_office(
        wanted, context.profile(), pin, now(),
        [](std::string_view what) { std::cout << "  " << what << '\n'
                                              << std::flush; },
        card::as_bytes(ceremony_json(founders)));
    const Office office = load_office(wanted.directory);
    people::start_keeper(office.directory, pin.clone()); // a cable that is pulled out shall not end the ceremony
    import_founders(office, pin, founders);
    Ceremony{context, office, options, pin.clone()}.finish();
}

void continue_ceremony(Context& context, const CeremonyOptions& options)
{
    const Office office = load_office(context.directory());
    if (!is_there(office.ceremony_file()))
        throw card::Error{Errc::office_exists, "its key ceremony is finished"}.with_field(office.directory.string());
    check_letters_directory(options.letters);
    auto pin = people::ask_keeper(office.directory);
    if (!pin) {
        const Founders founders = read_ceremony(office);
        if (std::none_of(founders.begin(), founders.end(),
                [&](const Founder& founder) { return has_envelope(office, founder.person); }))
            throw card::Error{Errc::ceremony_open, card::Step{"ceremony"},
                "no card can open the token yet: remove the folder, and begin anew with an empty token"}
                .with_field(office.directory.string());
        if (options.opener.empty())
            misused("whose card opens the key store was not said", "--as");
        pin = open_envelope(context, office, options.opener);
        people::start_keeper(office.directory, pin->clone());
        make_room(context, office, options.reader);
    }
    Ceremony{context, office, options, std::move(*pin)}.finish();
}

} // namespace perso
