// SPDX-License-Identifier: Apache-2.0
#include "card/piv/printed_information.hpp"

#include "card/base/hex.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::PrintedInformation;

namespace {

PrintedInformation specimen()
{
    return {.name = "KEO", .affiliation = "MOPS", .expiry = "2036NOV22", .card_serial = "A12", .issuer = "LAO1"};
}

// The same in bytes.
const std::string specimen_hex = "01034B454F 02044D4F5053 0409323033364E4F563232 0503413132 06044C414F31";

std::optional<Errc> refused(const std::string& hex)
{
    return test::error_of([&] { return piv::decode_printed_information(from_hex(hex)); });
}

} // namespace

TEST_CASE("printed information: with and without the lines of an organization, both ways, [800-73-4] part 1 table 15")
{
    CHECK(piv::encode(specimen()) == from_hex(specimen_hex + "FE00"));
    CHECK(piv::decode_printed_information(from_hex(specimen_hex + "FE00")) == specimen());

    PrintedInformation with_lines = specimen();
    with_lines.organization_2 = "VTE";
    CHECK(piv::encode(with_lines) == from_hex(specimen_hex + "0803565445 FE00"));
    CHECK(piv::decode_printed_information(from_hex(specimen_hex + "0803565445 FE00")) == with_lines);
    with_lines.organization_1 = "DPM";
    CHECK(piv::decode_printed_information(from_hex(specimen_hex + "070344504D 0803565445 FE00")) == with_lines);
}

TEST_CASE("printed information: truncated, out of order, or with texts out of their format")
{
    const Bytes good = from_hex(specimen_hex + "070344504D FE00");
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(test::error_of([&] { return piv::decode_printed_information(ByteView{good}.first(size)); }) ==
              Errc::malformed_tlv);
    CHECK(refused(specimen_hex + "FE00 00") == Errc::malformed_tlv);
    CHECK(refused(specimen_hex + "0803565445 070344504D FE00") == Errc::malformed_tlv);
    CHECK(refused(specimen_hex + "070344504D 070344504D FE00") == Errc::malformed_tlv);
    CHECK(refused(specimen_hex + "FE0100") == Errc::malformed_data);
    CHECK(refused("0103E0BA81 0200 0409323033364E4F563232 0500 0600 FE00") == Errc::malformed_data);
    CHECK(refused("0100 0200 0408323033364E4F5632 0500 0600 FE00") == Errc::malformed_data);

    const auto longest = [](std::string PrintedInformation::*text, std::size_t size) {
        PrintedInformation information = specimen();
        information.*text = std::string(size, 'A');
        const auto fits = test::error_of([&] { return piv::encode(information); });
        information.*text += 'A';
        return !fits && test::error_of([&] { return piv::encode(information); }) == Errc::malformed_data;
    };
    CHECK(longest(&PrintedInformation::name, 125));
    CHECK(longest(&PrintedInformation::affiliation, 20));
    CHECK(longest(&PrintedInformation::expiry, 9));
    CHECK(longest(&PrintedInformation::card_serial, 20));
    CHECK(longest(&PrintedInformation::issuer, 15));
    CHECK(longest(&PrintedInformation::organization_1, 20));
    CHECK(longest(&PrintedInformation::organization_2, 20));
}
