// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "disk.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <csignal>

using namespace refcard_test;
using test::TemporaryFolder;

namespace {

constexpr const char* wrong_pin = "00200080 08 393939393939FFFF";

Card card_on(Memory& memory, Random& random)
{
    return Card{{.profile = Profile::builtin(),
        .buffers = Profile::builtin().buffers,
        .memory = memory,
        .random = random,
        .wait = [](std::chrono::milliseconds) {}}};
}

/// Runs `life` with a card of this image in a process of its own, which dies by SIGKILL at the end of it.
template <typename Life>
void live_and_die(const std::filesystem::path& image, Life life)
{
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ImageFile memory{image};
        SystemRandom random;
        Card card = card_on(memory, random);
        life(card);
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGKILL);
}

} // namespace

TEST_CASE("[LC-3] a blank card")
{
    TestCard card;
    CHECK(card.image().life_cycle == LifeCycle::op_ready);
    for (const char* password :
        {"0022C1A4 0F 800A04007F00070202040202 830101", "0022C1A4 0F 800A04007F00070202040202 830102"})
        CHECK(card.send(password).sw == Sw::reference_not_found);
    card.send(select_identity);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    for (const auto p1p2 : std::initializer_list<std::uint16_t>{0x9E00, 0x9D00, 0x8100, 0x8200, 0x8E00})
        CHECK(host.send(0xB0, p1p2).sw == Sw::not_found);
    card.send(select_pki);
    CHECK(card.send("00CB3FFF 05 5C035FC102 00").sw == Sw::not_found);
    CHECK(card.send("00200080 08 313233343536FFFF").sw == Sw::ok);
    CHECK(card.send("002C0080 10 3132333435363738 313233343536FFFF").sw == Sw::ok);
}

TEST_CASE("[LC-4] killed between any two commands, the card goes on where it was")
{
    const TemporaryFolder folder;
    const auto path = folder / "card.img";
    ImageFile::create(path, blank_image(Profile::builtin(), hex("00000001")));
    const auto say = [](Card& card, std::string_view apdu) { card.process(hex(apdu)); };

    // wrong PINs are remembered by each next life
    for (unsigned left : {2U, 1U, 0U}) {
        live_and_die(path, [&](Card& card) {
            say(card, select_pki);
            say(card, wrong_pin);
        });
        CHECK(ImageFile{path}.image().pin->tries == left);
    }
    // so are the sessions that were opened
    for (std::uint32_t sessions : {1U, 2U}) {
        live_and_die(path, [&](Card& card) {
            say(card, select_pki);
            say(card, "80500000 08 0102030405060708 00");
        });
        CHECK(ImageFile{path}.image().keys.sequence_counter == sessions);
    }
}

TEST_CASE("[LC-4] killed at any command of a STORE DATA sequence, a file is old or new")
{
    const TemporaryFolder folder;
    const auto path = folder / "card.img";
    Image start = blank_image(Profile::builtin(), hex("00000001"));
    start.files[0x0101] = hex("01D1");
    constexpr std::size_t blocks = 5;
    for (std::size_t survive = 0; survive <= blocks; ++survive) {
        replace_file(path, encode(start));
        live_and_die(path, [&](Card& card) {
            // The host's commands are worked out on a twin that has the same session.
            TestCard twin{start, Profile::builtin()};
            Host host{twin, transport_keys()};
            twin.send(select_identity);
            host.open();
            const Bytes data = join({hex("010114"), Bytes(20, 0xEE)});
            card.process(hex(select_identity));
            card.process(command(0x80, 0x50, 0x0000, hex("0102030405060708"), 256));
            card.process(host.last_authentication);
            for (std::size_t block = 0; block < survive; ++block) {
                const ByteView rest = ByteView{data}.subspan(block * 5);
                const bool last = block == blocks - 1;
                const unsigned p1p2 = (last ? 0x8800U : 0x0800U) | static_cast<unsigned>(block);
                card.process(
                    host.wrap(0xE2, static_cast<std::uint16_t>(p1p2), rest.first(last ? rest.size() : std::size_t{5})));
            }
        });
        const Bytes content = ImageFile{path}.image().files.at(0x0101);
        CHECK(content == (survive == blocks ? Bytes(20, 0xEE) : hex("01D1")));
    }
}

TEST_CASE("[LC-4] killed at any moment, the image is a whole one")
{
    const TemporaryFolder folder;
    const auto path = folder / "card.img";
    Image image = blank_image(Profile::builtin(), hex("00000001"));
    image.files[0x0102] = Bytes(30'000, 0x00);
    replace_file(path, encode(image));
    for (unsigned round = 0; round < 20; ++round) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ImageFile memory{path};
            for (std::uint8_t fill = 0;; ++fill)
                memory.update([&](Image& changed) { changed.files[0x0102] = Bytes(30'000, fill); });
        }
        ::usleep(1'000 + 700 * round);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const Bytes content = ImageFile{path}.image().files.at(0x0102);
        CHECK(content == Bytes(30'000, content[0]));
    }
}

TEST_CASE("[LC-5] memory that cannot be written")
{
    TestCard card;
    card.send(select_identity);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    card.fail_writes();
    CHECK(host.store(0x0101, hex("6103AABBCC")) == Sw::memory_failure);
    CHECK(card.image().files.empty());
    CHECK(host.send(0x47, 0x0000, hex("A606840101800111")).sw == Sw::memory_failure);
    CHECK_FALSE(card.image().ca_key.has_value());
}

TEST_CASE("[LC-6] the image file")
{
    const TemporaryFolder folder;
    const auto path = folder / "card.img";
    const Image blank = blank_image(Profile::builtin(), hex("0A0B0C0D"));
    ImageFile::create(path, blank);
    CHECK_THROWS_AS(ImageFile::create(path, blank), std::runtime_error);
    const auto mode = [&] {
        struct stat status {};
        ::stat(path.c_str(), &status);
        return status.st_mode & 07777U;
    };
    CHECK(mode() == 0600);
    ImageFile file{path};
    file.update([](Image& image) {
        image.can = text_bytes("123456");
        image.files[0x0101] = hex("AABB");
        image.piv_objects[0x5FC105] = Bytes(300, 1);
        image.piv_keys[0x9A] = {.algorithm = 0x11, .secret = Bytes(32, 2)};
        image.ca_key = Bytes(32, 3);
        image.mrz_key = Bytes(20, 4);
        image.cam_key = Bytes(32, 5);
        image.card_security = hex("3000");
        image.pki_deleted = true;
        image.change_counter = 7;
        image.password_failures = 2;
        image.delay_owed = true;
        image.life_cycle = LifeCycle::initialized;
    });
    CHECK(mode() == 0600);
    CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
    CHECK(encode(read_image(path)) == encode(file.image()));
    CHECK(to_hex(file.image().diversification_data) == "4C414F4944430A0B0C0D");

    Bytes content = read_whole_file(path);
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, content.size() / 2, content.size() - 1})
        CHECK_THROWS_AS(decode_image(ByteView{content}.first(size)), std::runtime_error);
    content.push_back(0x00);
    CHECK_THROWS_AS(decode_image(content), std::runtime_error);
    CHECK_THROWS_AS(ImageFile{folder / "none.img"}, std::runtime_error);
}

TEST_CASE("[LC-6] one image is one chip: nobody else has it, before and after a change")
{
    const TemporaryFolder folder;
    const auto path = folder / "card.img";
    ImageFile::create(path, blank_image(Profile::builtin(), hex("0A0B0C0D")));
    const std::string refusal = "another process uses " + path.string();
    {
        ImageFile card{path};
        CHECK_THROWS_WITH_AS(ImageFile{path}, refusal.c_str(), std::runtime_error);
        card.update([](Image& image) { image.change_counter = 1; });
        CHECK_THROWS_WITH_AS(ImageFile{path}, refusal.c_str(), std::runtime_error);
    }
    CHECK(ImageFile{path}.image().change_counter == 1);
}
