// SPDX-License-Identifier: Apache-2.0
#include "card/piv/metadata.hpp"

#include "answered_with.hpp"
#include "card/piv/application.hpp"
#include "card/piv/management.hpp"

#include "support/scripted_transport.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::Metadata;
using piv::Tries;

namespace {

std::optional<Errc> refusal(const std::string& content)
{
    return test::error_of([&] { return piv::decode_metadata(from_hex(content)), 0; });
}

} // namespace

// The fields of the answer: Yubico's developer pages on GET METADATA.
TEST_CASE("piv metadata: of PIN, management key and a slot")
{
    test::ScriptedTransport card{R"(
        > 00F70080 00
        < 0101FF 050101 06020302  9000
        > 00F7009B 00
        < 01010A 02020001 050101  9000
        > 00F7009A 00
        < 010111 02020202 030101 040302AABB  9000
    )"};
    iso7816::PlainChannel channel{card};
    CHECK(piv::metadata(channel, piv::reference::pin) ==
          Metadata{.algorithm = 0xFF, .is_default = true, .tries = Tries{.all = 3, .left = 2}});
    CHECK(piv::metadata(channel, piv::reference::management) ==
          Metadata{.algorithm = 0x0A, .is_default = true, .tries = {}});
    CHECK(piv::metadata(channel, 0x9A) == Metadata{.algorithm = 0x11, .is_default = {}, .tries = {}});
}

TEST_CASE("piv metadata: nothing told is nothing, and what is told has its form")
{
    CHECK(piv::decode_metadata({}) == Metadata{});
    CHECK(piv::decode_metadata(from_hex("050100")).is_default == false);
    for (const char* const content : {"0100", "01021111", "0500", "05020101", "050102", "0600", "060103", "0603030303"})
        CHECK(refusal(content) == Errc::malformed_data);
    const std::string whole = "0101FF05010106020303";
    for (std::size_t size = 1; size < whole.size() / 2; ++size)
        if (size != 3 && size != 6) // whole fields
            CHECK(refusal(whole.substr(0, 2 * size)) == Errc::malformed_tlv);
}

TEST_CASE("piv metadata: what cards answer that have no such command, or no such key")
{
    for (const char* const answer : {"6D00", "6A88", "6A86"})
        CHECK(test::answered_with(answer, [](iso7816::Channel& channel) {
            return piv::metadata(channel, piv::reference::pin), 0;
        }) == Errc::unexpected_status);
}

TEST_CASE("piv metadata: the serial number has four bytes")
{
    test::ScriptedTransport card{R"(
        > 00F80000 00
        < 00BC614E 9000
    )"};
    iso7816::PlainChannel channel{card};
    CHECK(piv::serial_number(channel) == 12345678);
    const auto serial = [](iso7816::Channel& told) { return piv::serial_number(told); };
    for (const char* const answer : {"9000", "BC614E9000", "0000BC614E9000"})
        CHECK(test::answered_with(answer, serial) == Errc::response_malformed);
    CHECK(test::answered_with("6D00", serial) == Errc::unexpected_status);
}

TEST_CASE("piv metadata: the version has three bytes")
{
    test::ScriptedTransport card{R"(
        > 00FD0000 00
        < 050403 9000
    )"};
    iso7816::PlainChannel channel{card};
    const piv::Version told = piv::version(channel);
    CHECK(told == piv::Version{.major = 5, .minor = 4, .patch = 3});
    CHECK(told > piv::Version{.major = 5, .minor = 4, .patch = 2});
    CHECK(told < piv::Version{.major = 5, .minor = 7, .patch = 0});
    const auto version = [](iso7816::Channel& asked) { return piv::version(asked); };
    for (const char* const answer : {"9000", "05049000", "050403009000"})
        CHECK(test::answered_with(answer, version) == Errc::response_malformed);
    CHECK(test::answered_with("6D00", version) == Errc::unexpected_status);
}

TEST_CASE("piv metadata: the management keys that the makers published")
{
    using piv::ManagementAlgorithm;
    const std::string eight = "0102030405060708";
    CHECK(to_hex(piv::default_management_key(ManagementAlgorithm::tdes)) == eight + eight + eight);
    CHECK(to_hex(piv::default_management_key(ManagementAlgorithm::aes192)) == eight + eight + eight);
    CHECK(to_hex(piv::default_management_key(ManagementAlgorithm::aes128)) == eight + eight);
    CHECK(test::error_of([] { return piv::default_management_key(ManagementAlgorithm::aes256), 0; }) ==
          Errc::unsupported);
}
