// SPDX-License-Identifier: Apache-2.0
// Files through secure messaging: how much fits one READ BINARY, and how many it takes.
#include "support/faulty_transport.hpp"
#include "unit/sm/sm_card.hpp"

#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/sm/secure_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Command;
using iso7816::Ins;

namespace {

/// A file of the given size behind secure messaging, and what reading it took.
struct SecureFile {
    Bytes content;
    std::size_t reads = 0;

    iso7816::Response operator()(const Command& command)
    {
        ++reads;
        const bool odd = command.ins == Ins::read_binary_odd;
        const std::size_t offset = odd                        ? from_big_endian(tlv::only(command.data, tlv::Tag{0x54}))
                                   : (command.p1 & 0x80) != 0 ? command.p2
                                                              : static_cast<std::size_t>(command.p1) << 8 | command.p2;
        const ByteView rest = ByteView{content}.subspan(offset);
        if (!odd)
            return {to_bytes(rest.first(std::min(command.ne, rest.size()))), iso7816::sw::ok};
        std::size_t size = std::min(command.ne, rest.size());
        while (tlv::encode(tlv::Tag{0x53}, rest.first(size)).size() > command.ne)
            --size;
        return {tlv::encode(tlv::Tag{0x53}, rest.first(size)), iso7816::sw::ok};
    }
};

/// The most plain bytes of an answer of `ne` bytes with DO 87, DO 99 and DO 8E, found by trying.
std::size_t most_plain(std::size_t ne)
{
    const auto protected_size = [](std::size_t plain) {
        const std::size_t cryptogram = (plain / 16 + 1) * 16;
        return tlv::encode(tlv::Tag{0x87}, Bytes(cryptogram + 1)).size() + 4 + 10;
    };
    std::size_t plain = 0;
    while (protected_size(plain + 1) <= ne)
        ++plain;
    return plain;
}

std::size_t fewest(std::size_t size, std::size_t even, std::size_t odd)
{
    std::vector<std::size_t> commands(size + 1, 0);
    for (std::size_t end = 1; end <= size; ++end) {
        const std::size_t start = end > even ? end - even : 0;
        commands[end] = 1 + commands[start <= 0x7FFF ? start : end - odd];
    }
    return commands[size];
}

} // namespace

TEST_CASE("secure_channel: READ BINARY carries as much as the buffers allow, in the fewest commands")
{
    for (const std::size_t key_size : {16U, 24U, 32U}) {
        for (const iso7816::Limits limits : {iso7816::Limits{}, iso7816::Limits{.nc = 255, .ne = 254},
                 iso7816::Limits{.nc = 2'039, .ne = 1'000}, iso7816::Limits{.nc = 2'039, .ne = 32'766}}) {
            CAPTURE(limits.ne);
            const std::size_t even = most_plain(limits.ne);
            std::size_t odd = 0;
            while (tlv::encode(tlv::Tag{0x53}, Bytes(odd + 1)).size() <= even)
                ++odd;
            for (const std::size_t size : {100U, 223U, 224U, 4'000U, 30'000U, 33'500U, 40'000U}) {
                CAPTURE(size);
                SecureFile file{.content = tlv::encode(tlv::Tag{0x75}, Bytes(size, 0x5A))};
                test::SmCard card{test::sm_keys(key_size), [&](const Command& command) { return file(command); }};
                iso7816::PlainChannel plain{card, limits};
                sm::SecureChannel channel{plain, test::sm_keys(key_size)};
                CHECK(iso7816::read_file(channel, iso7816::Sfi{2}, 50'000, "READ DG2") == file.content);
                CHECK(file.reads == fewest(file.content.size(), even, odd));
                CHECK(card.longest_answer <= limits.ne + 2);
            }
        }
    }
    CHECK(most_plain(256) == 223);
}

TEST_CASE("secure_channel: a reader that takes less than announced is met by lowered limits and a new channel")
{
    SecureFile file{.content = tlv::encode(tlv::Tag{0x75}, Bytes(3'000, 0x5A))};
    iso7816::Limits limits{.nc = 2'039, .ne = 32'766};
    const auto read = [&] {
        test::SmCard card{test::sm_keys(), [&](const Command& command) { return file(command); }};
        test::FunctionTransport reader{[&](ByteView apdu) {
            const Bytes answer = card.exchange(apdu);
            return answer.size() > 258 ? Bytes{0x67, 0x00} : answer;
        }};
        iso7816::PlainChannel plain{reader, limits};
        sm::SecureChannel channel{plain, test::sm_keys()};
        return iso7816::read_file(channel, iso7816::Sfi{2}, 50'000, "READ DG2");
    };
    try {
        read();
        FAIL("a card that answers 6700 was read");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::secure_messaging_failed);
        CHECK(iso7816::length_refused(error));
    }
    limits = limits.lowered();
    CHECK(read() == file.content);
}
