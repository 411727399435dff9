// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/integer.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

std::optional<Errc> error(std::string_view hex)
{
    return test::error_of([&] { return tlv::decode_unsigned(from_hex(hex)); });
}

} // namespace

TEST_CASE("integer: non-negative numbers in the fewest bytes [X.690] §8.3")
{
    CHECK(tlv::decode_unsigned(from_hex("00")) == 0);
    CHECK(tlv::decode_unsigned(from_hex("7F")) == 127);
    CHECK(tlv::decode_unsigned(from_hex("0080")) == 128);
    CHECK(tlv::decode_unsigned(from_hex("7FFFFFFFFFFFFFFF")) == 0x7FFFFFFFFFFFFFFF);
    CHECK(error("") == Errc::malformed_tlv);
    CHECK(error("80") == Errc::malformed_tlv);
    CHECK(error("007F") == Errc::malformed_tlv);
    CHECK(error("0000") == Errc::malformed_tlv);
    CHECK(error("00FFFFFFFFFFFFFFFF") == Errc::malformed_tlv);
}
