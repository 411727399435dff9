// SPDX-License-Identifier: Apache-2.0
#include "card/piv/security_object.hpp"

#include "card/base/hex.hpp"

#include "support/tampering.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::SignedContainer;

namespace {

std::optional<Errc> decoded(std::string_view content)
{
    return test::error_of([&] { return piv::decode_security_object(from_hex(content)); });
}

} // namespace

TEST_CASE("security object: mapping, signature, error detection, [800-73-4] part 1 table 12")
{
    const piv::SecurityObject object{
        .containers = {{1, SignedContainer::chuid}, {2, SignedContainer::ccc}}, .cms = from_hex("3000")};
    const Bytes content = piv::encode(object);
    CHECK(to_hex(content) == "ba0601300002db00bb023000fe00");
    const piv::SecurityObject read = piv::decode_security_object(content);
    CHECK(read.containers == object.containers);
    CHECK(read.cms == object.cms);
    CHECK(test::refuses_other_lengths(content, piv::decode_security_object));
}

TEST_CASE("security object: mappings that cannot be")
{
    CHECK(decoded("BA03013000 BB023000 FE00") == std::nullopt);
    CHECK(decoded("BA00 BB023000 FE00") == Errc::malformed_data);
    CHECK(decoded("BA020130 BB023000 FE00") == Errc::malformed_data);
    CHECK(decoded("BA03003000 BB023000 FE00") == Errc::malformed_data);
    CHECK(decoded("BA03113000 BB023000 FE00") == Errc::malformed_data);
    CHECK(decoded("BA0601300001DB00 BB023000 FE00") == Errc::malformed_data); // 1 twice
    CHECK(decoded("BA03010101 BB023000 FE00") == Errc::unsupported);
    CHECK(decoded("BA03013000 BB00 FE00") == Errc::malformed_data);
    CHECK(decoded("BA03013000 BB023000 FE0100") == Errc::malformed_data);
    CHECK(decoded("BB023000 BA03013000 FE00") == Errc::malformed_tlv);
    CHECK(test::error_of([] { return piv::encode(piv::SecurityObject{}); }) == Errc::malformed_data);
}
