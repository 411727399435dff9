// SPDX-License-Identifier: Apache-2.0
#include "card/cli/secret_input.hpp"

#include "card/base/error.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <fstream>

using namespace card;
using namespace card::cli;

namespace {

/// The reading end of a pipe that holds `content`.
class Pipe {
public:
    explicit Pipe(std::string_view content)
    {
        REQUIRE(pipe(ends_.data()) == 0);
        REQUIRE(write(ends_[1], content.data(), content.size()) == static_cast<ssize_t>(content.size()));
        close(ends_[1]);
    }

    ~Pipe() { close(ends_[0]); }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int get() const { return ends_[0]; }

private:
    std::array<int, 2> ends_{};
};

Errc refusal(const SecretFormat& format, const SecretSource& source)
{
    try {
        read_secret(format, source);
    } catch (const Error& error) {
        CHECK(std::string{error.what()}.find_first_of("0123456789") == std::string::npos); // never the secret
        return error.code();
    }
    FAIL("accepted");
    return Errc::internal;
}

/// Reads a CAN from a terminal of its own at which `typed` is typed; gives what the terminal showed.
struct AtTerminal {
    int status = -1; ///< 0: the CAN 240680 was read; 1: refused; 2: interrupted; 3: echo was left off
    std::string shown;
};

AtTerminal at_terminal(std::string_view typed)
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(master >= 0);
    REQUIRE(grantpt(master) == 0);
    REQUIRE(unlockpt(master) == 0);
    const std::string slave_name = ptsname(master);

    const pid_t child = fork();
    if (child == 0) {
        setsid();
        const int slave = open(slave_name.c_str(), O_RDWR);
        ioctl(slave, TIOCSCTTY, 0);
        int status = 0;
        try {
            const SecureBytes can = read_secret(can_format(), {.prompt = "CAN: "});
            status = equal(can, as_bytes("240680")) ? 0 : 1;
        } catch (const Error& error) {
            status = error.code() == Errc::interrupted ? 2 : 1;
        }
        termios now{};
        tcgetattr(slave, &now);
        _exit((now.c_lflag & ECHO) == 0 ? 3 : status);
    }
    AtTerminal result;
    std::array<char, 256> chunk;
    while (result.shown.find("CAN: ") == std::string::npos) {
        const auto size = read(master, chunk.data(), chunk.size());
        if (size <= 0)
            break;
        result.shown.append(chunk.data(), static_cast<std::size_t>(size));
    }
    REQUIRE(write(master, typed.data(), typed.size()) == static_cast<ssize_t>(typed.size()));
    int status = 0;
    waitpid(child, &status, 0);
    fcntl(master, F_SETFL, O_NONBLOCK);
    if (const auto size = read(master, chunk.data(), chunk.size()); size > 0)
        result.shown.append(chunk.data(), static_cast<std::size_t>(size));
    close(master);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

} // namespace

TEST_CASE("secret input: a line from a file descriptor, with and without its end")
{
    for (const std::string_view content : {"240680\n", "240680\r\n", "240680"}) {
        const Pipe input{content};
        CHECK(equal(read_secret(can_format(), {.descriptor = input.get()}), as_bytes("240680")));
    }
}

TEST_CASE("secret input: two secrets in one descriptor, one per line")
{
    const Pipe input{"123456\n12345678\n"};
    CHECK(equal(read_secret(pin_format(), {.descriptor = input.get()}), as_bytes("123456")));
    CHECK(equal(read_secret(puk_format(), {.descriptor = input.get()}), as_bytes("12345678")));
    CHECK(refusal(pin_format(), {.descriptor = input.get()}) == Errc::secret_missing);
}

TEST_CASE("secret input: a file, and one that is not there")
{
    const auto path = std::filesystem::temp_directory_path() / ("secret_input_test." + std::to_string(getpid()));
    std::ofstream{path} << "240680\nsomething else\n";
    CHECK(equal(read_secret(can_format(), {.file = path}), as_bytes("240680")));
    std::filesystem::remove(path);
    CHECK_THROWS_WITH_AS(read_secret(can_format(), {.file = path}), "cannot be opened", Error);
}

TEST_CASE("secret input: what is outside the format is refused")
{
    for (const std::string_view content : {"\n", "24068\n", "2406801\n", "24068a\n", " 240680\n", "240680 \n",
             "24 680\n", "-40680\n", "\u0ED1\u0ED2\n", "12345678901234567890123456789012345678901234567890\n"}) {
        INFO(content);
        const Pipe input{content};
        CHECK(refusal(can_format(), {.descriptor = input.get()}) == Errc::secret_format);
    }
    const Pipe nothing{""};
    CHECK(refusal(can_format(), {.descriptor = nothing.get()}) == Errc::secret_missing);
    const Pipe nine{"123456789\n"};
    CHECK(refusal(pin_format(), {.descriptor = nine.get()}) == Errc::secret_format);
    const Pipe token{"Correct-Horse7\n"};
    CHECK(equal(read_secret(hsm_pin_format(), {.descriptor = token.get()}), as_bytes("Correct-Horse7")));
}

TEST_CASE("secret input: a closed descriptor")
{
    CHECK(refusal(can_format(), {.descriptor = 987}) == Errc::file_unreadable);
}

TEST_CASE("secret input: the terminal asks, shows nothing of it and is in order afterwards")
{
    const AtTerminal good = at_terminal("240680\n");
    CHECK(good.status == 0);
    CHECK(good.shown.find("240680") == std::string::npos);

    CHECK(at_terminal("24068\n").status == 1);
    CHECK(at_terminal("\x03").status == 2); // Ctrl-C
    CHECK(at_terminal("\x04").status == 1); // Ctrl-D: nothing came
}

TEST_CASE("secret input: a text of several lines, to its end")
{
    const auto read = [](std::string_view content) {
        const Pipe input{content};
        return read_secret_text("MRZ", 10, {.descriptor = input.get()});
    };
    const auto refused = [&](std::string_view content) {
        try {
            read(content);
        } catch (const Error& error) {
            CHECK(error.field() == "MRZ");
            return error.code();
        }
        return Errc::internal;
    };
    CHECK(equal(read("a\nb\r\nc\n"), as_bytes("a\nb\r\nc\n")));
    CHECK(equal(read("0123456789"), as_bytes("0123456789")));
    CHECK(refused("01234567890") == Errc::secret_format);
    CHECK(refused("") == Errc::secret_missing);
    try {
        read_secret_text("MRZ", 10, {});
        FAIL("read from nowhere");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::secret_missing);
    }
}
