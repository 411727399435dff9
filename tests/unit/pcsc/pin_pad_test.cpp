// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/pin_pad.hpp"

#include "card/base/hex.hpp"

#include "fake_scard.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using pcsc::CardConnection;
using pcsc::Code;
using pcsc::PinPad;

namespace {

/// Verify direct 42330006, modify direct 42330007, between features that we do not use.
const Bytes features = from_hex("010442000001 060442330006 070442330007 120442000013");
const Bytes verify_command = from_hex("00200080 08 FFFFFFFFFFFFFFFF");
const Bytes change_command = from_hex("00240080 10 FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF");
constexpr pcsc::PinBlock six_to_eight{.min_digits = 6, .max_digits = 8, .bytes = 8};

std::optional<Errc> decoding(std::string_view hex)
{
    return test::error_of([&] { return pcsc::decode_features(from_hex(hex)).verify_pin_direct.has_value(); });
}

/// A reader with that answer to the question for its features, and a card in it.
struct PadDesk {
    test::FakeSCard scard;
    pcsc::Context context{scard};
    std::vector<std::pair<std::uint32_t, Bytes>> requests;

    explicit PadDesk(Bytes answer)
    {
        scard.readers = {{"reader"}};
        scard.readers[0].insert();
        scard.reader_does = [this, answer](std::uint32_t request, ByteView input, Bytes& output) {
            if (request != pcsc::get_feature_request)
                requests.emplace_back(request, to_bytes(input));
            output = request == pcsc::get_feature_request ? answer : from_hex("63C2");
            return Code::success;
        };
    }

    bool has_pad()
    {
        CardConnection connection{context, "reader"};
        return PinPad::find(connection, six_to_eight).has_value();
    }
};

} // namespace

TEST_CASE("PIN pad: the features of a reader")
{
    const pcsc::PadFeatures found = pcsc::decode_features(features);
    CHECK(found.verify_pin_direct == 0x42330006U);
    CHECK(found.modify_pin_direct == 0x42330007U);
    CHECK_FALSE(pcsc::decode_features({}).verify_pin_direct.has_value());
    const pcsc::PadFeatures one = pcsc::decode_features(from_hex("8000 060442330006"));
    CHECK(one.verify_pin_direct.has_value());
    CHECK_FALSE(one.modify_pin_direct.has_value());
}

TEST_CASE("PIN pad: features that break their format")
{
    for (std::size_t size = 1; size < features.size(); ++size) {
        INFO(size);
        const bool whole_entries = size % 6 == 0;
        CHECK(decoding(to_hex(ByteView{features}.first(size))) ==
              (whole_entries ? std::nullopt : std::optional{Errc::malformed_tlv}));
    }
    CHECK(decoding("0603423300") == Errc::malformed_tlv);
    CHECK(decoding("06054233000600") == Errc::malformed_tlv);
    CHECK(decoding("0600") == Errc::malformed_tlv);
    CHECK(decoding("060442330006 060442330006") == Errc::malformed_tlv);
    CHECK(decoding("060442330006 FF") == Errc::malformed_tlv);
    CHECK(decoding("06FF42330006") == Errc::malformed_tlv);
}

TEST_CASE("PIN pad: only a reader that offers both commands has one")
{
    CHECK(PadDesk{features}.has_pad());
    CHECK_FALSE(PadDesk{from_hex("060442330006")}.has_pad());
    CHECK_FALSE(PadDesk{from_hex("070442330007")}.has_pad());
    CHECK_FALSE(PadDesk{{}}.has_pad());
    CHECK_FALSE(PadDesk{from_hex("0604423300060704")}.has_pad());
}

TEST_CASE("PIN pad: a reader that refuses the question keeps its connection")
{
    for (const Code code : {Code::unsupported_feature, Code::not_transacted, Code::comm_error, Code::no_service}) {
        PadDesk desk{features};
        CardConnection connection{desk.context, "reader"};
        desk.scard.failing["control"] = code;
        CHECK_FALSE(PinPad::find(connection, six_to_eight).has_value());
        CHECK(connection.alive());
    }
}

// The structures, field by field. Source: [PCSC-10] §2.5.2, §2.5.3
TEST_CASE("PIN pad: VERIFY and CHANGE REFERENCE DATA in the structures of PC/SC part 10")
{
    PadDesk desk{features};
    CardConnection connection{desk.context, "reader"};
    std::optional<PinPad> pad = PinPad::find(connection, six_to_eight);
    REQUIRE(pad.has_value());
    CHECK(to_hex(pad->exchange(verify_command)) == "63c2");
    CHECK(to_hex(pad->exchange(change_command)) == "63c2");
    REQUIRE(desk.requests.size() == 2);
    CHECK(desk.requests[0].first == 0x42330006U);
    // time-outs, format, block, length, digits, end of entry, messages, language, index, prologue, length of the APDU
    CHECK(to_hex(desk.requests[0].second) ==
          to_hex(from_hex("1E1E 82 08 00 0806 02 01 0904 00 000000 0D000000 00200080 08 FFFFFFFFFFFFFFFF")));
    CHECK(desk.requests[1].first == 0x42330007U);
    // in front of the digits both offsets, behind them what is confirmed; three messages
    CHECK(to_hex(desk.requests[1].second) ==
          to_hex(from_hex("1E1E 82 08 00 00 08 0806 03 02 03 0904 00 01 02 000000 15000000"
                          "00240080 10 FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF")));
    CHECK(desk.scard.count("transmit") == 0);
}

TEST_CASE("PIN pad: nothing but a command with a PIN goes there")
{
    PadDesk desk{features};
    CardConnection connection{desk.context, "reader"};
    std::optional<PinPad> pad = PinPad::find(connection, six_to_eight);
    REQUIRE(pad.has_value());
    for (const char* command : {"", "00", "00A4040005A000000308", "002D0080", "00870000"})
        CHECK(test::error_of([&] { return pad->exchange(from_hex(command)).size(); }) == Errc::internal);
    CHECK(desk.requests.empty());
}

TEST_CASE("PIN pad: a card that is pulled while the holder types ends the connection")
{
    PadDesk desk{features};
    CardConnection connection{desk.context, "reader"};
    std::optional<PinPad> pad = PinPad::find(connection, six_to_eight);
    REQUIRE(pad.has_value());
    desk.scard.reader_does = [&](std::uint32_t, ByteView, Bytes&) {
        desk.scard.readers[0].remove();
        return Code::removed_card;
    };
    CHECK(test::error_of([&] { return pad->exchange(verify_command).size(); }) == Errc::card_removed);
    CHECK_FALSE(connection.alive());

    PadDesk silent{features};
    CardConnection second{silent.context, "reader"};
    std::optional<PinPad> other = PinPad::find(second, six_to_eight);
    REQUIRE(other.has_value());
    silent.scard.reader_does = [](std::uint32_t, ByteView, Bytes& output) {
        output = from_hex("90");
        return Code::success;
    };
    CHECK(test::error_of([&] { return other->exchange(verify_command).size(); }) == Errc::reader_failed);
}
