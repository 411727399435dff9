// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/command.hpp"
#include "card/iso7816/response.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::iso7816;

TEST_CASE("command: the cases of [7816-4:2005] §5.1, short")
{
    CHECK(to_hex(encode({.ins = Ins::verify, .p2 = 0x80})) == "00200080");
    CHECK(to_hex(encode({.ins = Ins::read_binary, .p1 = 0x9C, .ne = 8})) == "00b09c0008");
    CHECK(to_hex(encode({.ins = Ins::read_binary, .ne = 256})) == "00b0000000");
    CHECK(to_hex(encode({.ins = Ins::select, .p2 = 0x0C, .data = from_hex("3F00")})) == "00a4000c023f00");
    CHECK(to_hex(encode({.ins = Ins::get_data_piv, .p1 = 0x3F, .p2 = 0xFF, .data = from_hex("5C017E"), .ne = 256})) ==
          "00cb3fff035c017e00");
}

TEST_CASE("command: the cases of [7816-4:2005] §5.1, extended")
{
    CHECK(to_hex(encode({.ins = Ins::read_binary, .ne = 257})) == "00b00000000101");
    CHECK(to_hex(encode({.ins = Ins::read_binary, .ne = 65'536})) == "00b00000000000");
    CHECK(to_hex(encode({.ins = Ins::select, .data = from_hex("3F00"), .ne = 32'766})) == "00a40000000002"
                                                                                          "3f00"
                                                                                          "7ffe");

    const Bytes long_data = encode({.ins = Ins::store_data, .data = Bytes(256, 0xAB)});
    CHECK(to_hex(ByteView{long_data}.first(8)) == "00e20000000100ab");
    CHECK(long_data.size() == 4 + 3 + 256);

    const Bytes both = encode({.ins = Ins::put_data_piv, .data = Bytes(256, 0xAB), .ne = 256});
    CHECK(to_hex(ByteView{both}.last(3)) == "ab0100");
}

TEST_CASE("command: 255 and 256 bytes are the most that a short APDU takes")
{
    CHECK(encode({.ins = Ins::store_data, .data = Bytes(255), .ne = 256}).size() == 4 + 1 + 255 + 1);
    CHECK(encode({.ins = Ins::store_data, .data = Bytes(255), .ne = 257}).size() == 4 + 3 + 255 + 2);
}

TEST_CASE("command: PACE MSE:Set AT and GENERAL AUTHENTICATE, worked example of [9303-11] App. G.1")
{
    CHECK(to_hex(encode({.ins = Ins::manage_security_environment,
              .p1 = 0xC1,
              .p2 = 0xA4,
              .data = from_hex("800A04007F00070202040202830101")})) == "0022c1a40f800a04007f00070202040202830101");
    CHECK(to_hex(encode(
              {.cla = cla::chaining, .ins = Ins::general_authenticate_plain, .data = from_hex("7C00"), .ne = 256})) ==
          "10860000027c0000");
}

TEST_CASE("command: longer than any APDU")
{
    CHECK(test::error_of([] { return encode({.ins = Ins::select, .data = Bytes(65'536)}); }) == Errc::data_too_long);
    CHECK(test::error_of([] { return encode({.ins = Ins::select, .ne = 65'537}); }) == Errc::data_too_long);
    CHECK(encode({.ins = Ins::select, .data = Bytes(65'535), .ne = 65'536}).size() == 4 + 3 + 65'535 + 2);
}

TEST_CASE("response: status word at the end, data before it")
{
    const Response response = Response::decode(from_hex("6F00 9000"));
    CHECK(to_hex(response.data()) == "6f00");
    CHECK(response.sw() == sw::ok);
    CHECK(Response::decode(from_hex("6A82")).data().empty());
    CHECK(test::error_of([] { return Response::decode({}); }) == Errc::response_malformed);
    CHECK(test::error_of([] { return Response::decode(Bytes{0x90}); }) == Errc::response_malformed);
}

TEST_CASE("response: require names step and status word, and tells three kinds apart")
{
    const auto code_for = [](std::uint16_t status) {
        return test::error_of([&] { return Response({}, StatusWord{status}).require(sw::ok, "READ BINARY DG1").sw(); });
    };
    CHECK(code_for(0x9000) == std::nullopt);
    CHECK(code_for(0x6A82) == Errc::file_not_found);
    CHECK(code_for(0x6982) == Errc::access_denied);
    CHECK(code_for(0x6985) == Errc::access_denied);
    for (const unsigned status :
        {0x6282U, 0x6300U, 0x63C2U, 0x6700U, 0x6983U, 0x6A86U, 0x6D00U, 0x6F00U, 0x9001U, 0x0000U})
        CHECK(code_for(static_cast<std::uint16_t>(status)) == Errc::unexpected_status);

    CHECK_NOTHROW(Response({}, sw::end_of_file).require({sw::ok, sw::end_of_file}, "READ BINARY"));
    try {
        Response({}, StatusWord{0x6B00}).require({sw::ok, sw::end_of_file}, "READ BINARY DG1");
        FAIL("must throw");
    } catch (const Error& error) {
        CHECK(error.step() == "READ BINARY DG1");
        CHECK(error.status_word() == sw::wrong_offset);
    }
}

TEST_CASE("status words: families")
{
    CHECK(sw::more_data(StatusWord{0x6100}));
    CHECK(sw::wrong_le(StatusWord{0x6C10}));
    CHECK(sw::tries_left(StatusWord{0x63C2}) == 2U);
    CHECK(sw::tries_left(StatusWord{0x63C0}) == 0U);
    CHECK_FALSE(sw::tries_left(StatusWord{0x6300}).has_value());
    CHECK(sw::normal_or_warning(StatusWord{0x6282}));
    CHECK_FALSE(sw::normal_or_warning(StatusWord{0x6982}));
}
