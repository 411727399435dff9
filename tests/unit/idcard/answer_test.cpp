// SPDX-License-Identifier: Apache-2.0
#include "idcard/answer.hpp"

#include "card/base/error.hpp"
#include "idcard/last_try.hpp"
#include "idcard/output_file.hpp"

#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

using namespace card;
using test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::optional<Errc> writing(const fs::path& path)
{
    return test::error_of([&] { return idcard::write_file(path, as_bytes("x")), 0; });
}

} // namespace

TEST_CASE("answer: comes through the pipe as it was, and never cut")
{
    const idcard::Answer answer{.exit = cli::ExitCode::genuine_not_valid,
        .page = "ບັດແທ້\n",
        .notes = "note",
        .files = {{"DG1.bin", {1, 2, 3}}, {"empty", {}}},
        .state = {9, 8}};
    const Bytes bytes = idcard::encode(answer);
    CHECK(idcard::decode_answer(bytes) == answer);
    CHECK(idcard::decode_answer(idcard::encode({.page = {}})) == idcard::Answer{.page = {}});

    std::size_t whole = 0; // cut behind a file it is an answer with fewer files
    for (std::size_t size = 0; size < bytes.size(); ++size)
        if (test::error_of([&] { return idcard::decode_answer(ByteView{bytes}.first(size)); }) != Errc::malformed_data)
            ++whole;
    CHECK(whole == 2);
}

TEST_CASE("answer: the state of a PIN between two visits")
{
    using session::Tries;
    session::HolderPin state{{Tries::State::ready, 2U}, {Tries::State::not_told, {}}, {}};
    CHECK(idcard::decode_holder_pin(idcard::encode(state)) == state);
    state.guid = piv::Guid{1, 2, 3};
    state.puk = {Tries::State::blocked, 0U};
    const Bytes bytes = idcard::encode(state);
    CHECK(idcard::decode_holder_pin(bytes) == state);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        if (size != 6)
            CHECK(test::error_of([&] { return idcard::decode_holder_pin(ByteView{bytes}.first(size)); }) ==
                  Errc::malformed_data);
}

TEST_CASE("output file: whole or not at all, for its owner alone")
{
    const TemporaryFolder folder;
    const fs::path path = folder / "photo.png";
    idcard::write_file(path, as_bytes("first"));
    idcard::write_file(path, as_bytes("second"));
    CHECK(content_of(path) == "second");
    CHECK((fs::status(path).permissions() & fs::perms::mask) == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(std::distance(fs::directory_iterator{path.parent_path()}, {}) == 1); // no draft is left

    CHECK(writing(folder / "missing/photo.png") == Errc::file_unwritable);
    fs::create_directory(folder / "taken");
    CHECK(writing(folder / "taken") == Errc::file_unwritable);
    CHECK(writing("/dev/full/x") == Errc::file_unwritable);
}

TEST_CASE("output file: an old photograph goes, a folder stays")
{
    const TemporaryFolder folder;
    const fs::path path = folder / "photo.png";
    idcard::remove_old(path);
    idcard::write_file(path, as_bytes("somebody else"));
    idcard::remove_old(path);
    CHECK(!fs::exists(path));

    fs::create_directory(folder / "card");
    CHECK(test::error_of([&] { return idcard::remove_old(folder / "card"), 0; }) == Errc::file_unwritable);
}

TEST_CASE("output file: all the files of a folder or none of them")
{
    const TemporaryFolder folder;
    const std::vector<idcard::OutputFile> files{{"DG1.bin", {1, 2}}, {"DG2.bin", {3}}};
    const auto write = [&](const fs::path& path, const std::vector<idcard::OutputFile>& which) {
        return test::error_of([&] { return idcard::write_folder(path, which), 0; });
    };
    idcard::write_folder(folder / "card", files);
    idcard::write_folder(folder / "card", files);
    CHECK(content_of(folder / "card/DG1.bin") == "\x01\x02");
    CHECK(std::distance(fs::directory_iterator{folder / "card"}, {}) == 2);
    CHECK((fs::status(folder / "card").permissions() & fs::perms::mask) == fs::perms::owner_all);
    CHECK(write(folder / "no/card", files) == Errc::file_unwritable);

    const std::vector<idcard::OutputFile> unwritable{{"DG1.bin", {1, 2}}, {"no/DG2.bin", {3}}};
    CHECK(write(folder / "other", unwritable) == Errc::file_unwritable);
    CHECK(!fs::exists(folder / "other"));
    CHECK(write(folder / "card", {{"DG1.bin", {7}}, {"no/DG2.bin", {3}}}) == Errc::file_unwritable);
    CHECK(content_of(folder / "card/DG1.bin") == "\x01\x02");
}

TEST_CASE("output files: one file is one file under all its names, there or not")
{
    const test::TemporaryFolder folder;
    idcard::write_file(folder / "a", as_bytes("a"));
    idcard::write_file(folder / "b", as_bytes("b"));
    std::filesystem::create_hard_link(folder / "a", folder / "hard");
    std::filesystem::create_symlink(folder / "a", folder / "soft");
    std::filesystem::create_directory_symlink(folder.path(), folder / "here");
    for (const char* name : {"a", "./a", "hard", "soft", "here/a"})
        CHECK(idcard::same_file(folder / "a", folder / name));
    CHECK(!idcard::same_file(folder / "a", folder / "b"));
    CHECK(idcard::same_file(folder / "new", folder / "here/./new"));
    CHECK(!idcard::same_file(folder / "new", folder / "newer"));
    CHECK(idcard::same_file("new", std::filesystem::current_path() / "new"));
}

TEST_CASE("output files: what is no regular file is not replaced, and looking for room changes nothing")
{
    const test::TemporaryFolder folder;
    idcard::write_file(folder / "a", as_bytes("a"));
    std::filesystem::create_symlink(folder / "a", folder / "soft");
    for (const std::filesystem::path& path : {folder / "soft", folder.path(), std::filesystem::path{"/dev/null"}})
        CHECK(test::error_of([&] { return idcard::check_room(path, 1), 0; }) == Errc::file_unwritable);
    idcard::check_room(folder / "a", 1000);
    CHECK(std::filesystem::file_size(folder / "a") == 1);
    idcard::check_room(folder / "new", 1000);
    CHECK(!std::filesystem::exists(folder / "new"));
}
