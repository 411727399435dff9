// SPDX-License-Identifier: Apache-2.0
#include "card/cli/worker.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

using namespace card;
using namespace card::cli;
using namespace std::chrono_literals;

namespace {

template <typename Body>
Error error_of(Body&& body)
{
    try {
        body();
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    throw std::logic_error{"unreachable"};
}

/// No child is left behind, running or dead.
bool no_children()
{
    return waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

} // namespace

TEST_CASE("worker: the result and the progress arrive in order")
{
    std::vector<std::string> lines;
    const Bytes large(300'000, 0x5A); // more than a pipe holds
    const Bytes result = run_worker(
        [&large](const ProgressSink& progress) {
            progress("SELECT");
            progress("PACE step 1");
            return large;
        },
        5s, [&lines](std::string_view line) { lines.emplace_back(line); });
    CHECK(result == large);
    CHECK(lines == std::vector<std::string>{"SELECT", "PACE step 1"});
    CHECK(no_children());
}

TEST_CASE("worker: an error arrives as it was thrown")
{
    const Error error = error_of([] {
        run_worker(
            [](const ProgressSink&) -> Bytes {
                throw Error{Errc::pace_failed, Step{"PACE step 2"}, StatusWord{0x6300}};
            },
            5s);
    });
    CHECK(error.code() == Errc::pace_failed);
    CHECK(error.step() == "PACE step 2");
    CHECK(error.status_word() == StatusWord{0x6300});
    CHECK(std::string{error.what()} == "PACE step 2: status word 6300");
}

TEST_CASE("worker: an error that names no step is placed at the last one that was told")
{
    const Error error = error_of([] {
        run_worker(
            [](const ProgressSink& progress) -> Bytes {
                progress("reading DG2");
                throw Error{Errc::card_removed, "the reader is empty"}.with_field("slot").with_number(3);
            },
            5s);
    });
    CHECK(error.code() == Errc::card_removed);
    CHECK(error.step() == "reading DG2");
    CHECK(error.field() == "slot");
    CHECK(error.number() == 3);
    CHECK(std::string{error.what()} == "reading DG2: the reader is empty");
}

TEST_CASE("worker: another exception becomes an internal error")
{
    const Error error =
        error_of([] { run_worker([](const ProgressSink&) -> Bytes { throw std::runtime_error{"odd"}; }, 5s); });
    CHECK(error.code() == Errc::internal);
    CHECK(std::string{error.what()} == "worker: odd");
}

TEST_CASE("worker: silence ends it, the last step is named and no process stays")
{
    const auto begin = std::chrono::steady_clock::now();
    const Error error = error_of([] {
        run_worker(
            [](const ProgressSink& progress) -> Bytes {
                progress("READ BINARY EF.SOD");
                for (;;)
                    pause();
            },
            200ms);
    });
    CHECK(error.code() == Errc::card_mute);
    CHECK(error.step() == "READ BINARY EF.SOD");
    CHECK(std::chrono::steady_clock::now() - begin < 5s);
    CHECK(no_children());
}

TEST_CASE("worker: slow work that reports is not ended")
{
    const Bytes result = run_worker(
        [](const ProgressSink& progress) {
            for (int i = 0; i < 8; ++i) {
                usleep(100'000);
                progress("still here");
            }
            return Bytes{1};
        },
        600ms);
    CHECK(result == Bytes{1});
}

TEST_CASE("worker: a crash is noticed at once, with the step")
{
    const Error error = error_of([] {
        run_worker(
            [](const ProgressSink& progress) -> Bytes {
                progress("decode");
                raise(SIGKILL);
                return {};
            },
            10s);
    });
    CHECK(error.code() == Errc::internal);
    CHECK(std::string{error.what()} == "decode: the worker process ended by signal 9");
    CHECK(no_children());
}

TEST_CASE("worker: an interruption ends the child and the call")
{
    const Error error = error_of([] {
        run_worker(
            [](const ProgressSink& progress) -> Bytes {
                progress("waiting");
                kill(getppid(), SIGINT);
                for (;;)
                    pause();
            },
            10s);
    });
    CHECK(error.code() == Errc::interrupted);
    CHECK(no_children());
}

TEST_CASE("worker: an error survives the way through bytes, a damaged message is refused")
{
    const Error before =
        Error{Errc::config_invalid, Step{"read profile.toml"}, "unknown key"}.with_field("pnp").with_number(-7);
    const Bytes bytes = encode_error(before);
    const Error after = decode_error(bytes);
    CHECK(after.code() == before.code());
    CHECK(after.step() == before.step());
    CHECK(after.field() == before.field());
    CHECK(after.number() == before.number());
    CHECK(!after.status_word());
    CHECK(std::string{after.what()} == before.what());

    for (std::size_t size = 0; size < bytes.size(); ++size) {
        INFO(size);
        CHECK_THROWS_AS(decode_error(ByteView{bytes}.first(size)), Error);
    }
    Bytes longer = bytes;
    longer.push_back(0);
    CHECK_THROWS_AS(decode_error(longer), Error);
    Bytes unknown = bytes;
    unknown[1] = 0xFF;
    CHECK_THROWS_AS(decode_error(unknown), Error);
}
