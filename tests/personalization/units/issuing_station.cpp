// SPDX-License-Identifier: Apache-2.0
#include "personalization/units/issuing_station.hpp"

#include "base/read_file.hpp"
#include "card/base/hex.hpp"
#include "card/piv/data_objects.hpp"
#include "card/pki/certificate.hpp"
#include "card/session/verification.hpp"
#include "card/source_date.hpp"
#include "commands/office_setup.hpp"
#include "issuer/signer_file.hpp"
#include "office/clock.hpp"
#include "personalization/records.hpp"
#include "seal/token_keys.hpp"
#include "store/open_store.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

namespace test {

namespace {

constexpr std::string_view hsm_pin = "24681357";
constexpr const char* operator_ = "noy";
constexpr const char* approver = "keo";

std::unique_ptr<perso::Office> create_office(
    const std::filesystem::path& directory, const card::profile::Profile& profile)
{
    const perso::Office wanted{.directory = directory,
        .authority = {.name = "Tests", .contact_email = "a@b.invalid", .crl_url = "http://c.invalid/lists/csca-1.crl"},
        .document_prefix = "LA",
        .hsm = {.module = perso::issuer::find_softhsm().value_or("none"), .token = "idcard-office", .own_token = true},
        .people = {{.id = operator_, .full_name = {}, .roles = {perso::Role::operator_}},
            {.id = approver, .full_name = {}, .roles = {perso::Role::approver}}}};
    perso::issuer::create_office(wanted, profile, card::as_bytes(hsm_pin), perso::now(), [](std::string_view) {});
    return std::make_unique<perso::Office>(perso::load_office(directory));
}

/// A JPEG of 600 by 200 pixels as far as its header tells.
card::Bytes signature_picture(std::size_t size)
{
    card::Bytes jpeg = card::from_hex("FFD8 FFC0 0011 08 00C8 0258 03 012200 021101 031101");
    jpeg.resize(size - 2);
    card::append(jpeg, card::from_hex("FFD9"));
    return jpeg;
}

std::string birth_date(perso::CardType type)
{
    switch (type) {
    case perso::CardType::under_6:
        return "2024-05-12";
    case perso::CardType::from_6_to_14:
        return "2016-05-12";
    default:
        return "1990-05-12";
    }
}

const char* type_name(perso::CardType type)
{
    switch (type) {
    case perso::CardType::under_6:
        return "under_6";
    case perso::CardType::from_6_to_14:
        return "from_6_to_14";
    default:
        return "adult";
    }
}

} // namespace

FastFolder::FastFolder()
{
    const std::filesystem::path memory{"/dev/shm"};
    const auto parent = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "idcard-station.XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw std::runtime_error{"mkdtemp"};
    path_ = name;
}

FastFolder::~FastFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

IssuingStation::IssuingStation(const card::profile::Profile& profile, const perso::drivers::Driver& driver)
    : profile_{profile},
      driver_{driver},
      office_{create_office(folder_ / "office", profile)},
      issuer_{std::make_unique<perso::issuer::Issuer>(*office_, profile, card::as_bytes(hsm_pin))},
      trust_{perso::load_trust(office_->trust())}
{
    const auto database = perso::open_database(*office_);
    perso::issuer::open_signers(*database, *office_, perso::now()); // a new office enters its signer
    std::filesystem::create_directory(letters());
    std::filesystem::permissions(letters(), std::filesystem::perms::owner_all);
}

const IssuingStation::Images IssuingStation::small_images{};

std::string IssuingStation::approved(perso::CardType type, Images images)
{
    const std::string number = fmt::format("T-{:05}", ++applications_);
    auto record = specimen();
    record["application"] = number;
    record["personal_number"] = fmt::format("01011990{:07}", applications_);
    record["card_type"] = type_name(type);
    record["birth_date"] = birth_date(type);
    record["notify"] = {
        {{"name", record["name"]["lao"]["given"]}, {"telephone", "+8562055500001"}, {"address", record["address"]}}};
    record["signature"] = "signature.jpg";
    const auto database = perso::open_database(*office_);
    perso::seal::OfficeSeal seal{issuer_->hsm().token(), *database, perso::now()};
    const auto store = perso::open_store(*office_, *database, &seal);
    store->import({.number = number,
                      .personal_number = record["personal_number"],
                      .record = perso::intake::canonical_json(record.dump()),
                      .photograph = photograph(images.photograph),
                      .signature = signature_picture(images.signature)},
        operator_, perso::now());
    store->approve(number, approver, perso::now());
    return number;
}

StationProcess IssuingStation::start() const
{
    StationProcess process{.database = perso::open_database(*office_), .seal = {}, .store = {}};
    open_store(process);
    process.store->give_up_orphans(perso::now());
    return process;
}

void IssuingStation::open_store(StationProcess& process) const
{
    process.seal = std::make_unique<perso::seal::OfficeSeal>(issuer_->hsm().token(), *process.database, perso::now());
    process.store = perso::open_store(*office_, *process.database, process.seal.get());
}

template <typename Work>
Ended IssuingStation::run(StationProcess& process, PoweredCard& card, Work work)
{
    perso::Production production{card, *issuer_, profile_, card::crypto::system_random()};
    const StationGate gate{*issuer_, process, *office_, [&production] { return production.plan.allotment.card; }};
    perso::Runner runner{
        *process.store, *process.database, profile_, [](std::size_t, std::size_t, std::string_view) {}, driver_};
    const auto check = [&](const perso::Production& written) {
        card.reset();
        driver_.check(card, written, trust_);
    };
    try {
        return {.finished = work(runner, production, check), .error = {}};
    } catch (const card::Error& error) {
        return {.finished = {}, .error = error.code(), .sentence = error.what() + (" " + error.field())};
    } catch (const PowerFailed&) {
        return {.finished = {}, .error = {}, .power_failed = true};
    }
}

Ended IssuingStation::make(StationProcess& process, PoweredCard& card, const std::string& application,
    const std::shared_ptr<const perso::Prepared>& prepared)
{
    return run(process, card, [&](perso::Runner& runner, perso::Production& production, const auto& check) {
        return runner.make(production,
            {.application = application,
                .operator_ = operator_,
                .letters = letters(),
                .issuing_authority = office_->authority.name,
                .prepared = prepared},
            check);
    });
}

Ended IssuingStation::resume(StationProcess& process, PoweredCard& card, const std::string& application)
{
    return run(process, card, [&](perso::Runner& runner, perso::Production& production, const auto& check) {
        return runner.resume(production,
            {.application = application, .operator_ = operator_, .letters = letters(), .issuing_authority = {}}, check);
    });
}

Ended IssuingStation::recover(PoweredCard& card, const std::string& application)
{
    StationProcess process = start();
    card.power_up();
    const auto state = job(process, application).state;
    if (state == perso::store::JobState::approved)
        return make(process, card, application);
    return resume(process, card);
}

bool IssuingStation::is_genuine(PoweredCard& card, const std::string& document_number) const
{
    card.power_up();
    const auto letter = perso::read_file(letters() / (document_number + ".txt"));
    const std::string text{card::as_text(letter)};
    const auto found = text.find("\nCAN: ");
    const card::auth::Can can{card::as_bytes(std::string_view{text}.substr(found + 6, profile_.pace.can_digits))};
    const auto source = card::Time{std::chrono::seconds{card::source_date}};
    const auto seen = card::session::verify(card, {.password = &can,
                                                      .trust_data = &trust_.data,
                                                      .policy = trust_.policy,
                                                      .today = card::day_of(perso::now()),
                                                      .source_date = card::day_of(source),
                                                      .profile = &profile_,
                                                      .random = &card::crypto::system_random()});
    return seen.verdict.overall == card::trust::Overall::genuine &&
           seen.evidence.groups.contains(1); // the files themselves were read
}

perso::store::Job IssuingStation::job(StationProcess& process, const std::string& application) const
{
    for (const auto& job : process.store->jobs())
        if (job.application == application)
            return job;
    throw std::runtime_error{"no such application"};
}

std::vector<card::Bytes> certificate_numbers(const refcard::Image& image)
{
    std::vector<card::Bytes> numbers;
    for (const std::uint32_t tag : {0x5FC105U, 0x5FC10AU, 0x5FC10BU, 0x5FC101U}) {
        const auto found = image.piv_objects.find(tag);
        if (found == image.piv_objects.end())
            continue;
        const card::Bytes object{found->second.begin(), found->second.end()};
        numbers.push_back(
            card::pki::Certificate::parse(card::piv::decode_certificate_container(object)).serial_number());
    }
    return numbers;
}

} // namespace test
