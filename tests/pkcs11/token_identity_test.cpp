// SPDX-License-Identifier: Apache-2.0
#include "token_identity.hpp"

#include "card_limits.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::from_hex;

const std::string fasc_n = "3019 D4E739DA739CED39CE739DA1685A1082108CE73984119257FC";

std::string serial(const std::string& chuid)
{
    const Bytes content = from_hex(chuid);
    return p11::identity_by_chuid(&content).serial;
}

} // namespace

TEST_CASE("token identity: our card is called by the end of its GUID, and by nothing personal")
{
    card::piv::Guid guid{};
    for (std::size_t i = 0; i < guid.size(); ++i)
        guid[i] = static_cast<std::uint8_t>(0x11 * i);
    const p11::TokenIdentity identity = p11::identity_of_our_card(guid);
    CHECK(identity.serial == "8899aabbccddeeff");
    CHECK(identity.label == "Lao ID card ccddeeff");
    CHECK(identity.label.size() <= 32);
}

TEST_CASE("token identity: another card by the GUID of its CHUID, whatever else stands there and in which order")
{
    const std::string guid = "3410 00112233445566778899AABBCCDDEEFF";
    CHECK(serial(fasc_n + guid + "35083230333031323331 3E00 FE00") == "8899aabbccddeeff");
    CHECK(serial("EE020000" + guid + fasc_n) == "8899aabbccddeeff");
}

TEST_CASE("token identity: without a GUID by the FASC-N, without either by nothing")
{
    // agency 9999, system 9999, credential 999999, series 1, issue 1
    CHECK(serial(fasc_n + "3410 00000000000000000000000000000000") == "9999999999999911");
    CHECK(serial(fasc_n) == "9999999999999911");
    CHECK(serial("3019 00000000000000000000000000000000000000000000000000").empty());
    CHECK(serial("3018 D4E739DA739CED39CE739DA1685A1082108CE739841192 57").empty());
    CHECK(serial("").empty());
    CHECK(serial("34").empty());
    CHECK(p11::identity_by_chuid(nullptr).label == "PIV card");
}

TEST_CASE("card limits: extended lengths where the answer to reset announces them")
{
    const auto nc = [](const std::string& atr) { return p11::limits_of_card(from_hex(atr)).nc; };
    CHECK(nc("3B95168131FE458073F621E04C") > 255);
    CHECK(nc("3B95168131FE458073F621A00C") == 255); // command chaining alone
    CHECK(nc("3B9516803F458073F621E0") == 255);     // breaks its format
    CHECK(nc("3B8580018073F621E0C0") == 255);       // T=0 first
    CHECK(nc("3B858001804D794944785D") == 255);     // no capabilities
    CHECK(nc("3B00") == 255);
    CHECK(nc("") == 255);
}
