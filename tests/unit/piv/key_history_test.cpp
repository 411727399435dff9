// SPDX-License-Identifier: Apache-2.0
#include "card/piv/key_history.hpp"

#include "card/base/hex.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::KeyHistory;

namespace {

// http://example.gov.la/ in hexadecimal
const std::string url_hex = "687474703A2F2F6578616D706C652E676F762E6C612F";

std::optional<Errc> refused(const std::string& hex)
{
    return test::error_of([&] { return piv::decode_key_history(from_hex(hex)); });
}

std::optional<Errc> not_written(const KeyHistory& history)
{
    return test::error_of([&] { return piv::encode(history); });
}

} // namespace

TEST_CASE("key history: as PivApplet writes it, and with a URL, both ways, [800-73-4] part 1 §3.3.3")
{
    const Bytes none = from_hex("C10100 C20100 FE00");
    CHECK(piv::decode_key_history(none) == KeyHistory{});
    CHECK(piv::encode(KeyHistory{}) == none);

    const Bytes some = from_hex("C10103 C20102 F316" + url_hex + "FE00");
    const KeyHistory history{.on_card = 3, .off_card = 2, .url = "http://example.gov.la/"};
    CHECK(piv::decode_key_history(some) == history);
    CHECK(piv::encode(history) == some);

    CHECK(piv::decode_key_history(from_hex("C10114 C20100 F300 FE00")) == KeyHistory{.on_card = 20});
    CHECK(piv::encode(KeyHistory{.on_card = 20}) == from_hex("C10114 C20100 FE00"));
}

TEST_CASE("key history: truncated, with other fields or other lengths")
{
    const Bytes good = from_hex("C10103 C20102 F316" + url_hex + "FE00");
    for (std::size_t size = 0; size < good.size(); ++size) {
        CAPTURE(size);
        CHECK(
            test::error_of([&] { return piv::decode_key_history(ByteView{good}.first(size)); }) == Errc::malformed_tlv);
    }
    CHECK(refused("C10100 C20100 FE00 00") == Errc::malformed_tlv);
    CHECK(refused("C10100 C20100 FE00 FE00") == Errc::malformed_tlv);
    CHECK(refused("C20100 C10100 FE00") == Errc::malformed_tlv);
    CHECK(refused("C10100 FE00") == Errc::malformed_tlv);
    CHECK(refused("C10100 C20100 F400 FE00") == Errc::malformed_tlv);
    CHECK(refused("C100 C20100 FE00") == Errc::malformed_data);
    CHECK(refused("C1020001 C20100 FE00") == Errc::malformed_data);
    CHECK(refused("C10100 C20100 FE0100") == Errc::malformed_data);
}

TEST_CASE("key history: more keys than slots, and URLs that do not fit the keys")
{
    CHECK(refused("C10115 C20100 FE00") == Errc::malformed_data);
    CHECK(refused("C101FF C201FF F30161 FE00") == Errc::malformed_data);
    CHECK(refused("C1010A C2010B F316" + url_hex + "FE00") == Errc::malformed_data);
    CHECK(refused("C10100 C20101 FE00") == Errc::malformed_data);
    CHECK(refused("C10100 C20101 F300 FE00") == Errc::malformed_data);
    CHECK(refused("C10100 C20100 F316" + url_hex + "FE00") == Errc::malformed_data);
    CHECK(refused("C10101 C20101 F3020A61 FE00") == Errc::malformed_data);
    CHECK(refused("C10101 C20101 F302E0BA FE00") == Errc::malformed_data);

    CHECK(not_written({.on_card = 1, .off_card = 1, .url = std::string(118, 'a')}) == std::nullopt);
    CHECK(not_written({.on_card = 1, .off_card = 1, .url = std::string(119, 'a')}) == Errc::malformed_data);
    CHECK(not_written({.on_card = 21}) == Errc::malformed_data);
    CHECK(not_written({.on_card = 1, .off_card = 0xFFFFFFFF, .url = "a"}) == Errc::malformed_data);
    CHECK(not_written({.off_card = 1}) == Errc::malformed_data);
    CHECK(not_written({.url = "http://example.gov.la/"}) == Errc::malformed_data);
}
