// SPDX-License-Identifier: Apache-2.0
#include "commands/run_readers.hpp"

#include "audit/foreign_cards.hpp"
#include "card/base/error.hpp"
#include "card/cli/program.hpp"
#include "commands/read_application.hpp"
#include "commands/run_output.hpp"
#include "line/board_file.hpp"
#include "line/line.hpp"
#include "making/card_waiting.hpp"
#include "making/make_card.hpp"
#include "making/prepared.hpp"
#include "making/queue.hpp"
#include "store/open_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>

namespace perso {

using card::Errc;

namespace {

/// The approved applications of the store, each for one reader at a time.
class StoreJobs : public line::Jobs {
public:
    StoreJobs(const ReadersRun& run, Context& context, const Office& office, const JobLeases& leases,
        card::ByteView hsm_pin, line::Board& board)
        : run_{run}, context_{context}, office_{office}, leases_{leases}, hsm_pin_{hsm_pin}, board_{board}
    {
    }

    std::optional<line::Job> next() override
    {
        try {
            const auto store = context_.open_store(office_);
            const store::Lease lease = take_from_queue(
                leases_, *store, context_.profile(),
                [this](const std::string& application) { return read(application); },
                [this](const std::string& application, const intake::Rejections& rejections) {
                    board_.above([&] { print_rejected(context_, application, rejections); });
                });
            held_.insert_or_assign(lease.application, lease);
            return line::Job{lease.application, prepared(lease.application)};
        } catch (const card::Error& error) {
            if (error.code() == Errc::no_job || error.code() == Errc::same_person)
                return std::nullopt;
            throw;
        }
    }

    card::cli::Work work(const line::Job& job, const std::string& reader) override
    {
        return [this, job, reader, lease = held_.at(job.application)](const card::cli::ProgressSink& progress) {
            const auto show = [&](std::size_t number, std::size_t count, std::string_view step) {
                progress(fmt::format("[{}/{}] {}", number, count, context_.text(std::string{step}.c_str())));
            };
            const Order order{.application = job.application,
                .operator_ = run_.person,
                .letters = run_.letters,
                .issuing_authority = office_.authority.name,
                .prepared = std::static_pointer_cast<const Prepared>(job.prepared)};
            const Finished finished = make_card({.office = office_,
                                                    .profile = context_.profile(),
                                                    .order = order,
                                                    .reader = reader,
                                                    .hsm_pin = hsm_pin_,
                                                    .leases = leases_,
                                                    .clock = run_.clock,
                                                    .lease = lease,
                                                    .driver = run_.driver},
                show);
            return card::to_bytes(card::as_bytes(to_json(finished).dump()));
        };
    }

    void done(const line::Job& job, const std::string& reader, card::ByteView result) override
    {
        give_back(job); // the card in the reader may have been that of another job
        const auto finished = nlohmann::json::parse(card::as_text(result));
        const auto line = issued_line(job.application, finished, reader);
        if (context_.json()) {
            std::cout << line.dump() << '\n' << std::flush;
            return;
        }
        board_.say(fmt::format("{}: {}, {}", line["application"].get<std::string>(), context_.text("issued"),
            line["document_number"].get<std::string>()));
        board_.say(context_.text("Letter: ") + line["letter"].get<std::string>());
    }

    void failed(const line::Job& job, const std::string& reader) override
    {
        const store::Lease lease = held_.at(job.application);
        held_.erase(job.application);
        const auto cut_off = leases_.ended(lease, reader);
        board_.above([&] {
            for (const store::RunOut& left : cut_off)
                std::cerr << left.application << ": "
                          << context_.text("was cut off; its card is gone on with when it is put in again") << '\n';
        });
    }

    void tell(const std::string& reader, const card::Error& error) override
    {
        board_.above([&] {
            if (context_.json() && (run_.all_readers || run_.readers.size() > 1))
                std::cerr << reader << ": ";
            card::cli::write_error(std::cerr, error, context_.catalogue(), context_.json());
        });
    }

    std::int64_t foreign_card() override
    {
        return audit::note_foreign_card(*context_.open_database(office_), run_.person, now());
    }

    void give_back(const line::Job& job) override
    {
        leases_.release(held_.at(job.application));
        held_.erase(job.application);
    }

    void keep_alive() override
    {
        for (auto& [application, lease] : held_)
            leases_.keep(lease);
    }

private:
    store::Application read(const std::string& application) const
    {
        return read_application(office_, hsm_pin_, application, run_.silence);
    }

    std::shared_ptr<const Prepared> prepared(const std::string& application) const
    {
        return std::make_shared<const Prepared>(prepare(read(application), context_.profile(), card::day_of(now())));
    }

    const ReadersRun& run_;
    Context& context_;
    const Office& office_;
    const JobLeases& leases_;
    card::ByteView hsm_pin_;
    line::Board& board_;
    std::map<std::string, store::Lease> held_; ///< by application
};

/// The readers whose names contain this.
std::vector<std::string> meant(const std::vector<card::pcsc::Reader>& readers, const std::string& part)
{
    std::vector<std::string> names;
    for (const auto& reader : readers)
        if (reader.name.find(part) != std::string::npos)
            names.push_back(reader.name);
    return names;
}

/// All that are attached, but the staff's own.
std::vector<std::string> all_of(const std::vector<card::pcsc::Reader>& readers, const std::string& staff)
{
    std::vector<std::string> names = meant(readers, "");
    if (!staff.empty())
        std::erase_if(names, [&](const std::string& name) { return name.find(staff) != std::string::npos; });
    card::require(!names.empty(), Errc::no_reader, "find the reader", "no reader is attached");
    return names;
}

/// Each part of a name means one reader.
std::vector<std::string> each_of(const std::vector<card::pcsc::Reader>& readers, const std::vector<std::string>& parts)
{
    std::vector<std::string> names;
    for (const std::string& part : parts) {
        const auto fitting = meant(readers, part);
        const card::Step step{"find the reader"};
        if (fitting.empty())
            throw card::Error{Errc::reader_not_found, step, "no reader has this name"}.with_field(part);
        if (fitting.size() > 1 || std::ranges::find(names, fitting.front()) != names.end())
            throw card::Error{Errc::reader_ambiguous, step, "several readers have this name"}.with_field(part);
        names.push_back(fitting.front());
    }
    return names;
}

/// The only one that is meant, or that of several into which the first card is put.
std::string one_of(card::pcsc::Context& pcsc, const ReadersRun& run, const Context& context)
{
    const std::string part = run.readers.empty() ? "" : run.readers.front();
    const auto names = meant(card::pcsc::list_readers(pcsc), part);
    if (names.size() == 1)
        return names.front();
    if (!names.empty() && !context.json())
        std::cout << context.text("Insert a blank card.") << '\n' << std::flush;
    return wait_for_card(pcsc, part, run.patience).name;
}

std::vector<std::string> chosen(card::pcsc::Context& pcsc, const ReadersRun& run, const Context& context)
{
    if (run.all_readers)
        return all_of(card::pcsc::list_readers(pcsc), context.staff_reader().name);
    if (run.readers.size() > 1)
        return each_of(card::pcsc::list_readers(pcsc), run.readers);
    return {one_of(pcsc, run, context)};
}

/// Today's rules refuse what they refuse before anybody looks for a card. Throws no_job, same_person, and what reading
/// a record throws.
void require_any_job(const ReadersRun& run, Context& context, const Office& office, card::ByteView hsm_pin)
{
    next_in_queue(
        *context.open_store(office), run.person, context.profile(),
        [&](const std::string& application) { return read_application(office, hsm_pin, application, run.silence); },
        [&](const std::string& application, const intake::Rejections& rejections) {
            print_rejected(context, application, rejections);
        });
}

} // namespace

void run_readers(
    const ReadersRun& run, Context& context, const Office& office, const JobLeases& leases, card::ByteView hsm_pin)
{
    require_any_job(run, context, office, hsm_pin);
    card::pcsc::Context pcsc;
    const auto names = chosen(pcsc, run, context);
    const bool terminal = !context.json() && isatty(STDOUT_FILENO) == 1;
    std::ostream quiet{nullptr};
    line::Board board{context.json() ? quiet : std::cout, terminal,
        {.cards = context.text("cards"), .per_hour = context.text("an hour"), .hand = context.text("Needs a hand:")},
        names};
    line::BoardFile news{office.readers_file()};
    board.tell([&news](const std::vector<line::ReaderStand>& readers) { news.write(readers); });
    StoreJobs jobs{run, context, office, leases, hsm_pin, board};
    line::Line line{pcsc, jobs, board,
        {.readers = names,
            .silence = run.silence,
            .patience = run.patience,
            .once = run.once,
            .headline = [](const card::Error& error) { return std::string{card::cli::identifier(error.code())}; },
            .texts = {.insert = context.text("Insert a blank card."),
                .take_out = context.text("Take the card out."),
                .lay_aside = context.text("Lay the card aside."),
                .plug_in = context.text("Plug the reader in again."),
                .working = context.text("blank card"),
                .no_job = context.text("No application waits."),
                .finished = context.text("Finished.")}}};
    line();
}

} // namespace perso
