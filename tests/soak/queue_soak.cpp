// SPDX-License-Identifier: Apache-2.0
// queue_soak --jobs N [--seed N]   eight workers make N cards of a queue while one of them is killed every 200 ms and,
// on PostgreSQL, the server crashes at random; more cards, until five were killed and the server has crashed once.
// Afterwards every job has exactly one outcome, and the journal is whole. Prints one line of JSON.
#include "journal/journal.hpp"
#include "queue_worker.hpp"

#include "personalization/store/databases.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <random>
#include <set>
#include <thread>

using namespace perso::store;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int workers = 8;
constexpr auto between_kills = 200ms;
constexpr int least_kills = 5;
constexpr int more_jobs = 100; ///< for a machine that has finished before that

struct Campaign {
    int jobs = 1'000;
    unsigned seed = 1;
    int killed = 0;
    int crashes = 0;
    int failures = 0; ///< workers that ended with an error of their own

    /// A queue that nothing disturbed proves nothing.
    bool disturbed() const { return killed >= least_kills && (crashes >= 1 || !test::ADatabase::on_postgresql()); }
};

card::Time now()
{
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

void require(bool holds, const std::string& sentence)
{
    if (!holds)
        throw std::runtime_error{sentence};
}

/// Jobs of these numbers, many in one change each: this is not what is tested.
void fill(test::ADatabase& database, int begin, int end)
{
    const auto opened = database.open();
    SqlStore store{*opened, "LA", card::crypto::system_random(), &test::software_seal()};
    constexpr int at_once = 500;
    for (int first = begin; first < end; first += at_once)
        opened->change([&] {
            for (int number = first; number < std::min(first + at_once, end); ++number) {
                const std::string name = fmt::format("A-{:06}", number);
                store.import(
                    {.number = name, .personal_number = name, .record = "{}", .photograph = {0xFF}}, "dao", now());
                store.approve(name, "keo", now());
            }
        });
}

class Crew {
public:
    Crew(test::ADatabase& database, const std::filesystem::path& cards, const std::filesystem::path& begun,
        Campaign& campaign)
        : database_{database}, cards_{cards}, begun_{begun}, campaign_{campaign}, luck_{campaign.seed}
    {
    }

    /// Until no job is left.
    void run()
    {
        for (int i = 0; i < workers; ++i)
            begin();
        while (!pids_.empty()) {
            std::this_thread::sleep_for(10ms);
            collect();
            if (Clock::now() >= kill_at_ && !pids_.empty()) {
                kill_at_ += between_kills;
                kill_one();
            }
            if (test::ADatabase::on_postgresql() && Clock::now() >= crash_at_ && !pids_.empty()) {
                crash_server();
                crash_at_ = Clock::now() + std::chrono::milliseconds{2'000 + luck_() % 4'000};
            }
        }
    }

private:
    void begin()
    {
        const auto seed = static_cast<unsigned>(luck_());
        const pid_t pid = ::fork();
        require(pid >= 0, "fork failed");
        if (pid == 0) {
            try {
                test::work_on_queue({.open = [this] { return database_.open(); },
                    .cards = cards_,
                    .begun = begun_,
                    .owner = std::to_string(::getpid()),
                    .seed = seed});
                ::_exit(0);
            } catch (const std::exception& exception) {
                fmt::print(stderr, "worker: {}\n", exception.what());
                ::_exit(1);
            }
        }
        pids_.insert(pid);
    }

    /// Those that found nothing more to do stay away; others are replaced.
    void collect()
    {
        int status = 0;
        for (pid_t pid = ::waitpid(-1, &status, WNOHANG); pid > 0; pid = ::waitpid(-1, &status, WNOHANG)) {
            if (pids_.erase(pid) == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
                continue;
            if (WIFEXITED(status))
                require(++campaign_.failures < 20, "workers fail again and again");
            begin();
        }
    }

    void kill_one()
    {
        auto victim = pids_.begin();
        std::advance(victim, static_cast<std::ptrdiff_t>(luck_() % pids_.size()));
        ::kill(*victim, SIGKILL);
        ++campaign_.killed;
    }

    void crash_server()
    {
        const std::string script = CARD_TEST_DATA "/support/postgresql.sh";
        const std::string folder = std::getenv("CARD_POSTGRESQL_FOLDER");
        for (const char* action : {" --kill ", " --start "})
            require(std::system((script + action + folder).c_str()) == 0, "the server did not come back");
        ++campaign_.crashes;
    }

    test::ADatabase& database_;
    const std::filesystem::path& cards_;
    const std::filesystem::path& begun_;
    Campaign& campaign_;
    std::mt19937 luck_;
    std::set<pid_t> pids_;
    Clock::time_point kill_at_ = Clock::now() + between_kills;
    Clock::time_point crash_at_ = Clock::now() + 1s;
};

/// Every job exactly one outcome; no number twice; each chip written once; the journal whole.
std::map<std::string, int> verify(test::ADatabase& database, const std::filesystem::path& cards, int jobs)
{
    const auto opened = database.open();
    const std::string chip = test::ADatabase::on_postgresql() ? "encode(kdd, 'hex')" : "lower(hex(kdd))";
    std::map<std::string, int> count;
    std::set<std::string> numbers;
    std::set<std::string> indices;
    std::map<std::string, int> live;
    const auto all_cards =
        database.ask("SELECT application, document_number, status_index, state, " + chip + " FROM card");
    for (const auto& row : all_cards) {
        const std::string& state = row.at(3);
        ++count[state];
        require(numbers.insert(row.at(1)).second, "a document number twice");
        require(indices.insert(row.at(2)).second, "a status index twice");
        const int effects = test::effects_on(cards, row.at(4));
        require(state == "live" ? effects == 1 : state == "void" && effects == 0, "a card in state " + state);
        if (state == "live")
            ++live[row.at(0)];
    }
    require(static_cast<int>(live.size()) == jobs && count["live"] == jobs, "not every job has its one card");
    require(!test::is_job_left(*opened), "a job is open");
    require(opened->rows("lease_run_out", {{":now", std::int64_t{1} << 40}}).empty(), "a lease is left");

    const auto store = perso::audit::store_of(*opened);
    perso::audit::Head head{};
    std::int64_t last = 0;
    std::map<std::string, int> issued;
    perso::audit::for_each_entry(*opened, 0, [&](const perso::audit::Stored& line) {
        require(line.entry.number == ++last, "a gap in the journal");
        head = perso::audit::next_head(head, store, line.entry);
        require(line.head == head, "the chain of the journal is broken");
        if (line.entry.event == "issued")
            ++issued[line.entry.application];
        ++count[line.entry.event == "lease expired" ? "leases run out" : "entries"];
        count["resumed"] += line.entry.event == "resume";
        return true;
    });
    require(static_cast<int>(issued.size()) == jobs, "not every job was noted as issued");
    for (const auto& [application, times] : issued)
        require(times == 1, "issued twice: " + application);
    count["entries"] = static_cast<int>(last);
    return count;
}

Campaign options(int argc, char** argv)
{
    Campaign campaign;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        require(option == "--jobs" || option == "--seed", "unknown option " + option);
        const int value = std::stoi(argv[i + 1]);
        if (option == "--jobs")
            campaign.jobs = value;
        else
            campaign.seed = static_cast<unsigned>(value);
    }
    return campaign;
}

} // namespace

int main(int argc, char** argv)
try {
    Campaign campaign = options(argc, argv);
    test::ADatabase database{now()};
    const test::TemporaryFolder folder;
    const std::filesystem::path cards = folder / "cards";
    const std::filesystem::path begun = folder / "begun";
    std::filesystem::create_directory(cards);
    std::filesystem::create_directory(begun);
    fill(database, 0, campaign.jobs);
    const auto begin = Clock::now();
    Crew crew{database, cards, begun, campaign};
    crew.run();
    for (; !campaign.disturbed(); campaign.jobs += more_jobs) {
        fill(database, campaign.jobs, campaign.jobs + more_jobs);
        crew.run();
    }
    const std::chrono::duration<double> time = Clock::now() - begin;
    auto count = verify(database, cards, campaign.jobs);
    fmt::print(
        "{{\"database\": \"{}\", \"jobs\": {}, \"seed\": {}, \"workers\": {}, \"killed\": {}, \"server_crashes\": {}, "
        "\"seconds\": {:.1f}, \"issued\": {}, \"void\": {}, \"resumed\": {}, \"leases_run_out\": {}, \"entries\": "
        "{}}}\n",
        test::ADatabase::on_postgresql() ? "PostgreSQL" : "SQLite", campaign.jobs, campaign.seed, workers,
        campaign.killed, campaign.crashes, time.count(), count["live"], count["void"], count["resumed"],
        count["leases run out"], count["entries"]);
    return 0;

} catch (const std::exception& exception) {
    fmt::print(stderr, "queue_soak: {}\n", exception.what());
    return 1;
}
