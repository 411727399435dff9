// SPDX-License-Identifier: Apache-2.0
#include "issuer/clock_guard.hpp"

#include "issuer/issuer_office.hpp"

#include "card/base/error.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace perso;
using namespace std::chrono_literals;
using card::Errc;
using test::error_of;

namespace {

constexpr card::Time now = test::office_start;

/// A database whose server has this clock, or none.
class WithServerTime final : public store::Database {
public:
    WithServerTime(store::Database& inner, std::optional<card::Time> time) : inner_{inner}, time_{time} {}

    store::Rows rows(std::string_view statement, store::Bindings bindings) override
    {
        return inner_.rows(statement, bindings);
    }

    std::int64_t execute(std::string_view statement, store::Bindings bindings) override
    {
        return inner_.execute(statement, bindings);
    }

    std::optional<card::Time> server_time() override { return time_; }

private:
    void begin() override {}

    void begin_to_look() override {}

    void commit() override {}

    void rollback() noexcept override {}

    store::Database& inner_;
    std::optional<card::Time> time_;
};

std::string disputed_by(const ClockGuard& guard, card::Time time)
{
    try {
        guard.require_believed(time);
    } catch (const card::Error& error) {
        CHECK(error.code() == Errc::clock_disputed);
        return error.field();
    }
    return "nobody";
}

} // namespace

TEST_CASE("clock: the journal's last entry is not in the future, and not too long ago")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        std::chrono::seconds uptime{0};
        const ClockGuard guard{database, {}, now, [&] { return uptime; }};
        const auto at = [&](std::chrono::seconds later) {
            uptime = later;
            return now + later;
        };
        CHECK(disputed_by(guard, now) == "nobody"); // an office without any entry but its making
        test::card_in_work(store, "A-1", now + 1h);
        CHECK(error_of([&] { guard.require_believed(at(59min)); }) == Errc::clock_wrong);
        CHECK(disputed_by(guard, at(1h)) == "nobody");
        CHECK(disputed_by(guard, at(45 * 24h + 1h)) == "nobody");
        CHECK(disputed_by(guard, at(45 * 24h + 2h)) == "journal");
    });
}

TEST_CASE("clock: after a long pause two people say that it is right, for a day")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        test::card_in_work(store, "A-1", now);
        const card::Time late = now + 100 * 24h;
        const ClockGuard guard{database, {}, late, [] { return 0s; }};
        CHECK(disputed_by(guard, late) == "journal");
        CHECK(error_of([&] { confirm_clock_is_right(database, "keo", late); }) == Errc::usage); // nobody said so
        state_clock_is_right(database, "noy", late);
        CHECK(store.last_entry() == now); // a request alone does not move the journal
        CHECK(error_of([&] { confirm_clock_is_right(database, "noy", late); }) == Errc::same_person);
        CHECK(disputed_by(guard, late) == "journal");
        confirm_clock_is_right(database, "keo", late + 1min);
        CHECK(disputed_by(guard, late + 1min) == "nobody");
        CHECK(error_of([&] { confirm_clock_is_right(database, "keo", late + 1min); }) == Errc::usage); // once
        // a request that nobody confirmed within a day is none
        state_clock_is_right(database, "noy", late + 24h);
        CHECK(error_of([&] { confirm_clock_is_right(database, "keo", late + 49h); }) == Errc::usage);
        CHECK(error_of([&] { state_clock_is_right(database, "keo", now); }) == Errc::clock_wrong);
        CHECK(error_of([&] { confirm_clock_is_right(database, "keo", now); }) == Errc::clock_wrong);
    });
}

TEST_CASE("clock: two who say that it is right confirm nothing; the last one who said so is confirmed")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        test::card_in_work(store, "A-1", now);
        const card::Time late = now + 100 * 24h;
        const ClockGuard guard{database, {}, late, [] { return 0s; }};
        state_clock_is_right(database, "noy", late);
        state_clock_is_right(database, "keo", late);
        CHECK(disputed_by(guard, late) == "journal");
        CHECK(error_of([&] { confirm_clock_is_right(database, "keo", late); }) == Errc::same_person);
        confirm_clock_is_right(database, "noy", late);
        CHECK(error_of([&] { confirm_clock_is_right(database, "keo", late); }) == Errc::usage); // noy's earlier word
        CHECK(disputed_by(guard, late) == "nobody");
    });
}

TEST_CASE("clock: the database server, the source of the office and the uptime contradict")
{
    test::on_a_database([](store::Database& database, store::Store&) {
        std::chrono::seconds uptime{1000};
        const auto ticking = [&] { return uptime; };
        for (const auto& [server, said] : std::initializer_list<std::pair<card::Time, std::string>>{
                 {now + 120s, "nobody"}, {now + 121s, "database"}, {now - 121s, "database"}}) {
            WithServerTime with{database, server};
            CHECK(disputed_by(ClockGuard{with, {}, now, ticking}, now) == said);
        }

        const test::TemporaryFolder folder;
        const auto file = folder / "since_epoch";
        ClockSettings settings;
        settings.source = file;
        const ClockGuard guard{database, settings, now, ticking};
        CHECK(error_of([&] { guard.require_believed(now); }) == Errc::file_unreadable);
        std::ofstream{file} << (now + 119s).time_since_epoch().count() << '\n';
        CHECK(disputed_by(guard, now) == "nobody");
        std::ofstream{file} << (now + 3600s).time_since_epoch().count() << '\n';
        CHECK(disputed_by(guard, now) == "source");

        const ClockGuard running{database, {}, now, ticking};
        uptime += 600s;
        CHECK(disputed_by(running, now + 600s) == "nobody");
        CHECK(disputed_by(running, now + 1200s) == "uptime"); // somebody set the clock
    });
}

TEST_CASE("clock: one that is set between two cards of a run is found by the guard of the second")
{
    test::on_a_database([](store::Database& database, store::Store&) {
        std::chrono::seconds uptime{1000};
        const auto ticking = [&] { return uptime; };
        const auto start = ClockGuard::Start::note(now, ticking);
        uptime += 600s;
        const ClockGuard first{database, {}, start, ticking};
        CHECK(disputed_by(first, now + 600s) == "nobody");
        const card::Time set = now + 24h;
        const ClockGuard second{database, {}, start, ticking};
        CHECK(disputed_by(second, set) == "uptime");
        CHECK(disputed_by(ClockGuard{database, {}, set, ticking}, set) == "nobody"); // one that begins then is deceived
    });
}

TEST_CASE("clock: whether the office has a source of time")
{
    test::on_a_database([](store::Database& database, store::Store&) {
        WithServerTime with{database, now};
        CHECK(ClockGuard{with, {}, now}.has_source());
        WithServerTime without{database, std::nullopt};
        CHECK(ClockGuard{without, {.source = "/run/clock"}, now}.has_source());
        CHECK_FALSE(ClockGuard{without, {}, now}.has_source());
    });
}
