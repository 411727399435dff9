// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/files.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include "support/faulty_transport.hpp"
#include "support/parse_command.hpp"
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
    std::size_t odd_reads = 0;
    std::size_t read_to = 0;

    Bytes operator()(ByteView apdu)
    {
        ++reads;
        const Command command = test::parse_command(apdu);
        const bool odd = command.ins == Ins::read_binary_odd;
        odd_reads += odd;
        REQUIRE((odd || command.ins == Ins::read_binary));
        const bool by_sfi = !odd && (command.p1 & 0x80) != 0;
        if (by_sfi && (command.p1 & 0x1F) != 2)
            return from_hex("6A82");
        const std::size_t p1_p2 = static_cast<std::size_t>(command.p1) << 8 | command.p2;
        const std::size_t offset = odd      ? from_big_endian(tlv::only(command.data, tlv::Tag{0x54}))
                                   : by_sfi ? command.p2
                                            : p1_p2;
        if (offset >= content.size())
            return from_hex("6B00");
        const ByteView rest = ByteView{content}.subspan(offset);
        ByteView given = rest.first(std::min({command.ne, most_per_answer, rest.size()}));
        if (odd) { // the object around the content is part of the answer
            CHECK(p1_p2 == 0);
            CHECK(offset > 0x7FFF);
            while (tlv::encode(tlv::Tag{0x53}, given).size() > std::min(command.ne, most_per_answer))
                given = given.first(given.size() - 1);
        }
        read_to = std::max(read_to, offset + given.size());
        const Bytes answer = odd ? tlv::encode(tlv::Tag{0x53}, given) : to_bytes(given);
        return concat({answer, from_hex(answer.size() < command.ne ? "6282" : "9000")});
    }
};

/// The fewest commands for a file of `size` bytes when an answer holds `ne`: a table over every prefix, with no regard
/// to how the code under test chooses. Up to offset 32,767 an answer is all content; beyond, DO 53 takes its share.
std::size_t fewest(std::size_t size, std::size_t ne)
{
    std::size_t odd = 0;
    while (tlv::encode(tlv::Tag{0x53}, Bytes(odd + 1)).size() <= ne)
        ++odd;
    std::vector<std::size_t> commands(size + 1, 0);
    for (std::size_t end = 1; end <= size; ++end) {
        const std::size_t even_start = end > ne ? end - ne : 0; // of the command that reads up to `end`
        const std::size_t odd_start = end > odd ? end - odd : 0;
        commands[end] = 1 + commands[even_start <= 0x7FFF ? even_start : odd_start];
    }
    return commands[size];
}

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

TEST_CASE("files: beyond offset 32,767 the odd instruction reads on, still with the fewest commands")
{
    for (const std::size_t ne : {31U, 129U, 130U, 131U, 223U, 256U, 257U, 258U, 259U, 2'031U, 16'382U, 32'751U}) {
        CAPTURE(ne);
        for (const std::size_t size :
            {32'767U, 32'768U, 32'769U, 32'990U, 33'000U, 40'000U, 65'535U, 65'600U, 70'001U}) {
            CAPTURE(size);
            FileCard card{.content = tlv::encode(tlv::Tag{0x75}, Bytes(size - 5, 0x5A))};
            card.content[size / 2] = 0xA5;
            CHECK(read(card, ne, 80'000).content == card.content);
            CHECK(card.reads == fewest(card.content.size(), ne));
            CHECK((card.odd_reads > 0 || card.content.size() <= 0x7FFF + ne)); // what one even command still reaches
        }
    }
}

TEST_CASE("files: stopping at the last offset of the even instruction saves a command")
{
    // 127 * 256 + 255 = 32,767, from where one more even command reads to 33,023; 128 * 256 + 253 = 33,021.
    FileCard card{.content = tlv::encode(tlv::Tag{0x75}, Bytes(33'023 - 4, 0x5A))};
    CHECK(read(card, 256, 40'000).content == card.content);
    CHECK(card.reads == 129);
    CHECK(card.odd_reads == 0);

    for (std::size_t size = 32'760; size < 33'300; ++size) {
        CAPTURE(size);
        FileCard near{.content = tlv::encode(tlv::Tag{0x75}, Bytes(size - 4, 0x5A))};
        CHECK(read(near, 256, 40'000).content == near.content);
        CHECK(near.reads == fewest(size, 256));
    }
}

TEST_CASE("files: the odd instruction's answer must be one DO 53 with what was asked for")
{
    const auto outcome_of = [](const std::function<Bytes(Bytes)>& change) {
        FileCard card{.content = tlv::encode(tlv::Tag{0x75}, Bytes(33'000, 0x5A))};
        FunctionTransport transport{[&](ByteView apdu) { return apdu[1] == 0xB1 ? change(card(apdu)) : card(apdu); }};
        PlainChannel channel{transport, {.nc = 255, .ne = 16'400}};
        return test::error_of([&] { return read_file(channel, Sfi{2}, 40'000, "READ DG2"); });
    };
    const auto answers = [&](const Bytes& answer) { return outcome_of([&](const Bytes&) { return answer; }); };
    CHECK(outcome_of([](Bytes answer) { return answer; }) == std::nullopt);
    CHECK(answers(from_hex("6D00")) == Errc::unexpected_status); // a card without the instruction
    CHECK(answers(from_hex("6B00")) == Errc::response_malformed);
    CHECK(answers(from_hex("6982")) == Errc::access_denied);
    CHECK(answers(from_hex("5300 9000")) == Errc::response_malformed);
    CHECK(outcome_of([](Bytes answer) {
        answer[0] = 0x54;
        return answer;
    }) == Errc::response_malformed);
    Bytes good;
    static_cast<void>(outcome_of([&](Bytes answer) { return good = answer; }));
    for (std::size_t size = 0; size + 2 < good.size(); ++size)
        CHECK(answers(concat({ByteView{good}.first(size), from_hex("9000")})) == Errc::response_malformed);
    const ByteView object = ByteView{good}.first(good.size() - 2);
    CHECK(answers(concat({object, from_hex("00 9000")})).has_value());
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
