// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/atr.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::decode_atr;

TEST_CASE("atr: of the profile, T=1, capabilities in the historical bytes")
{
    const iso7816::Atr atr = decode_atr(from_hex("3B95168131FE458073F621E04C"));
    CHECK(to_hex(atr.historical) == "8073f621e0");
    CHECK(atr.t1);
}

TEST_CASE("atr: of a YubiKey 5 and of a T=0 card without check byte")
{
    const iso7816::Atr yubikey = decode_atr(from_hex("3BFD1300008131FE158073C021C057597562694B657940"));
    CHECK(to_hex(yubikey.historical) == "8073c021c057597562694b6579");
    CHECK(yubikey.t1);

    const iso7816::Atr t0 = decode_atr(from_hex("3B6500002063CB6800"));
    CHECK(to_hex(t0.historical) == "2063cb6800");
    CHECK_FALSE(t0.t1);
}

TEST_CASE("atr: the first protocol is that of TD1, T=0 without one")
{
    const auto first = [](const char* atr) { return decode_atr(from_hex(atr)).first_protocol; };
    CHECK(first("3B95168131FE458073F621E04C") == 1);
    CHECK(first("3B8580018073F621E0C0") == 0); // T=0, then T=1
    CHECK(decode_atr(from_hex("3B8580018073F621E0C0")).t1);
    CHECK(first("3B6500002063CB6800") == 0);
}

TEST_CASE("atr: each truncation, a wrong check byte, trailing bytes, another convention")
{
    const Bytes good = from_hex("3B95168131FE458073F621E04C");
    for (std::size_t size = 0; size < good.size(); ++size) {
        CAPTURE(size);
        CHECK(test::error_of([&] { return decode_atr(ByteView{good}.first(size)).t1; }) == Errc::malformed_data);
    }
    for (const char* hex : {"3B95168131FE458073F621E04D", "3B95168131FE458073F621E04C00", "3C95168131FE458073F621E04C",
             "3B6500002063CB680000"}) {
        CAPTURE(hex);
        CHECK(test::error_of([&] { return decode_atr(from_hex(hex)).t1; }) == Errc::malformed_data);
    }
    CHECK(test::error_of([] { return decode_atr(Bytes(34, 0x3B)).t1; }) == Errc::malformed_data);
}

TEST_CASE("atr: interface bytes that never end")
{
    CHECK(test::error_of([] {
        return decode_atr(concat({from_hex("3B80"), Bytes(31, 0x80)})).t1;
    }) == Errc::malformed_data);
}
