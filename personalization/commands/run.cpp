// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/cli/program.hpp"
#include "card/cli/worker.hpp"
#include "commands/log_in.hpp"
#include "commands/run_guard.hpp"
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
    std::string reader;
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
    case Errc::card_unknown:
    case Errc::card_removed:
    case Errc::card_swapped:
    case Errc::card_reset:
    case Errc::card_mute:
    case Errc::outcome_unknown:
    case Errc::quality_failed:
    case Errc::chip_unlisted:
    case Errc::chip_blocked:
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
        : options_{options}, context_{context}, office_{context.office()}, profile_{context.profile()}
    {
    }

    void operator()()
    {
        context_.log_in(office_, options_.person, Role::operator_, "run");
        make_room(context_, office_, options_.reader);
        if (options_.letters.empty())
            throw card::Error{Errc::letters_missing, "run needs --letters"};
        check_letters_directory(options_.letters);
        const OfficeLock lock{office_};
        check_before_run(context_, office_);
        give_up_orphans();
        next_in_queue(); // nothing to do: say so before asking for a PIN
        look_at_signer(context_, office_);
        pin_ = read_hsm_pin(context_, options_.hsm_pin_fd);
        open_token_once();
        for (bool more = true; more;)
            more = one_card() && !options_.once;
        if (!options_.once)
            sign_after_run(context_, office_, pin_, silence());
    }

private:
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
        const auto application = next_application();
        if (!application)
            return false;
        if (!context_.json())
            std::cout << context_.text("Insert a blank card.") << '\n' << std::flush;
        card::pcsc::Context pcsc;
        const auto patience =
            options_.wait ? std::optional{std::chrono::seconds{*options_.wait}} : std::optional<std::chrono::seconds>{};
        const auto reader = wait_for_card(pcsc, options_.reader, patience);
        try {
            report(*application, make(*application, reader.name));
            foreign_in_a_row_ = 0;
        } catch (const card::Error& error) {
            give_up_orphans();
            foreign_in_a_row_ = error.code() == Errc::card_foreign ? foreign_in_a_row_ + 1 : 0;
            if (options_.once || ends_the_run(error.code()) || foreign_in_a_row_ == most_foreign_in_a_row)
                throw;
            card::cli::write_error(std::cerr, error, context_.catalogue(), context_.json());
        }
        if (!options_.once)
            wait_for_removal(pcsc, reader);
        return true;
    }

    std::optional<std::string> next_application()
    {
        try {
            return next_in_queue();
        } catch (const card::Error& error) {
            if (error.code() == Errc::no_job && made_ > 0)
                return std::nullopt;
            throw;
        }
    }

    std::string next_in_queue()
    {
        return perso::next_in_queue(*context_.open_store(office_), options_.person, profile_,
            [this](const std::string& application, const intake::Rejections& rejections) {
                std::cerr << application << ": " << context_.text("rejected by today's rules") << '\n';
                for (const auto& [field, reason] : rejections)
                    std::cerr << "  " << field << ": " << context_.text(reason.c_str()) << '\n';
            });
    }

    nlohmann::json make(const std::string& application, const std::string& reader)
    {
        const Order order{.application = application,
            .operator_ = options_.person,
            .letters = options_.letters,
            .issuing_authority = office_.authority.name};
        const auto result = card::cli::run_worker(
            [&](const card::cli::ProgressSink& progress) {
                const auto show = [&](std::size_t number, std::size_t count, std::string_view step) {
                    progress(fmt::format("[{}/{}] {}", number, count, context_.text(std::string{step}.c_str())));
                };
                const Finished finished = make_card({office_, profile_, order, reader, pin_}, show);
                return card::to_bytes(card::as_bytes(to_json(finished).dump()));
            },
            silence(),
            [this](std::string_view line) {
                if (!context_.json())
                    std::cout << "  " << line << '\n' << std::flush;
            });
        return nlohmann::json::parse(card::as_text(result));
    }

    /// As `idcard verify --json` tells what it cost.
    static nlohmann::json to_json(const Finished& finished)
    {
        const auto spent = [](const card::iso7816::StepCost& cost) {
            return nlohmann::json{
                {"apdus", cost.apdus}, {"bytes_sent", cost.bytes_sent}, {"bytes_received", cost.bytes_received}};
        };
        auto cost = spent(card::iso7816::total(finished.costs));
        for (const auto& step : finished.costs) {
            cost["steps"].push_back(spent(step));
            cost["steps"].back()["step"] = step.step;
        }
        return {{"document_number", finished.document_number}, {"letter", finished.letter.string()}, {"cost", cost}};
    }

    void report(const std::string& application, const nlohmann::json& finished)
    {
        ++made_;
        if (context_.json()) {
            nlohmann::json line{{"schema", "idcard/run-1"}, {"application", application}, {"result", "issued"}};
            line.update(finished);
            std::cout << line.dump() << '\n' << std::flush;
            return;
        }
        std::cout << application << ": " << context_.text("issued") << ", "
                  << finished["document_number"].get<std::string>() << '\n'
                  << context_.text("Letter: ") << finished["letter"].get<std::string>() << '\n'
                  << std::flush;
    }

    /// Cards whose making nobody concluded: this process, or one before it, was cut off.
    void give_up_orphans()
    {
        for (const std::string& application : context_.open_store(office_)->give_up_orphans(now()))
            std::cerr << application << ": " << context_.text("was cut off; its card is to be laid aside") << '\n';
    }

    const Options& options_;
    Context& context_;
    const Office office_;
    const card::profile::Profile& profile_;
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
    command->add_option("-r,--reader", options->reader, context.text("Part of the reader's name"))->type_name("NAME");
    command->add_flag("--once", options->once, context.text("Make one card only"));
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
