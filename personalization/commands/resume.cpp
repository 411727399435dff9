// SPDX-License-Identifier: Apache-2.0
// A card whose making was cut off is put in again: it is asked what it holds, finished, checked and issued.
#include "audit/foreign_cards.hpp"
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "commands/context.hpp"
#include "commands/options.hpp"
#include "commands/run_guard.hpp"
#include "commands/run_output.hpp"
#include "issuer/clock_guard.hpp"
#include "letters/letters.hpp"
#include "making/card_waiting.hpp"
#include "making/job_leases.hpp"
#include "making/make_card.hpp"
#include "office/office_lock.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
    std::string letters;
    std::string reader;
    std::string application;
    unsigned timeout = 60;
    std::optional<unsigned> wait;
    std::optional<int> hsm_pin_fd;
    std::string driver{drivers::own_card().name};
};

class Resume {
public:
    Resume(const Options& options, Context& context)
        : options_{options},
          context_{context},
          office_{context.office()},
          profile_{context.profile()},
          leases_{office_, options.person, std::chrono::seconds{options.timeout}}
    {
    }

    void operator()()
    {
        context_.log_in(office_, options_.person, Role::operator_, "run");
        check_letters_directory(options_.letters);
        const OfficeLock lock{office_};
        remove_torn_letters(options_.letters);
        check_before_run(context_, office_);
        take_back_dead(office_); // what a station left that died
        pin_ = read_hsm_pin(context_, options_.hsm_pin_fd);
        if (!context_.json())
            std::cout << context_.text("Insert the card that was cut off.") << '\n' << std::flush;
        card::pcsc::Context pcsc;
        const auto reader = wait_for_card(pcsc, options_.reader, patience(options_.wait));
        sign_in_any_case(context_, office_, pin_, std::chrono::seconds{options_.timeout},
            [this, &reader] { finish_or_tell(reader.name); });
    }

private:
    void finish_or_tell(const std::string& reader)
    {
        try {
            report(finish(reader));
        } catch (const card::Error& error) {
            leases_.ended(reader); // of a worker that died
            if (error.code() == card::Errc::card_foreign)
                audit::require_first_foreign(*context_.open_database(office_), options_.person, error, now());
            throw;
        }
    }

    nlohmann::json finish(const std::string& reader)
    {
        const Order order{.application = options_.application,
            .operator_ = options_.person,
            .letters = options_.letters,
            .issuing_authority = office_.authority.name};
        const auto result = card::cli::run_worker(
            [&](const card::cli::ProgressSink& progress) {
                const auto show = [&](std::size_t number, std::size_t count, std::string_view step) {
                    progress(fmt::format("[{}/{}] {}", number, count, context_.text(std::string{step}.c_str())));
                };
                const Finished finished = make_card({.office = office_,
                                                        .profile = profile_,
                                                        .order = order,
                                                        .reader = reader,
                                                        .hsm_pin = pin_,
                                                        .leases = leases_,
                                                        .clock = clock_,
                                                        .resume = true,
                                                        .driver = drivers::by_name(options_.driver)},
                    show);
                return card::to_bytes(card::as_bytes(to_json(finished).dump()));
            },
            std::chrono::seconds{options_.timeout},
            [this](std::string_view line) {
                if (!context_.json())
                    std::cout << "  " << line << '\n' << std::flush;
            });
        return nlohmann::json::parse(card::as_text(result));
    }

    void report(const nlohmann::json& finished) const
    {
        const auto application = finished["application"].get<std::string>();
        if (context_.json()) {
            std::cout << issued_line(application, finished, {}).dump() << '\n' << std::flush;
            return;
        }
        std::cout << application << ": " << context_.text("issued") << ", "
                  << finished["document_number"].get<std::string>() << '\n'
                  << context_.text("Letter: ") << finished["letter"].get<std::string>() << '\n'
                  << std::flush;
    }

    const Options& options_;
    Context& context_;
    const Office office_;
    const card::profile::Profile& profile_;
    const JobLeases leases_;
    const ClockGuard::Start clock_ = ClockGuard::Start::note(now());
    card::SecureBytes pin_;
};

} // namespace

void add_resume(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "resume", context.text("Go on with a card whose making was cut off: it is asked what it holds"));
    add_person_option(*command, context.text("The operator who makes the cards"), options->person);
    add_letters_option(*command, context, options->letters)->required();
    command
        ->add_option("--application", options->application,
            context.text("Nothing is done with a card that was begun for another application"))
        ->type_name("NUMBER");
    add_reader_option(*command, context, options->reader);
    add_timeout_option(*command, context, options->timeout);
    add_wait_option(*command, context, options->wait);
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command
        ->add_option(
            "--driver", options->driver, context.text("Make of the cards; PIV applets of others get no identity files"))
        ->check(CLI::IsMember(drivers::names()));
    command->callback([options, &context] { Resume{*options, context}(); });
}

} // namespace perso
