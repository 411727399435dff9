// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "commands/run_guard.hpp"
#include "commands/run_readers.hpp"
#include "commands/signer_warning.hpp"
#include "letters/letters.hpp"
#include "office/office_lock.hpp"

#include <CLI/CLI.hpp>

namespace perso {

namespace {

struct Options {
    std::string person;
    std::string letters;
    std::vector<std::string> readers;
    bool all_readers = false;
    bool once = false;
    unsigned timeout = 60;
    std::optional<unsigned> wait;
    std::optional<int> hsm_pin_fd;
    std::string driver{drivers::own_card().name};
};

class Run {
public:
    Run(const Options& options, Context& context)
        : options_{options},
          context_{context},
          office_{context.office()},
          profile_{context.profile()},
          leases_{office_, options.person, silence()}
    {
    }

    void operator()()
    {
        context_.log_in(office_, options_.person, Role::operator_, "run");
        make_room(context_, office_, reader_part());
        if (options_.letters.empty())
            throw card::Error{card::Errc::letters_missing, "run needs --letters"};
        check_letters_directory(options_.letters);
        const OfficeLock lock{office_};
        remove_torn_letters(options_.letters);
        check_before_run(context_, office_);
        say_clock_sources(context_, office_);
        purge_due(*context_.open_database(office_), office_); // an empty queue ends the run below
        say_cut_off(context_, take_back_dead(office_));
        context_.open_store(office_)->next_approved(options_.person); // nothing to do: say so before asking for a PIN
        look_at_signer(context_, office_);
        pin_ = read_hsm_pin(context_, options_.hsm_pin_fd);
        open_token_once();
        sign_in_any_case(context_, office_, pin_, silence(), [this] { make_cards(); });
    }

private:
    std::string reader_part() const { return options_.readers.empty() ? "" : options_.readers.front(); }

    void make_cards()
    {
        run_readers({.person = options_.person,
                        .letters = options_.letters,
                        .readers = options_.readers,
                        .all_readers = options_.all_readers,
                        .silence = silence(),
                        .patience = patience(options_.wait),
                        .once = options_.once,
                        .driver = drivers::by_name(options_.driver),
                        .clock = clock_},
            context_, office_, leases_, pin_);
    }

    std::chrono::milliseconds silence() const { return std::chrono::seconds{options_.timeout}; }

    /// A wrong PIN or a missing key is told before anybody looks for a card.
    void open_token_once()
    {
        card::cli::run_worker(
            [this](const card::cli::ProgressSink&) {
                issuer::Issuer{office_, profile_, pin_};
                return card::Bytes{};
            },
            silence());
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

void add_run(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", context.text("Make a card for each approved application"));
    add_person_option(*command, context.text("The operator who makes the cards"), options->person);
    add_letters_option(*command, context, options->letters);
    auto* reader = command
                       ->add_option("-r,--reader", options->readers,
                           context.text("Part of the reader's name; repeatable: cards are made at all of them"))
                       ->type_name("NAME");
    command->add_flag("--all-readers", options->all_readers, context.text("Make cards at every reader"))
        ->excludes(reader);
    command->add_flag("--once", options->once, context.text("Make one card only, at each reader"));
    add_timeout_option(*command, context, options->timeout);
    add_wait_option(*command, context, options->wait);
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command
        ->add_option(
            "--driver", options->driver, context.text("Make of the cards; PIV applets of others get no identity files"))
        ->check(CLI::IsMember(drivers::names()));
    command->callback([options, &context] { Run{*options, context}(); });
}

} // namespace perso
