// SPDX-License-Identifier: Apache-2.0
#include "letters/letters.hpp"

#include "support/fixed_random.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>

#include <sys/stat.h>

using namespace perso;
using card::Errc;
using test::error_of;
namespace fs = std::filesystem;

namespace {

std::string text(const card::SecureBytes& digits)
{
    return std::string{card::as_text(digits)};
}

std::set<std::string> names_in(const test::TemporaryFolder& folder)
{
    std::set<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder.path()})
        names.insert(entry.path().filename().string());
    return names;
}

std::string read(const fs::path& file)
{
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

CardSecrets secrets()
{
    return {.can = card::SecureBytes{card::as_bytes("123457")},
        .pin = card::SecureBytes{card::as_bytes("654321")},
        .puk = card::SecureBytes{card::as_bytes("87654321")}};
}

/// Four bytes per digit, as the fair draw takes them.
card::Bytes digits(std::string_view text)
{
    card::Bytes bytes;
    for (const char digit : text)
        card::append(bytes, card::big_endian(static_cast<std::uint64_t>(digit - '0'), 4));
    return bytes;
}

} // namespace

TEST_CASE("letters: what is in a letter, and who may read it")
{
    const test::TemporaryFolder folder;
    const fs::path file = write_letter(folder.path(), "LA0000001", "0011223344556677", secrets());
    CHECK(file == folder / "LA0000001.txt");
    CHECK(read(file) == "document number: LA0000001\ntoken serial: 0011223344556677\nCAN: 123457\nPIN: 654321\n"
                        "PUK: 87654321\n");
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("letters: the serial number of the token is the end of the GUID, where there is a token")
{
    const store::Guid guid{
        0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x46, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0x0F};
    CHECK(token_serial(CardType::adult, guid) == "8899aabbccddee0f");
    CHECK(token_serial(CardType::from_6_to_14, guid) == "8899aabbccddee0f");
    CHECK(token_serial(CardType::under_6, guid).empty());
}

TEST_CASE("letters: a child's card has no PIN, and its letter says so")
{
    const auto& profile = card::profile::builtin();
    test::FixedRandom random{digits("112233")};
    const CardSecrets drawn = draw_secrets(profile, false, random);
    CHECK(random.used_up());
    CHECK(drawn.pin.empty());
    CHECK(drawn.puk.empty());
    const test::TemporaryFolder folder;
    CHECK(read(write_letter(folder.path(), "LA0000001", "", drawn)) ==
          "document number: LA0000001\nCAN: 112233\nThis is a child's card: it has no PIN and no PUK.\n");
}

TEST_CASE("letters: none is ever overwritten, not even through a link")
{
    const test::TemporaryFolder folder;
    std::ofstream{folder / "LA0000001.txt"} << "kept";
    CHECK(error_of([&] { write_letter(folder.path(), "LA0000001", "", secrets()); }) == Errc::file_exists);
    CHECK(read(folder / "LA0000001.txt") == "kept");
    fs::create_symlink(folder / "elsewhere", folder / "LA0000002.txt");
    CHECK(error_of([&] { write_letter(folder.path(), "LA0000002", "", secrets()); }) == Errc::file_exists);
    CHECK_FALSE(fs::exists(folder / "elsewhere"));
}

TEST_CASE("letters: the whole letter has the name or none has it, and nothing else is left")
{
    const test::TemporaryFolder folder;
    std::ofstream{folder / ".LA0000001.txt.new"} << "document number: LA"; // the power failed here
    const fs::path file = write_letter(folder.path(), "LA0000001", "", secrets());
    CHECK(read(file) == "document number: LA0000001\nCAN: 123457\nPIN: 654321\nPUK: 87654321\n");
    CHECK(names_in(folder) == std::set<std::string>{"LA0000001.txt"});
    CHECK(error_of([&] { write_letter(folder.path(), "LA0000001", "", secrets()); }) == Errc::file_exists);
    fs::create_directory(folder / "LA0000002.txt"); // nothing can take this name
    CHECK(error_of([&] { write_letter(folder.path(), "LA0000002", "", secrets()); }) == Errc::file_exists);
    CHECK(names_in(folder) == std::set<std::string>{"LA0000001.txt", "LA0000002.txt"});
}

TEST_CASE("letters: what a loss of power left of one is removed, and nothing of anybody else")
{
    const test::TemporaryFolder folder;
    for (const char* name : {".LA0000001.txt.new", ".LA0000001-pin-1.txt.new", "LA0000002.txt", "notes.txt.new",
             ".profile.new", ".txt.new"})
        std::ofstream{folder / name} << "something";
    remove_torn_letters(folder.path());
    CHECK(names_in(folder) == std::set<std::string>{"LA0000002.txt", "notes.txt.new", ".profile.new", ".txt.new"});
}

TEST_CASE("letters: of a card that is gone on with, the letter is there in the end, and never another one's is lost")
{
    const std::string whole = "document number: LA0000001\ntoken serial: 0011223344556677\nCAN: 123457\nPIN: 654321\n"
                              "PUK: 87654321\n";
    const auto restored = [&](const std::string& before) {
        const test::TemporaryFolder folder;
        const fs::path file = folder / "LA0000001.txt";
        std::ofstream{file} << before;
        const auto error = error_of([&] { restore_letter(folder.path(), "LA0000001", "0011223344556677", secrets()); });
        CHECK(names_in(folder) == std::set<std::string>{"LA0000001.txt"});
        CHECK(read(file) == (error == Errc::file_exists ? before : whole));
        return error;
    };
    for (std::size_t size = 0; size <= whole.size(); ++size) // torn anywhere, or whole
        CHECK_FALSE(restored(whole.substr(0, size)));
    CHECK(restored(whole + "\n") == Errc::file_exists);
    CHECK(restored("document number: LA0000001\ntoken serial: 0011223344556677\nCAN: 765431\n") == Errc::file_exists);
    std::string other = whole; // of another office
    other.replace(other.find("654321"), 6, "908172");
    CHECK(restored(other) == Errc::file_exists);
    CHECK(restored("kept") == Errc::file_exists);
}

TEST_CASE("letters: of a card that is gone on with and another folder, the letter is written anew")
{
    const test::TemporaryFolder folder;
    CHECK_FALSE(error_of([&] { restore_letter(folder.path(), "LA0000001", "", secrets()); }));
    const fs::path file = letter_file(folder.path(), "LA0000001");
    CHECK(read(file) == "document number: LA0000001\nCAN: 123457\nPIN: 654321\nPUK: 87654321\n");
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    fs::create_symlink(file, folder / "LA0000002.txt");
    CHECK(error_of([&] { restore_letter(folder.path(), "LA0000002", "", secrets()); }) == Errc::file_unreadable);
}

TEST_CASE("letters: a folder that others may read, and no folder")
{
    const test::TemporaryFolder folder;
    CHECK_FALSE(error_of([&] { check_letters_directory(folder.path()); }));
    CHECK(error_of([&] { check_letters_directory(folder / "none"); }) == Errc::letters_missing);
    fs::permissions(folder.path(), fs::perms::owner_all | fs::perms::group_read);
    CHECK(error_of([&] { check_letters_directory(folder.path()); }) == Errc::letters_missing);
    CHECK(error_of([&] { write_letter(folder / "none", "LA0000001", "", secrets()); }) == Errc::file_unwritable);
}

TEST_CASE("letters: digits are drawn, and those of the transport are drawn again")
{
    const auto& profile = card::profile::builtin();
    test::FixedRandom random{
        digits("112233" + profile.pin.transport_value + "908172" + profile.puk.transport_value + "44556677")};
    const CardSecrets drawn = draw_secrets(profile, true, random);
    CHECK(text(drawn.can) == "112233");
    CHECK(text(drawn.pin) == "908172");
    CHECK(text(drawn.puk) == "44556677");
    CHECK(random.used_up());
}

TEST_CASE("letters: nobody gets a PIN or PUK with which any make of cards is delivered")
{
    card::profile::Profile profile = card::profile::builtin();
    profile.pin.transport_value = "246802"; // of cards that are delivered with others than the published values
    profile.puk.transport_value = "13579135";
    for (const std::string_view pin : {"246802", "123456", "000000"}) {
        test::FixedRandom random{card::concat({digits("112233"), digits(pin), digits("90817244556677")})};
        CHECK(text(draw_secrets(profile, true, random).pin) == "908172");
        CHECK(random.used_up());
    }
    for (const std::string_view puk : {"13579135", "12345678", "00000000"}) {
        test::FixedRandom random{card::concat({digits("112233908172"), digits(puk), digits("44556677")})};
        CHECK(text(draw_secrets(profile, true, random).puk) == "44556677");
        CHECK(random.used_up());
    }
}

TEST_CASE("letters: a long PIN is not the PUK with which cards are delivered")
{
    card::profile::Profile profile = card::profile::builtin();
    profile.pin.min_digits = profile.pin.max_digits;
    for (const std::string_view pin : {"12345678", "00000000"}) {
        test::FixedRandom random{card::concat({digits("112233"), digits(pin), digits("9081726344556677")})};
        CHECK(text(draw_secrets(profile, true, random).pin) == "90817263");
        CHECK(random.used_up());
    }
}

TEST_CASE("letters: a draw that would favour some digits is repeated")
{
    const auto& profile = card::profile::builtin();
    test::FixedRandom random{card::concat({card::Bytes{0xFF, 0xFF, 0xFF, 0xFF}, digits("112233"), digits("908172"),
        digits("44556677")})}; // 2^32 is no multiple of ten: its last six values are not used
    CHECK(text(draw_secrets(profile, true, random).can) == "112233");
}
