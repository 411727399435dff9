// SPDX-License-Identifier: Apache-2.0
#include "line/board_file.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

using namespace perso::line;

namespace {

const ReaderStand writing{.reader = "A", .text = "[3/9] key 9A", .hand = false, .cards = 2, .per_hour = 180};
const ReaderStand waiting{.reader = "B", .text = "Lay the card aside.", .hand = true};

} // namespace

TEST_CASE("board file: another process reads how the readers stand, the newest as long as there is one")
{
    const test::TemporaryFolder folder;
    const auto file = folder / "readers.json";
    CHECK(read_board(file).empty());
    {
        BoardFile board{file};
        CHECK(read_board(file).empty());
        board.write({waiting, waiting});
        board.write({writing, waiting});
        const auto readers = read_board(file);
        REQUIRE(readers.size() == 2);
        CHECK(readers[0].reader == "A");
        CHECK(readers[0].text == "[3/9] key 9A");
        CHECK_FALSE(readers[0].hand);
        CHECK(readers[0].cards == 2);
        CHECK(readers[0].per_hour == 180);
        CHECK(readers[1].reader == "B");
        CHECK(readers[1].hand);
        CHECK(readers[1].cards == 0);
    }
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK(read_board(file).empty());
}

TEST_CASE("board file: what a process left that was killed tells nothing, and the next one writes anew")
{
    const test::TemporaryFolder folder;
    const auto file = folder / "readers.json";
    const pid_t station = ::fork();
    REQUIRE(station >= 0);
    if (station == 0) {
        auto* const left = new BoardFile{file}; // never removed, as by a kill
        left->write({writing});
        ::_exit(read_board(file).size() == 1 ? 0 : 1);
    }
    int status = -1;
    ::waitpid(station, &status, 0);
    CHECK(status == 0);
    CHECK(std::filesystem::exists(file));
    CHECK(read_board(file).empty());
    BoardFile next{file};
    next.write({waiting});
    CHECK(read_board(file).size() == 1);
}

TEST_CASE("board file: where nothing can be written the last one stays")
{
    const test::TemporaryFolder folder;
    const auto file = folder / "readers.json";
    BoardFile board{file};
    board.write({writing});
    std::filesystem::create_directory(folder / "readers.json.new"); // in the draft's place
    board.write({waiting});
    REQUIRE(read_board(file).size() == 1);
    CHECK(read_board(file)[0].reader == "A");
    std::filesystem::remove(folder / "readers.json.new");
    board.write({waiting});
    CHECK(read_board(file)[0].reader == "B");
}

TEST_CASE("board file: a file that is none tells nothing")
{
    const test::TemporaryFolder folder;
    const auto file = folder / "readers.json";
    BoardFile board{file};
    board.write({writing, waiting});
    std::ifstream in{file};
    const std::string whole{std::istreambuf_iterator<char>{in}, {}};
    const auto says = [&](const std::string& text) {
        std::ofstream{file, std::ios::trunc} << text; // the same file, which stays locked
        return read_board(file).size();
    };
    CHECK(says(whole) == 2);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO(size);
        CHECK(says(whole.substr(0, size)) == 0);
    }
    for (const char* broken : {"{}", "7", "[7]", "[{}]", R"([{"reader":"A"}])", R"({"reader":"A"})",
             R"([{"reader":"A","text":"t","hand":1,"cards":0,"per_hour":0}])",
             R"([{"reader":"A","text":"t","hand":true,"cards":"0","per_hour":0}])",
             R"([{"reader":7,"text":"t","hand":true,"cards":0,"per_hour":0}])"}) {
        INFO(broken);
        CHECK(says(broken) == 0);
    }
    CHECK(says(whole + "x") == 0);
}
