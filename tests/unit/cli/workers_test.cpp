// SPDX-License-Identifier: Apache-2.0
#include "card/cli/workers.hpp"

#include <doctest/doctest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

using namespace card;
using namespace card::cli;
using namespace std::chrono_literals;

namespace {

Bytes work_of(std::uint8_t number, const ProgressSink& progress)
{
    progress("one");
    progress("two");
    return {number};
}

} // namespace

TEST_CASE("workers: each has its own news, and a name is free again after its end")
{
    Workers workers;
    for (std::uint8_t number = 0; number < 4; ++number)
        workers.start(
            std::to_string(number), [number](const auto& progress) { return work_of(number, progress); }, 5s);
    std::map<std::string, std::vector<std::string>> lines;
    std::map<std::string, Bytes> results;
    while (!workers.idle()) {
        const auto news = workers.next(5s);
        REQUIRE(news);
        if (news->progress)
            lines[news->name].push_back(*news->progress);
        if (news->result)
            results[news->name] = *news->result;
    }
    for (std::uint8_t number = 0; number < 4; ++number) {
        CHECK(lines[std::to_string(number)] == std::vector<std::string>{"one", "two"});
        CHECK(results[std::to_string(number)] == Bytes{number});
    }
    workers.start(
        "0", [](const auto&) { return Bytes{9}; }, 5s);
    CHECK(workers.next(5s)->result == Bytes{9});
    CHECK(workers.next(10ms) == std::nullopt);
    CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("workers: one that fails, one that dies and one that falls silent leave the others alone")
{
    Workers workers;
    workers.start(
        "fails",
        [](const auto&) -> Bytes {
            throw Error{Errc::card_foreign, Step{"SELECT"}, "not ours"};
        },
        5s);
    workers.start(
        "dies",
        [](const auto& progress) -> Bytes {
            progress("PACE");
            raise(SIGKILL);
            return {};
        },
        5s);
    workers.start(
        "silent",
        [](const auto& progress) -> Bytes {
            progress("STORE DATA");
            for (;;)
                pause();
        },
        300ms);
    workers.start(
        "good",
        [](const auto& progress) {
            for (int i = 0; i < 6; ++i) {
                progress("on");
                usleep(100'000);
            }
            return Bytes{1};
        },
        400ms);
    std::map<std::string, std::optional<Error>> ends;
    while (!workers.idle()) {
        const auto news = workers.next(5s);
        REQUIRE(news);
        if (!news->progress)
            ends[news->name] = news->error;
    }
    CHECK(ends.at("fails")->code() == Errc::card_foreign);
    CHECK(ends.at("dies")->code() == Errc::internal);
    CHECK(ends.at("dies")->step() == "PACE");
    CHECK(ends.at("silent")->code() == Errc::card_mute);
    CHECK(ends.at("silent")->step() == "STORE DATA");
    CHECK_FALSE(ends.at("good"));
    CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("workers: a signal is noticed, and all end with the group")
{
    {
        Workers workers;
        workers.start(
            "one",
            [](const auto&) -> Bytes {
                for (;;)
                    pause();
            },
            60s);
        kill(getpid(), SIGTERM);
        try {
            workers.next(5s);
            FAIL("the signal was not noticed");
        } catch (const Error& error) {
            CHECK(error.code() == Errc::interrupted);
        }
    }
    CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}
