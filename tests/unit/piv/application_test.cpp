// SPDX-License-Identifier: Apache-2.0
#include "card/piv/application.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/piv/administration.hpp"

#include "answered_with.hpp"
#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace card;
using iso7816::PinResult;
using iso7816::PlainChannel;
using test::ScriptedTransport;

namespace {

const profile::Profile& profile_ = profile::builtin();

} // namespace

TEST_CASE("piv select: the answer that OpenSC accepts, with our GUID and change counter")
{
    ScriptedTransport card{R"(
        > 00A40400 0B A000000308000010000100 00
        < 6129 4F06000010000100 79074F05A000000308 731680 1000112233445546678899AABBCCDDEEFF 81020005 9000
    )"};
    PlainChannel channel{card};
    const piv::Selected selected = piv::select(channel, profile_.piv);
    REQUIRE(selected.guid.has_value());
    CHECK(to_hex(*selected.guid) == "00112233445546678899aabbccddeeff");
    CHECK(selected.change_counter == 5U);
}

TEST_CASE("piv select: a foreign card tells neither, an absent application is absent")
{
    const piv::Selected foreign =
        piv::decode_application_template(from_hex("61114F0600001000010079074F05A000000308"), profile_.piv);
    CHECK_FALSE(foreign.guid.has_value());
    CHECK_FALSE(foreign.change_counter.has_value());

    const auto select = [](iso7816::Channel& channel) { return piv::select(channel, profile_.piv); };
    CHECK(test::answered_with("6A82", select) == Errc::file_not_found);
    CHECK(test::answered_with("9000", select) == Errc::malformed_tlv);
    CHECK(test::answered_with("6104 7302 8000 9000", select) == Errc::malformed_data); // GUID of no bytes
    CHECK(test::answered_with("6109 7307 8105 0000000001 9000", select) == Errc::malformed_data);
    CHECK(test::answered_with("6102 4F01 9000", select) == Errc::malformed_tlv);
}

// pushAlgorithm() of PivApplet.java 0.9.0 writes a template for each; OpenFIPS201 has one for all. Config.java 1.10
TEST_CASE("piv select: the algorithms that an answer lists")
{
    const auto listed = [](const std::string& answer) { return piv::decode_algorithms(from_hex(answer)); };
    const std::vector<std::uint8_t> both{0x03, 0x0C};
    CHECK(listed("61811B 4F06000010000100 5001FF AC06 800103 060100 AC06 80010C 060100") == both);
    CHECK(listed("6117 4F06000010000100 79024F00 AC09 800103 80010C 060100") == both);
    CHECK(listed("6108 4F06000010000100").empty());
    CHECK(listed("6102 AC00").empty());
    CHECK(listed("6100").empty());
    const auto refused = [&](const std::string& answer) {
        return test::error_of([&] { return static_cast<void>(listed(answer)), 0; });
    };
    for (const char* const answer : {"6104 AC02 8000", "6106 AC04 8002030C"})
        CHECK(refused(answer) == Errc::malformed_data);
    const std::string whole = "6108AC06800103060100";
    for (std::size_t size = 0; size < whole.size(); size += 2)
        CHECK(refused(whole.substr(0, size)) == Errc::malformed_tlv);
    for (const char* const answer : {"6107AC0680010306 01", "6108AC0680010306010000", "7308AC06800103060100"})
        CHECK(refused(answer) == Errc::malformed_tlv);
}

TEST_CASE("piv get data: content of tag 53, of the discovery object's own tag, and nothing")
{
    ScriptedTransport card{R"(
        > 00CB3FFF 05 5C035FC102 00
        < 5302 3000 9000
        > 00CB3FFF 03 5C017E 00
        < 7E03 4F01AA 9000
        > 00CB3FFF 05 5C035FC107 00
        < 6A82
    )"};
    PlainChannel channel{card};
    CHECK(to_hex(piv::get_data(channel, piv::object::chuid).value()) == "3000");
    CHECK(to_hex(piv::get_data(channel, piv::object::discovery).value()) == "4f01aa");
    CHECK_FALSE(piv::get_data(channel, piv::object::ccc).has_value());
}

TEST_CASE("piv get data: the group of biometric templates, and lengths in more bytes than they need")
{
    ScriptedTransport card{R"(
        > 00CB3FFF 04 5C027F61 00
        < 7F6103 020100 9000
        > 00CB3FFF 05 5C035FC109 00
        < 53820003 FE0100 9000
        > 00CB3FFF 05 5C035FC10C 00
        < 5383000000 9000
    )"};
    PlainChannel channel{card};
    CHECK(to_hex(piv::get_data(channel, piv::object::biometric_group).value()) == "020100");
    CHECK(to_hex(piv::get_data(channel, piv::object::printed_information).value()) == "fe0100"); // as PivApplet
    CHECK(piv::get_data(channel, piv::object::key_history).value().empty());
}

TEST_CASE("piv get data: one extended command where the card allows it")
{
    ScriptedTransport card{"> 00CB3FFF 000005 5C035FC101 7FFE\n< 5308 7001AA 710100 FE00 9000"};
    PlainChannel channel{card, {.nc = 2039, .ne = 32'766}};
    CHECK(to_hex(piv::read_certificate(channel, piv::Slot::card_authentication).value()) == "aa");
}

TEST_CASE("piv get data: another tag, trailing bytes, other status words")
{
    const auto get = [](iso7816::Channel& channel) { return piv::get_data(channel, piv::object::chuid); };
    CHECK(test::answered_with("7E00 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("5300 00 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("53 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("5301 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("5380 0000 9000", get) == Errc::malformed_tlv); // a length that is not told
    CHECK(test::answered_with("5381 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("538200 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("53820002 30 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("53820002 300000 9000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("53840000000230009000", get) == Errc::malformed_tlv);
    CHECK(test::answered_with("6982", get) == Errc::access_denied);
    CHECK(test::answered_with("6D00", get) == Errc::unexpected_status);

    const auto certificate = [](iso7816::Channel& channel) {
        return piv::read_certificate(channel, piv::Slot::authentication);
    };
    CHECK(test::answered_with("5300 9000", certificate) == std::nullopt);
    CHECK(test::answered_with("5303 7001AA 9000", certificate) == Errc::malformed_tlv);
}

TEST_CASE("piv pin: filled up with FF to eight bytes")
{
    ScriptedTransport card{R"(
        > 00200080 08 313233343536FFFF
        < 9000
        > 00200080
        < 9000
        > 0020FF80
        < 9000
        > 00240080 10 313233343536FFFF 3837363534333231
        < 9000
        > 00240081 10 3132333435363738 3837363534333231
        < 63C4
        > 002C0080 10 3132333435363738 313233343536FFFF
        < 6983
    )"};
    PlainChannel channel{card};
    CHECK(piv::verify_pin(channel, as_bytes("123456"), profile_).ok());
    CHECK(piv::pin_status(channel).ok());
    piv::log_out(channel);
    CHECK(piv::change_pin(channel, as_bytes("123456"), as_bytes("87654321"), profile_).ok());
    CHECK(piv::change_puk(channel, as_bytes("12345678"), as_bytes("87654321"), profile_) == PinResult::wrong(4));
    CHECK(piv::reset_pin(channel, as_bytes("12345678"), as_bytes("123456"), profile_) == PinResult::blocked());
}

TEST_CASE("piv pin: a wrong format costs no try, because nothing is sent")
{
    test::FunctionTransport card{[](ByteView) -> Bytes { throw std::logic_error{"a command was sent"}; }};
    PlainChannel channel{card};
    for (const char* pin : {"", "12345", "123456789", "12345a", "1234 6",
             "\xEF\xBC\x91"
             "12345"}) {
        CAPTURE(pin);
        CHECK(
            test::error_of([&] { return piv::verify_pin(channel, as_bytes(pin), profile_).ok(); }) == Errc::pin_format);
    }
    for (const char* puk : {"1234567", "123456789", "1234567x"}) {
        CAPTURE(puk);
        CHECK(test::error_of([&] {
            return piv::reset_pin(channel, as_bytes(puk), as_bytes("123456"), profile_).ok();
        }) == Errc::pin_format);
        CHECK(test::error_of([&] { return piv::set_puk(channel, as_bytes(puk), profile_), 0; }) == Errc::pin_format);
    }
}
