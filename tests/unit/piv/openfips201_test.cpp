// SPDX-License-Identifier: Apache-2.0
#include "card/piv/openfips201.hpp"

#include "answered_with.hpp"

#include "support/scripted_transport.hpp"

#include <doctest/doctest.h>

using namespace card;
namespace applet = piv::openfips201;
using applet::Access;
using applet::Created;
using piv::Algorithm;
using piv::Slot;

namespace {

constexpr tlv::Tag chuid{0x5FC102};
constexpr applet::AccessRule anybody{.contact = Access::always, .contactless = Access::always};

} // namespace

// The requests and their fields: PIV.java and Config.java of OpenFIPS201 1.10.
TEST_CASE("piv openfips201: objects and keys are created, once")
{
    test::ScriptedTransport card{R"(
        > 00DB3F00 0D 64 0B 8B035FC102 8C017F 8D017F
        < 9000
        > 00DB3F00 0D 64 0B 8B035FC102 8C017F 8D017F
        < 6E27
        > 00DB3F00 14 66 12 8B019C 8C0102 8D0100 8E0111 8F0104 900100
        < 9000
        > 00DB3F00 14 66 12 8B019D 8C0101 8D0100 8E0114 8F0102 900100
        < 9000
    )"};
    iso7816::PlainChannel channel{card};
    CHECK(applet::create_object(channel, chuid, anybody) == Created::now);
    CHECK(applet::create_object(channel, chuid, anybody) == Created::before);
    CHECK(
        applet::create_key(channel, Slot::signature, Algorithm::p256, {.contact = Access::pin_always}) == Created::now);
    CHECK(applet::create_key(channel, Slot::key_management, Algorithm::p384, {.contact = Access::pin}) == Created::now);
}

TEST_CASE("piv openfips201: numbers of tries, through the air one less")
{
    test::ScriptedTransport card{R"(
        > 00DB3F00 12 68 10 A006 860103 870102 A106 830105 840104
        < 9000
        > 00DB3F00 12 68 10 A006 86010F 87010E A106 830101 840100
        < 6984
    )"};
    iso7816::PlainChannel channel{card};
    applet::limit_tries(channel, {.pin = 3, .puk = 5});
    CHECK(test::error_of([&] { applet::limit_tries(channel, {.pin = 15, .puk = 1}); }) == Errc::unexpected_status);
    for (const applet::Limits& tries : {applet::Limits{.pin = 0, .puk = 5}, applet::Limits{.pin = 16, .puk = 5},
             applet::Limits{.pin = 3, .puk = 0}, applet::Limits{.pin = 3, .puk = 16}})
        CHECK(test::error_of([&] { applet::limit_tries(channel, tries); }) == Errc::malformed_data); // nothing is sent
}

TEST_CASE("piv openfips201: administration with contacts alone, one key for each reference")
{
    test::ScriptedTransport card{R"(
        > 00DB3F00 0A 68 08 A406 8101FF 8301FF
        < 9000
    )"};
    iso7816::PlainChannel channel{card};
    applet::restrict_administration(channel);
}

TEST_CASE("piv openfips201: whether a key is there is asked by a change that changes nothing")
{
    test::ScriptedTransport card{R"(
        > 0024119A 02 3000
        < 6A88
        > 0024119A 02 3000
        < 6982
        > 0024119A 02 3000
        < 6A80
    )"};
    iso7816::PlainChannel channel{card};
    CHECK_FALSE(applet::has_key(channel, Slot::authentication, Algorithm::p256));
    CHECK(applet::has_key(channel, Slot::authentication, Algorithm::p256));
    CHECK(applet::has_key(channel, Slot::authentication, Algorithm::p256));
}

TEST_CASE("piv openfips201: every refusal is one")
{
    const auto object = [](iso7816::Channel& channel) { return applet::create_object(channel, chuid, anybody); };
    const auto key = [](iso7816::Channel& channel) {
        return applet::create_key(channel, Slot::signature, Algorithm::p256, {});
    };
    const auto restricted = [](iso7816::Channel& channel) { return applet::restrict_administration(channel), 0; };
    CHECK(test::answered_with("6982", object) == Errc::access_denied);
    CHECK(test::answered_with("6982", key) == Errc::access_denied);
    CHECK(test::answered_with("6982", restricted) == Errc::access_denied);
    for (const char* const answer : {"6E10", "6A84", "6D00"}) {
        CHECK(test::answered_with(answer, object) == Errc::unexpected_status);
        CHECK(test::answered_with(answer, key) == Errc::unexpected_status);
        CHECK(test::answered_with(answer, restricted) == Errc::unexpected_status);
    }
    CHECK(test::answered_with("6E27", restricted) == Errc::unexpected_status);
}
