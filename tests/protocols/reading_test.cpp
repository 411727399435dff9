// SPDX-License-Identifier: Apache-2.0
#include "protocols/reference_card.hpp"

#include "card/auth/pace.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/iso7816/select.hpp"
#include "card/sm/secure_channel.hpp"
#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::PlainChannel;
using test::ReferenceCard;
namespace pace = auth::pace;

namespace {

const auth::Can can{as_bytes("500000")};

refcard::Profile with_buffers(std::size_t command, std::size_t response)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.buffers = {.command = command, .response = response};
    profile.pace.mappings = {refcard::Mapping::generic};
    return profile;
}

/// Different bytes everywhere, so that a piece in the wrong place shows.
Bytes large_file(std::size_t size)
{
    Bytes value(size);
    for (std::size_t i = 0; i < size; ++i)
        value[i] = static_cast<std::uint8_t>(i * 31 + i / 256 + i / 65'521);
    return tlv::encode(tlv::Tag{0x75}, value);
}

void issue(ReferenceCard& card, const Bytes& dg2)
{
    card.inside().change([&](refcard::Image& image) {
        image.can = test::card_side(can.secret());
        image.files[0x0102] = test::card_side(dg2);
    });
}

/// Opens the card with the limits of the plain channel and reads DG2; the number of READ BINARY.
std::size_t read_dg2(ReferenceCard& card, PlainChannel& plain, const Bytes& expected)
{
    CHECK(plain.transmit(iso7816::select_master_file()).sw() == iso7816::sw::ok);
    const auto infos = lds::decode_security_infos(iso7816::read_file(plain, iso7816::Sfi{0x1C}, 4096, "EF.CardAccess"));
    sm::SecureChannel channel{plain, pace::establish(plain, pace::choose(infos), can, crypto::system_random()).keys};
    const iso7816::Aid identity{Bytes{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01}};
    channel.transmit(iso7816::select_application(identity)).require(iso7816::sw::ok, "SELECT");
    const std::size_t before = card.commands;
    const Bytes content = iso7816::read_file(channel, iso7816::Sfi{2}, 65'535, "EF.DG2");
    CHECK(content == expected);
    return card.commands - before;
}

std::size_t rounded_up(std::size_t size, std::size_t piece)
{
    return (size + piece - 1) / piece;
}

} // namespace

TEST_CASE("reference card: files are read with short and extended length, beyond 32,767 by the odd instruction")
{
    struct Carried {
        std::size_t response;
        std::size_t even; ///< by READ BINARY under secure messaging
        std::size_t odd;
    };

    for (const Carried& carried : {Carried{256, 223, 220}, {4'096, 4'063, 4'059}, {32'768, 32'735, 32'731}}) {
        const auto& [response, even, odd] = carried;
        for (const std::size_t size : {1'000UL, 30'000UL, 60'000UL}) {
            CAPTURE(carried.response);
            CAPTURE(size);
            const Bytes dg2 = large_file(size);
            ReferenceCard card{with_buffers(response == 256 ? 256 : 2'048, response)};
            issue(card, dg2);
            PlainChannel plain{card};
            plain.set_limits(iso7816::read_limits(plain));
            const std::size_t reads = read_dg2(card, plain, dg2);
            // as many even pieces as start up to 32,767, then odd ones
            const std::size_t evens = std::min(rounded_up(dg2.size(), even), 0x7FFF / even + 1);
            const std::size_t rest = dg2.size() - std::min(dg2.size(), evens * even);
            CHECK(reads == evens + rounded_up(rest, odd));
        }
    }
}

TEST_CASE("reference card: a card that announces more than it takes is read after lowering the limits once")
{
    const Bytes dg2 = large_file(5'000);
    for (const refcard::Buffers real :
        {refcard::Buffers{.command = 2'048, .response = 300}, refcard::Buffers{.command = 256, .response = 256}}) {
        ReferenceCard card{with_buffers(real.command, real.response), {.command = 2'048, .response = 32'768}};
        issue(card, dg2);
        PlainChannel plain{card};
        plain.set_limits(iso7816::read_limits(plain));
        CHECK(plain.limits().ne == 32'766);
        try {
            read_dg2(card, plain, dg2);
            FAIL("the card answered more than it can");
        } catch (const Error& error) {
            CHECK(iso7816::length_refused(error));
        }
        plain.set_limits(plain.limits().lowered());
        CHECK(read_dg2(card, plain, dg2) == rounded_up(dg2.size(), 223));
    }
}
