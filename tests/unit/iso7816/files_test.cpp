// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/files.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/tlv/writer.hpp"

#include "support/faulty_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::iso7816;
using test::FunctionTransport;

namespace {

/// A card with one file under SFI 02; records the greatest byte that it was asked for.
struct FileCard {
    Bytes content;
    std::size_t most_per_answer = 65'536;
    std::size_t reads = 0;
    std::size_t read_to = 0;

    Bytes operator()(ByteView command)
    {
        ++reads;
        REQUIRE(command[1] == 0xB0);
        const bool by_sfi = (command[2] & 0x80) != 0;
        if (by_sfi && (command[2] & 0x1F) != 2)
            return from_hex("6A82");
        const std::size_t offset = by_sfi ? command[3] : from_big_endian(command.subspan(2, 2));
        if (offset >= content.size())
            return from_hex("6B00");
        std::size_t ne = from_big_endian(command.subspan(command.size() == 5 ? 4 : 5));
        if (ne == 0)
            ne = command.size() == 5 ? 256 : 65'536;
        const std::size_t given = std::min({ne, most_per_answer, content.size() - offset});
        read_to = std::max(read_to, offset + given);
        return concat({ByteView{content}.subspan(offset, given), from_hex(given < ne ? "6282" : "9000")});
    }
};

struct Reading {
    std::optional<Errc> error;
    Bytes content;
};

Reading read(FileCard& file, std::size_t ne, std::size_t bound = 32'767)
{
    FunctionTransport transport{[&](ByteView command) { return file(command); }};
    PlainChannel channel{transport, {.nc = 255, .ne = ne}};
    Reading reading;
    reading.error = test::error_of([&] { return reading.content = read_file(channel, Sfi{2}, bound, "READ DG2"); });
    return reading;
}

} // namespace

TEST_CASE("files: content is read whole with the fewest commands that size and buffer allow")
{
    for (const std::size_t ne : {223U, 256U, 2'046U, 16'382U, 32'766U}) {
        for (const std::size_t value :
            {0U, 1U, 100U, 219U, 220U, 252U, 253U, 254U, 255U, 256U, 2'042U, 2'043U, 20'000U, 30'000U}) {
            FileCard card{.content = tlv::encode(tlv::Tag{0x75}, Bytes(value, 0x5A))};
            CAPTURE(ne);
            CAPTURE(card.content.size());
            CHECK(read(card, ne).content == card.content);
            CHECK(card.reads == (card.content.size() + ne - 1) / ne);
        }
    }
}

TEST_CASE("files: after the first answer nothing beyond the object is asked for")
{
    FileCard card{.content = concat({tlv::encode(tlv::Tag{0x75}, Bytes(996, 0x5A)), Bytes(500, 0xFF)})};
    const Bytes object = tlv::encode(tlv::Tag{0x75}, Bytes(996, 0x5A));
    CHECK(read(card, 256).content == object);
    CHECK(card.read_to == object.size());

    FileCard in_one_answer{.content = concat({from_hex("7500"), Bytes(100, 0xFF)})};
    CHECK(to_hex(read(in_one_answer, 256).content) == "7500");
}

TEST_CASE("files: a card that gives less per answer than its limits say is read in its own pieces")
{
    FileCard card{.content = tlv::encode(tlv::Tag{0x75}, Bytes(1000, 0x5A)), .most_per_answer = 100};
    CHECK(read(card, 256).content == card.content);
    CHECK(card.reads == 11);

    FileCard drips{.content = tlv::encode(tlv::Tag{0x75}, Bytes(1000, 0x5A)), .most_per_answer = 8};
    CHECK(read(drips, 256).error == Errc::response_malformed);
    CHECK(drips.reads == 1);
}

TEST_CASE("files: each truncation of a file is an error, never a shorter file")
{
    const Bytes whole = tlv::encode(tlv::Tag{0x75}, Bytes(300, 0x5A));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        FileCard card{.content = to_bytes(ByteView{whole}.first(size))};
        CAPTURE(size);
        CHECK(read(card, 128).error == Errc::response_malformed);
    }
}

TEST_CASE("files: a length above the bound ends after one command")
{
    FileCard card{.content = concat({from_hex("7584FFFFFFFF"), Bytes(1000, 0x00)})};
    CHECK(read(card, 256).error == Errc::response_too_long);
    CHECK(card.reads == 1);
    FileCard just_above{.content = tlv::encode(tlv::Tag{0x75}, Bytes(97, 0x00))};
    CHECK(read(just_above, 256, 98).error == Errc::response_too_long);
    CHECK(read(just_above, 256, 99).error == std::nullopt);
}

TEST_CASE("files: beyond what an offset can name")
{
    FileCard card{.content = tlv::encode(tlv::Tag{0x75}, Bytes(40'000, 0x00))};
    CHECK(read(card, 256, 50'000).error == Errc::response_too_long);
    CHECK(card.reads == 128);
}

TEST_CASE("files: status words are told apart")
{
    const auto code_for = [](const char* status) {
        FunctionTransport transport{[&](ByteView) { return from_hex(status); }};
        PlainChannel channel{transport};
        return test::error_of([&] { return read_file(channel, Sfi{2}, 100, "READ DG2"); });
    };
    CHECK(code_for("6A82") == Errc::file_not_found);
    CHECK(code_for("6982") == Errc::access_denied);
    CHECK(code_for("6985") == Errc::access_denied);
    CHECK(code_for("6B00") == Errc::response_malformed); // an empty file
    CHECK(code_for("6986") == Errc::unexpected_status);
    CHECK(code_for("6F00") == Errc::unexpected_status);
    CHECK(code_for("9000") == Errc::response_malformed);
    CHECK(code_for("6282") == Errc::response_malformed);
}

TEST_CASE("files: hostile first bytes")
{
    for (const char* answer : {"00 9000", "7580 9000", "75FF 9000", "1F 9000", "75 9000"}) {
        CAPTURE(answer);
        FunctionTransport transport{[&](ByteView) { return from_hex(answer); }};
        PlainChannel channel{transport};
        const auto code = test::error_of([&] { return read_file(channel, Sfi{2}, 100, "READ DG2"); });
        CHECK((code == Errc::malformed_tlv || code == Errc::response_malformed));
    }
}

TEST_CASE("files: short file identifiers go from 1 to 30")
{
    CHECK(Sfi{30}.value() == 30);
    CHECK(test::error_of([] { return Sfi{0}.value(); }) == Errc::malformed_data);
    CHECK(test::error_of([] { return Sfi{31}.value(); }) == Errc::malformed_data);
    CHECK(test::error_of([] { return Sfi{258}.value(); }) == Errc::malformed_data);
}
