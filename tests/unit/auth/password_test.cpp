// SPDX-License-Identifier: Apache-2.0
#include "card/auth/password.hpp"

#include "support/specimen_mrz.hpp"
#include "support/throws.hpp"

#include "card/auth/pace.hpp"
#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using auth::Can;
using auth::Mrz;

namespace {

std::string rejected_field(std::string_view number, std::string_view birth, std::string_view expiry)
{
    try {
        static_cast<void>(Mrz{number, birth, expiry});
    } catch (const Error& error) {
        CHECK(error.code() == Errc::secret_format);
        return error.field();
    }
    return "";
}

} // namespace

TEST_CASE("password: key from the MRZ, worked example of [9303-11] App. G.1")
{
    const Mrz mrz{"T220001293", "6408125", "1010318"};
    CHECK(mrz.kind() == auth::Password::Kind::mrz);
    CHECK(to_hex(mrz.secret()) == "7e2d2a41c74ea0b38cd36f863939bfa8e9032aad");
    CHECK(to_hex(auth::pace::password_key(mrz, 16)) == "89ded1b26624ec1e634c1989302849dd");
}

TEST_CASE("password: a zone yields the key of its three fields")
{
    lds::Mrz zone = test::specimen_mrz();
    zone.document_number = "T22000129";
    zone.date_of_birth = "640812";
    zone.date_of_expiry = "101031";
    CHECK(to_hex(Mrz{zone}.secret()) == "7e2d2a41c74ea0b38cd36f863939bfa8e9032aad");
    zone.date_of_birth = "64<<<<"; // a birth year alone
    CHECK(Mrz{zone}.secret().size() == 20);
    zone.document_number = "t22000129";
    CHECK(test::error_of([&] { return Mrz{zone}.kind(); }) == Errc::malformed_data);
}

TEST_CASE("password: a CAN is six digits as they are printed")
{
    const Can can{as_bytes("012345")};
    CHECK(can.kind() == auth::Password::Kind::can);
    CHECK(to_hex(can.secret()) == "303132333435");
    for (const char* wrong : {"", "12345", "1234567", "12345a", "12 456", "12345\n", "-12345",
             "\xEF\xBC\x91"
             "12345"}) {
        CAPTURE(wrong);
        CHECK(test::error_of([&] { return Can{as_bytes(wrong)}; }) == Errc::secret_format);
    }
}

TEST_CASE("password: an MRZ field that cannot be right is named")
{
    CHECK(rejected_field("T220001293", "6408125", "1010318") == "");
    CHECK(rejected_field("T220001294", "6408125", "1010318") == "document_number"); // check digit
    CHECK(rejected_field("t220001293", "6408125", "1010318") == "document_number"); // character
    CHECK(rejected_field("T", "6408125", "1010318") == "document_number");
    CHECK(rejected_field("", "6408125", "1010318") == "document_number");
    CHECK(rejected_field("T220001293", "6408126", "1010318") == "date_of_birth");
    CHECK(rejected_field("T220001293", "640812", "1010318") == "date_of_birth");
    CHECK(rejected_field("T220001293", "6408125", "1010319") == "date_of_expiry");
    CHECK(rejected_field("T220001293", "6408125", "10103181") == "date_of_expiry");
}
