// SPDX-License-Identifier: Apache-2.0
#include "queue_worker.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/random.hpp"
#include "store/leases.hpp"
#include "store/sql/sql_store.hpp"

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
        if (const auto cut_off = leases_.take_cut_off(person, time_of_lease, now()))
            return go_on(*cut_off), true;
        leases_.expire(now());
        std::this_thread::sleep_for(100ms);
        return database_->number("jobs_open") > 0;
    }

private:
    bool one_in(unsigned n) { return luck_() % n == 0; }

    void write(const Kdd& kdd) const { std::ofstream{work_.cards / card::to_hex(kdd), std::ios::app} << '.'; }

    void make(const std::string& application)
    {
        auto& random = card::crypto::system_random();
        Claim claim{.application = application, .operator_ = person};
        std::ranges::copy(random.bytes(claim.kdd.size()), claim.kdd.begin());
        std::ranges::copy(random.bytes(claim.guid.size()), claim.guid.begin());
        const std::int64_t card = store_.claim(claim, now()).card;
        if (one_in(40)) // the card was pulled out before anything was written
            return void(store_.give_up(card, Errc::card_removed, "recognise", now()));
        store_.intend(card, step, now());
        if (one_in(40)) // and in the middle
            return void(store_.give_up(card, Errc::card_removed, step, now()));
        write(claim.kdd);
        finish(card);
    }

    /// The card says what became of it.
    void go_on(const Leases::CutOff& cut_off)
    {
        const auto attempt = store_.attempt_of(cut_off.kdd);
        card::require(attempt.has_value(), Errc::store_failed, "soak", "an unknown chip in quarantine");
        store_.reopen(attempt->allotment.card, person, now());
        if (effects_on(work_.cards, card::to_hex(cut_off.kdd)) == 0)
            write(cut_off.kdd);
        finish(attempt->allotment.card);
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

int effects_on(const std::filesystem::path& cards, const std::string& chip)
{
    std::error_code none;
    const auto size = std::filesystem::file_size(cards / chip, none);
    return none ? 0 : static_cast<int>(size);
}

} // namespace test
