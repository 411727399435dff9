// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/cli/program.hpp"
#include "card/cli/worker.hpp"
#include "commands/log_in.hpp"
#include "commands/read_application.hpp"
#include "commands/run_guard.hpp"
#include "commands/run_output.hpp"
#include "commands/run_readers.hpp"
#include "commands/signer_warning.hpp"
#include "queue.hpp"
#include "station.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

using card::Errc;

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
};

/// Conditions that the next card would meet as well.
bool ends_the_run(Errc code)
{
    switch (code) {
    case Errc::card_not_blank:
    case Errc::card_foreign:
    case Errc::card_of_other_job:
    case Errc::tries_low:
    case Errc::card_unknown:
    case Errc::card_removed:
    case Errc::card_swapped:
    case Errc::card_reset:
    case Errc::card_mute:
    case Errc::outcome_unknown:
    case Errc::quality_failed:
    case Errc::chip_unlisted:
    case Errc::chip_blocked:
    case Errc::lease_lost:      // another station was quicker
    case Errc::record_rejected: // since it was taken from the queue, a new day has begun
        return false;
    default:
        return true;
    }
}

/// Two wrong cards in a row look like a wrong master key, which would spoil a whole stock.
constexpr int most_foreign_in_a_row = 2;

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
            throw card::Error{Errc::letters_missing, "run needs --letters"};
        check_letters_directory(options_.letters);
        const OfficeLock lock{office_};
        check_before_run(context_, office_);
        say_cut_off(leases_.take_back_dead());
        context_.open_store(office_)->next_approved(options_.person); // nothing to do: say so before asking for a PIN
        look_at_signer(context_, office_);
        pin_ = read_hsm_pin(context_, options_.hsm_pin_fd);
        open_token_once();
        if (options_.all_readers || options_.readers.size() > 1)
            make_at_several_readers();
        else
            for (bool more = true; more;)
                more = one_card() && !options_.once;
        if (options_.once)
            return;
        purge_after_run(context_, office_);
        sign_after_run(context_, office_, pin_, silence());
    }

private:
    std::string reader_part() const { return options_.readers.empty() ? "" : options_.readers.front(); }

    std::optional<std::chrono::seconds> patience() const
    {
        return options_.wait ? std::optional{std::chrono::seconds{*options_.wait}} : std::nullopt;
    }

    void make_at_several_readers()
    {
        run_readers({.person = options_.person,
                        .letters = options_.letters,
                        .readers = options_.all_readers ? std::vector<std::string>{} : options_.readers,
                        .silence = silence(),
                        .patience = patience(),
                        .once = options_.once},
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

    /// False when the queue is empty after at least one card.
    bool one_card()
    {
        if (!next([this] { return next_in_queue(); }))
            return false;
        if (!context_.json())
            std::cout << context_.text("Insert a blank card.") << '\n' << std::flush;
        card::pcsc::Context pcsc;
        const auto reader = wait_for_card(pcsc, reader_part(), patience());
        const auto lease = next([this] { return take_from_queue(); });
        if (!lease)
            return false;
        try {
            report(lease->application, make(*lease, reader.name));
            leases_.release(*lease); // the card in the reader was that of another job
            foreign_in_a_row_ = 0;
        } catch (const card::Error& error) {
            say_cut_off(leases_.ended(*lease, reader.name));
            foreign_in_a_row_ = error.code() == Errc::card_foreign ? foreign_in_a_row_ + 1 : 0;
            if (options_.once || ends_the_run(error.code()))
                throw;
            if (foreign_in_a_row_ == most_foreign_in_a_row)
                throw card::Error{Errc::keys_foreign, card::Step{error.step()}, "a second foreign card in a row"};
            card::cli::write_error(std::cerr, error, context_.catalogue(), context_.json());
        }
        if (!options_.once)
            wait_for_removal(pcsc, reader);
        return true;
    }

    /// What `take` finds; nothing when the queue is empty after at least one card.
    template <typename Take>
    auto next(Take take) -> std::optional<decltype(take())>
    {
        try {
            return take();
        } catch (const card::Error& error) {
            if (error.code() == Errc::no_job && made_ > 0)
                return std::nullopt;
            throw;
        }
    }

    store::Application read(const std::string& application) const
    {
        return read_application(office_, pin_, application, silence());
    }

    std::string next_in_queue()
    {
        return perso::next_in_queue(
            *context_.open_store(office_), options_.person, profile_,
            [this](const std::string& application) { return read(application); },
            [this](const std::string& application, const intake::Rejections& rejections) {
                print_rejected(context_, application, rejections);
            });
    }

    store::Lease take_from_queue()
    {
        return perso::take_from_queue(
            leases_, *context_.open_store(office_), profile_,
            [this](const std::string& application) { return read(application); },
            [this](const std::string& application, const intake::Rejections& rejections) {
                print_rejected(context_, application, rejections);
            });
    }

    nlohmann::json make(const store::Lease& lease, const std::string& reader)
    {
        const Order order{.application = lease.application,
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
                                                        .lease = lease},
                    show);
                return card::to_bytes(card::as_bytes(to_json(finished).dump()));
            },
            silence(),
            [this, shown = std::string{}](std::string_view line) mutable {
                if (!context_.json() && line != shown) // several units are one line
                    std::cout << "  " << line << '\n' << std::flush;
                shown = line;
            });
        return nlohmann::json::parse(card::as_text(result));
    }

    void report(const std::string& application, const nlohmann::json& finished)
    {
        ++made_;
        if (context_.json()) {
            std::cout << issued_line(application, finished, {}).dump() << '\n' << std::flush;
            return;
        }
        const auto made = finished.value("application", application); // of the card that was in the reader
        std::cout << made << ": " << context_.text("issued") << ", " << finished["document_number"].get<std::string>()
                  << '\n'
                  << context_.text("Letter: ") << finished["letter"].get<std::string>() << '\n'
                  << std::flush;
    }

    /// Cards whose making nobody concluded: this process, or one before it, was cut off.
    void say_cut_off(const std::vector<store::RunOut>& jobs) const
    {
        for (const store::RunOut& job : jobs)
            std::cerr << job.application << ": "
                      << context_.text("was cut off; its card is gone on with when it is put in again") << '\n';
    }

    const Options& options_;
    Context& context_;
    const Office office_;
    const card::profile::Profile& profile_;
    const JobLeases leases_;
    card::SecureBytes pin_;
    int made_ = 0;
    int foreign_in_a_row_ = 0;
};

} // namespace

void add_run(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", context.text("Make a card for each approved application"));
    command->add_option("--as", options->person, context.text("The operator who makes the cards"))
        ->type_name("ID")
        ->required();
    command->add_option("--letters", options->letters, context.text("Folder for the letters with CAN, PIN and PUK"))
        ->type_name("DIR");
    auto* reader = command
                       ->add_option("-r,--reader", options->readers,
                           context.text("Part of the reader's name; repeatable: cards are made at all of them"))
                       ->type_name("NAME");
    command->add_flag("--all-readers", options->all_readers, context.text("Make cards at every reader"))
        ->excludes(reader);
    command->add_flag("--once", options->once, context.text("Make one card only, at each reader"));
    command
        ->add_option("--timeout", options->timeout, context.text("Seconds that one step may take before it is ended"))
        ->type_name("S")
        ->check(CLI::Range(5, 600));
    command->add_option("--wait", options->wait, context.text("Seconds to wait for a card; without it, for ever"))
        ->type_name("S");
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { Run{*options, context}(); });
}

} // namespace perso
