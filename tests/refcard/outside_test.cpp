// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "disk.hpp"
#include "faults.hpp"
#include "forge.hpp"
#include "reader_session.hpp"
#include "support/temporary_folder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <set>
#include <thread>

using namespace refcard_test;
using test::TemporaryFolder;

namespace {

/// A virtual reader with one slot, on a port that the system chose.
class FakeVpcd {
public:
    FakeVpcd() : listener_{::socket(AF_INET, SOCK_STREAM, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(listener_, 1) == 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ::ntohs(address.sin_port);
    }

    FakeVpcd(const FakeVpcd&) = delete;
    FakeVpcd& operator=(const FakeVpcd&) = delete;

    ~FakeVpcd()
    {
        eject();
        ::close(listener_);
    }

    void insert()
    {
        eject();
        card_ = ::accept(listener_, nullptr, nullptr);
        REQUIRE(card_ >= 0);
    }

    void eject()
    {
        if (card_ >= 0)
            ::close(card_);
        card_ = -1;
    }

    void say(ByteView message)
    {
        // length and content apart, as Debian's vpcd does
        const Bytes length = big_endian(message.size(), 2);
        ::send(card_, length.data(), length.size(), MSG_NOSIGNAL);
        ::send(card_, message.data(), message.size(), MSG_NOSIGNAL);
    }

    /// Hexadecimal; "closed", or "silence".
    std::string hear(timeval patience = {.tv_sec = 20, .tv_usec = 0})
    {
        ::setsockopt(card_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        Bytes length(2);
        const ssize_t count = ::recv(card_, length.data(), 2, MSG_WAITALL);
        if (count == 0)
            return "closed";
        if (count < 0)
            return "silence";
        Bytes content(static_cast<std::size_t>(from_big_endian(length)));
        ::recv(card_, content.data(), content.size(), MSG_WAITALL);
        return to_hex(content);
    }

    std::string exchange(std::string_view apdu)
    {
        say(hex(apdu));
        return hear();
    }

    std::uint16_t port = 0;

private:
    int listener_;
    int card_ = -1;
};

/// The program's `run`, in a thread.
class Inserted {
public:
    Inserted(FakeVpcd& reader, const std::filesystem::path& image, std::vector<Fault> faults = {},
        Interface interface = Interface::contact, const std::filesystem::path& trace = {}, bool assumes_le = false)
        : thread_{[&reader, image, faults, interface, trace, assumes_le] {
              const Buffers& buffers = Profile::builtin().buffers;
              run_card({.image = image,
                           .port = reader.port,
                           .buffers = buffers,
                           .announced = buffers,
                           .interface = interface,
                           .faults = faults,
                           .assumes_le = assumes_le,
                           .trace = trace},
                  Profile::builtin(), [] {});
          }}
    {
        reader.insert();
    }

    ~Inserted() { thread_.join(); }

private:
    std::thread thread_;
};

std::filesystem::path issued_card(const TemporaryFolder& folder, const char* name)
{
    Image image = blank_image(Profile::builtin(), hex("00000001"));
    image.can = text_bytes("123456");
    image.files[0x0101] = hex("6103AABBCC");
    image.files[0x0102] = hex("7503DDEEFF");
    image.ca_key = Bytes(32, 3);
    image.cam_key = Bytes(32, 5);
    image.mrz_key = Bytes(20, 6);
    image.card_security = hex("3000");
    image.piv_keys[0x9E] = {.algorithm = 0x11, .secret = Bytes(32, 4)};
    image.piv_objects[0x5FC101] = hex("7001AA");
    image.change_counter = 5;
    image.management_key = ManagementKey{.algorithm = 0x08, .value = Bytes(16, 7)};
    image.keys = issuer_keys();
    image.life_cycle = LifeCycle::secured;
    ImageFile::create(folder / name, image);
    return folder / name;
}

constexpr const char* select_mf = "00A4000C 02 3F00";

} // namespace

TEST_CASE("reader session: contacts and commands")
{
    const TemporaryFolder folder;
    FakeVpcd reader;
    const Inserted card{reader, issued_card(folder, "card.img")};
    CHECK(reader.exchange("04") == "3B95168131FE458073F621E04C");
    reader.say(hex("01"));
    CHECK(reader.exchange("00A4040C 05 A000000308") == "9000");
    CHECK(reader.exchange("00200080") == "63C3");
    reader.say(hex("02"));
    CHECK(reader.exchange("00200080") == "6D00"); // the master file again
    reader.say(hex("00"));
    reader.say(hex("01"));
    CHECK(reader.exchange(select_mf) == "9000");
    reader.eject();
}

TEST_CASE("[CRD-6] reader session: a card that assumes Le where there is none")
{
    const TemporaryFolder folder;
    FakeVpcd reader;
    constexpr const char* select_pki_without_le = "00A40400 05 A000000308";
    const std::string application = [&] {
        const Inserted card{reader, issued_card(folder, "strict.img")};
        CHECK(reader.exchange(select_pki_without_le).starts_with("61"));
        std::string answer = reader.exchange("00C00000 00");
        reader.eject();
        return answer;
    }();
    CHECK(application.ends_with("9000"));
    const Inserted card{reader, issued_card(folder, "card.img"), {}, Interface::contact, {}, true};
    CHECK(reader.exchange(select_pki_without_le) == application);
    CHECK(reader.exchange(select_mf) == "9000");
    reader.eject();
}

TEST_CASE("[CRD-18] reader session: a contactless card with a random identifier")
{
    const TemporaryFolder folder;
    FakeVpcd reader;
    const Inserted card{
        reader, issued_card(folder, "card.img"), {parse_fault("status@1:6F00")}, Interface::contactless};
    CHECK(reader.exchange("04") == "3B80800101");
    std::set<std::string> seen;
    for (const char* power : {"01", "02", "00"}) {
        reader.say(hex(power));
        const std::string identifier = reader.exchange("FFCA000000");
        CHECK(identifier.size() == 12);
        CHECK(identifier.starts_with("08"));
        CHECK(identifier.ends_with("9000"));
        CHECK(reader.exchange("FFCA000000") == identifier);
        seen.insert(identifier);
    }
    CHECK(seen.size() == 3);
    CHECK(reader.exchange(select_mf) == "6F00"); // only commands to the card count for faults
    CHECK(reader.exchange("00A4040C 05 A000000308") == "6A82");
    CHECK(reader.exchange("FFCA010000") == "6E00");
    reader.eject();
}

TEST_CASE("reader session: faults")
{
    const TemporaryFolder folder;
    const auto image = issued_card(folder, "card.img");
    const std::string verify = "00200080 08 393939393939FFFF";
    const auto tries = [&] { return read_image(image).pin->tries; };
    FakeVpcd reader;
    SUBCASE("mute")
    {
        const Inserted card{reader, image, {parse_fault("mute@2")}};
        CHECK(reader.exchange(select_mf) == "9000");
        constexpr timeval short_patience{.tv_sec = 0, .tv_usec = 200'000};
        reader.say(hex(select_mf));
        CHECK(reader.hear(short_patience) == "silence");
        reader.say(hex(select_mf));
        CHECK(reader.hear(short_patience) == "silence");
        reader.eject();
    }
    SUBCASE("cut: not executed")
    {
        const Inserted card{reader, image, {parse_fault("cut@2")}};
        reader.exchange("00A4040C 05 A000000308");
        CHECK(reader.exchange(verify) == "closed");
        CHECK(tries() == 3);
    }
    SUBCASE("tear: executed")
    {
        const Inserted card{reader, image, {parse_fault("tear@2")}};
        reader.exchange("00A4040C 05 A000000308");
        CHECK(reader.exchange(verify) == "closed");
        CHECK(tries() == 2);
    }
    SUBCASE("shorten, status")
    {
        const Inserted card{reader, image, {parse_fault("shorten@1"), parse_fault("status@2:6F00")}};
        CHECK(reader.exchange(select_mf) == "90");
        CHECK(reader.exchange(select_mf) == "6F00");
        CHECK(reader.exchange(select_mf) == "9000");
        reader.eject();
    }
    SUBCASE("swap")
    {
        const auto other = folder / "other.img";
        ImageFile::create(other, blank_image(Profile::builtin(), hex("00000002")));
        const Inserted card{reader, image, {parse_fault("swap@2:" + other.string())}};
        reader.exchange("00A4040C 08 A000000151000000");
        CHECK(reader.exchange("80CA0045 00") == "closed");
        reader.insert();
        reader.exchange("00A4040C 08 A000000151000000");
        CHECK(reader.exchange("80CA0045 00") == "450A4C414F494443000000029000");
        reader.eject();
    }
}

TEST_CASE("reader session: a trace counts commands and shows no data")
{
    const TemporaryFolder folder;
    const auto trace = folder / "trace";
    const auto noted = [&] {
        const Bytes content = read_whole_file(trace);
        return std::string(content.begin(), content.end());
    };
    FakeVpcd reader;
    const Inserted card{reader, issued_card(folder, "card.img"), {parse_fault("shorten@4"), parse_fault("cut@5")},
        Interface::contactless, trace};
    reader.exchange("04");
    reader.say(hex("01"));
    reader.exchange("FFCA000000");
    CHECK(noted().empty());
    reader.exchange(select_mf);
    CHECK(noted() == "00A4000C 7 2 9000\n"); // there before the answer
    reader.exchange("00B09C0000");
    reader.exchange("0102");
    CHECK(noted() == "00A4000C 7 2 9000\n00B09C00 5 44 6282\n0102 2 2 6700\n");
    std::filesystem::resize_file(trace, 0);
    reader.exchange(select_mf);
    CHECK(reader.exchange("00200080 08 393939393939FFFF") == "closed");
    CHECK(noted() == "00A4000C 7 1\n00200080 13 0\n");
}

TEST_CASE("faults: what is no fault is refused")
{
    for (const char* wrong : {"", "mute", "mute@", "mute@0", "mute@x", "mute@1x", "hiccup@1", "mute@1:x", "swap@1",
             "swap@1:", "status@1", "@1"})
        CHECK_THROWS_AS_MESSAGE(parse_fault(wrong), std::invalid_argument, wrong);
    Faults faults{{parse_fault("tear@2")}};
    CHECK_FALSE(faults.next_command());
    CHECK(faults.next_command());
    CHECK_FALSE(faults.next_command());
}

TEST_CASE("forge: files exchanged, taken away, copied out")
{
    const TemporaryFolder folder;
    const auto image = issued_card(folder, "card.img");
    replace_file(folder / "face", hex("7501AA"));
    forge::replace_file(image, 0x0102, folder / "face");
    CHECK(ImageFile{image}.image().files.at(0x0102) == hex("7501AA"));
    forge::extract_file(image, 0x0101, folder / "dg1");
    CHECK(read_whole_file(folder / "dg1") == hex("6103AABBCC"));
    forge::delete_file(image, 0x0101);
    CHECK_FALSE(ImageFile{image}.image().files.contains(0x0101));
    CHECK_THROWS_AS(forge::delete_file(image, 0x0101), std::runtime_error);
    CHECK_THROWS_AS(forge::replace_file(image, 0x0103, folder / "face"), std::runtime_error);
}

TEST_CASE("forge: a clone has all that can be read, and other keys")
{
    const TemporaryFolder folder;
    const auto image = issued_card(folder, "card.img");
    CHECK_THROWS_AS(
        forge::clone(image, folder / "clone.img", text_bytes("000000"), Profile::builtin()), std::runtime_error);
    forge::clone(image, folder / "clone.img", text_bytes("123456"), Profile::builtin());
    const ImageFile original{image};
    const ImageFile clone{folder / "clone.img"};
    CHECK(clone.image().files == original.image().files);
    CHECK(clone.image().piv_objects == original.image().piv_objects);
    CHECK(clone.image().can == original.image().can);
    CHECK(clone.image().change_counter == 5);
    CHECK(clone.image().secured());
    CHECK(clone.image().diversification_data == original.image().diversification_data);
    CHECK(clone.image().keys.enc != original.image().keys.enc);
    CHECK(clone.image().mrz_key == original.image().mrz_key);
    CHECK(clone.image().card_security == original.image().card_security);
    CHECK(*clone.image().ca_key != *original.image().ca_key);
    CHECK(*clone.image().cam_key != *original.image().cam_key);
    CHECK(clone.image().piv_keys.at(0x9E).secret != original.image().piv_keys.at(0x9E).secret);
    CHECK(clone.image().management_key->algorithm == 0x08);
    CHECK(clone.image().management_key->value.size() == 16);
    CHECK(clone.image().management_key->value != original.image().management_key->value);
    const std::string shown = forge::show(folder / "clone.img");
    CHECK(shown.find("PIV management key: algorithm 08\n") != std::string::npos);
    CHECK(shown.find("SECURED") != std::string::npos);
    CHECK(shown.find("123456") == std::string::npos);
}
