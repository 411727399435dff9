// SPDX-License-Identifier: Apache-2.0
#include "card/pki/der_limits.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

std::optional<Errc> error(const Bytes& der)
{
    return test::error_of([&] {
        pki::check_der(der);
        return 0;
    });
}

Bytes nested(unsigned depth)
{
    Bytes out;
    for (unsigned i = 0; i < depth; ++i)
        out = tlv::encode(tlv::asn1::sequence, out);
    return out;
}

} // namespace

TEST_CASE("der limits: depth")
{
    CHECK(error(nested(pki::max_der_depth)) == std::nullopt);
    CHECK(error(nested(pki::max_der_depth + 1)) == Errc::malformed_tlv);
    CHECK(error(nested(5000)) == Errc::malformed_tlv);
}

TEST_CASE("der limits: size")
{
    CHECK(error(tlv::encode(tlv::asn1::octet_string, Bytes(pki::max_der_size - 4))) == std::nullopt);
    CHECK(error(tlv::encode(tlv::asn1::octet_string, Bytes(pki::max_der_size - 3))) == Errc::malformed_tlv);
}

TEST_CASE("der limits: what is BER but not DER, or not one element")
{
    CHECK(error(from_hex("30800201010000")) == Errc::malformed_tlv); // indefinite length
    CHECK(error(from_hex("308103020101")) == Errc::malformed_tlv);   // length not in the fewest bytes
    CHECK(error(from_hex("300302010100")) == Errc::malformed_tlv);   // trailing byte
    CHECK(error(from_hex("30040201010100")) == Errc::malformed_tlv); // children longer than the parent
    CHECK(error(from_hex("30050201010405")) == Errc::malformed_tlv); // children that do not fill it
    CHECK(error({}) == Errc::malformed_tlv);
}
