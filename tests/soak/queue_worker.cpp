// SPDX-License-Identifier: Apache-2.0
#include "queue_worker.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/random.hpp"
#include "store/leases.hpp"
#include "store/sql_store.hpp"

#include <algorithm>
#include <fstream>
#include <random>
#include <thread>

namespace test {

using namespace perso::store;
using namespace std::chrono_literals;
using card::Errc;

namespace {

constexpr auto time_of_lease = 3s;
constexpr const char* step = "keys";
constexpr const char* person = "noy";

card::Time now()
{
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

class Worker {
public:
    explicit Worker(const QueueWork& work) : work_{work}, luck_{work.seed}, database_{work.open()} {}

    /// False when every job is issued.
    bool once()
    {
        if (++rounds_ % 16 == 0)
            leases_.expire(now());
        if (const auto lease = leases_.take(person, time_of_lease, now()))
            return make(lease->application), true;
        if (const auto cut_off = take_cut_off())
            return go_on(*cut_off), true;
        leases_.expire(now());
        std::this_thread::sleep_for(100ms);
        return is_job_left(*database_);
    }

private:
    struct CutOff {
        Kdd kdd{};
        std::int64_t card = 0;
    };

    bool one_in(unsigned n) { return luck_() % n == 0; }

    void write(const Kdd& kdd) const { std::ofstream{work_.cards / card::to_hex(kdd), std::ios::app} << '.'; }

    std::filesystem::path mark_of(const Kdd& kdd) const { return work_.begun / card::to_hex(kdd); }

    /// One of the pile whose job lies in quarantine, and nobody has it: as at a station, the chip says which one it is.
    std::optional<CutOff> take_cut_off()
    {
        for (const auto& mark : std::filesystem::directory_iterator{work_.begun}) {
            CutOff cut_off;
            std::ranges::copy(card::from_hex(mark.path().filename().string()), cut_off.kdd.begin());
            const auto attempt = store_.attempt_of(cut_off.kdd);
            if (!attempt || attempt->state == Attempt::State::live)
                std::filesystem::remove(mark.path());
            else if (attempt->state == Attempt::State::quarantined && take(cut_off.kdd)) {
                cut_off.card = attempt->allotment.card;
                return cut_off;
            }
        }
        return std::nullopt;
    }

    /// False when another process has it, or has finished it.
    bool take(const Kdd& kdd)
    {
        try {
            return database_->change([&] {
                const auto attempt = store_.attempt_of(kdd);
                if (!attempt || attempt->state != Attempt::State::quarantined)
                    return false;
                leases_.take_this(attempt->application, time_of_lease, now());
                return true;
            });
        } catch (const card::Error& error) {
            if (error.code() != Errc::lease_lost)
                throw;
            return false;
        }
    }

    void make(const std::string& application)
    {
        auto& random = card::crypto::system_random();
        Claim claim{.application = application, .operator_ = person};
        std::ranges::copy(random.bytes(claim.kdd.size()), claim.kdd.begin());
        std::ranges::copy(random.bytes(claim.guid.size()), claim.guid.begin());
        const std::int64_t card = store_.claim(claim, now()).card;
        if (one_in(40)) // the card was pulled out before anything was written
            return void(store_.give_up(card, Errc::card_removed, "recognise", now()));
        std::ofstream{mark_of(claim.kdd)}; // before anything that may be cut off
        store_.intend(card, step, now());
        if (one_in(40)) // and in the middle
            return void(store_.give_up(card, Errc::card_removed, step, now()));
        write(claim.kdd);
        finish(card);
        std::filesystem::remove(mark_of(claim.kdd));
    }

    /// The card says what became of it.
    void go_on(const CutOff& cut_off)
    {
        store_.reopen(cut_off.card, person, now());
        if (effects_on(work_.cards, card::to_hex(cut_off.kdd)) == 0)
            write(cut_off.kdd);
        finish(cut_off.card);
        std::filesystem::remove(mark_of(cut_off.kdd));
    }

    void finish(std::int64_t card)
    {
        try {
            store_.conclude(card, step, now());
        } catch (const card::Error& error) {
            if (error.code() != Errc::job_state) // it was cut off after the outcome
                throw;
        }
        store_.issued(card, now());
    }

    const QueueWork& work_;
    std::mt19937 luck_;
    std::unique_ptr<Database> database_;
    SqlStore store_{*database_, "LA", card::crypto::system_random()};
    Leases leases_{*database_, store_, work_.owner};
    unsigned rounds_ = 0;
};

} // namespace

void work_on_queue(const QueueWork& work)
{
    for (;;) {
        try {
            for (Worker worker{work}; worker.once();)
                ;
            return;
        } catch (const card::Error& error) {
            // What a station does as well: it says so, and begins anew. The lease runs out.
            if (error.code() != Errc::store_gone && error.code() != Errc::lease_lost &&
                error.code() != Errc::job_state && error.code() != Errc::clock_wrong)
                throw;
            std::this_thread::sleep_for(50ms);
        }
    }
}

bool is_job_left(Database& database)
{
    return std::ranges::any_of(database.rows("report_jobs"), [](const Row& row) {
        const auto state = parse_job_state(row.text(0));
        return state == JobState::approved || state == JobState::encoding || state == JobState::quarantined;
    });
}

int effects_on(const std::filesystem::path& cards, const std::string& chip)
{
    std::error_code none;
    const auto size = std::filesystem::file_size(cards / chip, none);
    return none ? 0 : static_cast<int>(size);
}

} // namespace test
