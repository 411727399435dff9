// SPDX-License-Identifier: Apache-2.0
#include "commands/run_readers.hpp"

#include "card/base/error.hpp"
#include "card/cli/program.hpp"
#include "commands/read_application.hpp"
#include "commands/run_output.hpp"
#include "line/line.hpp"
#include "open_store.hpp"
#include "prepared.hpp"
#include "queue.hpp"
#include "station.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <set>

namespace perso {

using card::Errc;

namespace {

/// The approved applications of the store, each for one reader at a time.
class StoreJobs : public line::Jobs {
public:
    StoreJobs(const ReadersRun& run, Context& context, const Office& office, card::ByteView hsm_pin, line::Board& board)
        : run_{run}, context_{context}, office_{office}, hsm_pin_{hsm_pin}, board_{board}
    {
    }

    std::optional<line::Job> next() override
    {
        const auto store = context_.open_store(office_);
        for (const store::Job& job : store->jobs()) {
            const bool mine = job.state == store::JobState::approved && job.approved_by != run_.person;
            if (!mine || held_.contains(job.application))
                continue;
            if (auto prepared = prepared_or_rejected(*store, job.application)) {
                held_.insert(job.application);
                return line::Job{job.application, std::move(prepared)};
            }
        }
        return std::nullopt;
    }

    card::cli::Work work(const line::Job& job, const std::string& reader) override
    {
        return [this, job, reader](const card::cli::ProgressSink& progress) {
            const auto show = [&](std::size_t number, std::size_t count, std::string_view step) {
                progress(fmt::format("[{}/{}] {}", number, count, context_.text(std::string{step}.c_str())));
            };
            const Order order{.application = job.application,
                .operator_ = run_.person,
                .letters = run_.letters,
                .issuing_authority = office_.authority.name,
                .prepared = std::static_pointer_cast<const Prepared>(job.prepared)};
            const Finished finished = make_card({office_, context_.profile(), order, reader, hsm_pin_}, show);
            return card::to_bytes(card::as_bytes(to_json(finished).dump()));
        };
    }

    void done(const line::Job& job, const std::string& reader, card::ByteView result) override
    {
        held_.erase(job.application);
        const auto finished = nlohmann::json::parse(card::as_text(result));
        const auto line = issued_line(job.application, finished, reader);
        if (context_.json())
            std::cout << line.dump() << '\n' << std::flush;
        else
            board_.say(fmt::format("{}: {}, {}, {}{}", line["application"].get<std::string>(), context_.text("issued"),
                line["document_number"].get<std::string>(), context_.text("Letter: "),
                line["letter"].get<std::string>()));
    }

    void failed(const line::Job& job, const std::string& reader, const card::Error& error) override
    {
        held_.erase(job.application);
        if (give_up_orphan(job.application))
            std::cerr << job.application << ": "
                      << context_.text("was cut off; its card is gone on with when it is put in again") << '\n';
        if (context_.json())
            std::cerr << reader << ": ";
        card::cli::write_error(std::cerr, error, context_.catalogue(), context_.json());
    }

    void give_back(const line::Job& job) override { held_.erase(job.application); }

private:
    std::shared_ptr<const Prepared> prepared_or_rejected(store::Store& store, const std::string& application)
    {
        const card::Time time = now();
        const auto stored = read_application(office_, hsm_pin_, application, run_.silence);
        const auto checked = check_again(stored, context_.profile(), card::day_of(time));
        if (checked.accepted())
            return std::make_shared<const Prepared>(prepare(stored, context_.profile(), card::day_of(time)));
        store.reject(application, checked.rejections, time);
        print_rejected(context_, application, checked.rejections);
        return nullptr;
    }

    /// A worker that died could not note how its card ended.
    bool give_up_orphan(const std::string& application)
    {
        const auto database = context_.open_database(office_);
        const auto store = open_store(office_, *database);
        for (const auto& row : database->rows("cards_in_work"))
            if (row.text(1) == application) {
                store->give_up(row.number(0), Errc::outcome_unknown, "worker", now());
                return true;
            }
        return false;
    }

    const ReadersRun& run_;
    Context& context_;
    const Office& office_;
    card::ByteView hsm_pin_;
    line::Board& board_;
    std::set<std::string> held_;
};

/// Each part of a name means one reader; without any, all that are attached, but the staff's own.
std::vector<std::string> chosen(
    const std::vector<card::pcsc::Reader>& readers, const std::vector<std::string>& parts, const std::string& staff)
{
    std::vector<std::string> names;
    if (parts.empty())
        for (const auto& reader : readers)
            if (staff.empty() || reader.name.find(staff) == std::string::npos)
                names.push_back(reader.name);
    for (const std::string& part : parts) {
        std::vector<std::string> fitting;
        for (const auto& reader : readers)
            if (reader.name.find(part) != std::string::npos)
                fitting.push_back(reader.name);
        const card::Step step{"find the reader"};
        if (fitting.empty())
            throw card::Error{Errc::reader_not_found, step, "no reader has this name"}.with_field(part);
        if (fitting.size() > 1 || std::ranges::find(names, fitting.front()) != names.end())
            throw card::Error{Errc::reader_ambiguous, step, "several readers have this name"}.with_field(part);
        names.push_back(fitting.front());
    }
    card::require(!names.empty(), Errc::no_reader, "find the reader", "no reader is attached");
    return names;
}

} // namespace

void run_readers(const ReadersRun& run, Context& context, const Office& office, card::ByteView hsm_pin)
{
    card::pcsc::Context pcsc;
    const auto names = chosen(card::pcsc::list_readers(pcsc), run.readers, context.staff_reader().name);
    const bool terminal = !context.json() && isatty(STDOUT_FILENO) == 1;
    std::ostream quiet{nullptr};
    line::Board board{context.json() ? quiet : std::cout, terminal,
        {.cards = context.text("cards"), .per_hour = context.text("an hour"), .hand = context.text("Needs a hand:")},
        names};
    StoreJobs jobs{run, context, office, hsm_pin, board};
    line::Line line{pcsc, jobs, board,
        {.readers = names,
            .silence = run.silence,
            .patience = run.patience,
            .once = run.once,
            .headline = [](const card::Error& error) { return std::string{card::cli::identifier(error.code())}; },
            .texts = {.insert = context.text("Insert a blank card."),
                .take_out = context.text("Take the card out."),
                .lay_aside = context.text("Lay the card aside."),
                .working = context.text("blank card"),
                .no_job = context.text("No application waits."),
                .finished = context.text("Finished.")}}};
    line();
}

} // namespace perso
