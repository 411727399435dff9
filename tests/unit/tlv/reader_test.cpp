// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/reader.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using tlv::Reader;
using tlv::Tag;

namespace {

std::optional<Errc> reading(const char* hex)
{
    return test::error_of([&] {
        const Bytes data = from_hex(hex);
        Reader reader{data};
        while (!reader.at_end())
            reader.next();
        return 0;
    });
}

} // namespace

TEST_CASE("tlv reader: siblings in order, with their whole encoding")
{
    const Bytes data = from_hex("7F4903860101 5C00 53820100" + std::string(512, '0'));
    Reader reader{data};
    const tlv::Element key = reader.next();
    CHECK(key.tag == Tag{0x7F49});
    CHECK(key.tag.constructed());
    CHECK(to_hex(key.value) == "860101");
    CHECK(to_hex(key.whole) == "7f4903860101");
    CHECK(reader.expect(Tag{0x5C}).empty());
    CHECK(reader.peek() == Tag{0x53});
    CHECK(reader.expect(Tag{0x53}).size() == 256);
    CHECK(reader.at_end());
    CHECK_FALSE(reader.peek().has_value());
    CHECK_NOTHROW(reader.finish());
}

TEST_CASE("tlv reader: accept takes only its own tag, expect throws on another")
{
    const Bytes data = from_hex("0201050101FF");
    Reader reader{data};
    CHECK_FALSE(reader.accept(Tag{0x01}).has_value());
    CHECK(to_hex(reader.accept(Tag{0x02}).value()) == "05");
    CHECK(test::error_of([&] { return reader.expect(Tag{0x02}); }) == Errc::malformed_tlv);
}

TEST_CASE("tlv reader: the lengths of [X.690] §8.1.3, in the fewest bytes")
{
    CHECK(reading(("047F" + std::string(254, '0')).c_str()) == std::nullopt);
    CHECK(reading(("048180" + std::string(256, '0')).c_str()) == std::nullopt);
    CHECK(reading(("04820100" + std::string(512, '0')).c_str()) == std::nullopt);
    CHECK(reading(("04817F" + std::string(254, '0')).c_str()) == Errc::malformed_tlv);
    CHECK(reading(("048200FF" + std::string(510, '0')).c_str()) == Errc::malformed_tlv);
    CHECK(reading("0480") == Errc::malformed_tlv);
    CHECK(reading("04800000") == Errc::malformed_tlv);
    CHECK(reading("0485000000000100") == Errc::malformed_tlv);
    CHECK(reading("04FF") == Errc::malformed_tlv);
}

TEST_CASE("tlv reader: tags of one to three bytes, without leading zeros")
{
    CHECK(reading("5F2F00") == std::nullopt);
    CHECK(reading("5FC10200") == std::nullopt);
    CHECK(reading("5F0E00") == std::nullopt);            // fits one byte, but ICAO has such tags
    CHECK(reading("5F800100") == Errc::malformed_tlv);   // leading zeros
    CHECK(reading("5F81818100") == Errc::malformed_tlv); // four bytes
    CHECK(reading("0000") == Errc::malformed_tlv);
}

TEST_CASE("tlv reader: every truncation of a good object is an error")
{
    const Bytes good = concat({from_hex("7F4F820104"), Bytes(260, 0xAA)});
    for (std::size_t size = 1; size < good.size(); ++size) {
        CAPTURE(size);
        const ByteView cut = ByteView{good}.first(size);
        CHECK(test::error_of([&] { return Reader{cut}.next().tag.value; }) == Errc::malformed_tlv);
    }
    CHECK(Reader{good}.next().value.size() == 260);
}

TEST_CASE("tlv reader: bytes behind the last element are an error")
{
    CHECK(test::error_of([] { return tlv::only(from_hex("0201050500"), Tag{0x02}); }) == Errc::malformed_tlv);
    CHECK(to_hex(tlv::only(from_hex("020105"), Tag{0x02})) == "05");
}

TEST_CASE("tlv reader: total length as soon as tag and length are there")
{
    const Bytes head = from_hex("7582752F0102");
    CHECK_FALSE(tlv::total_length({}).has_value());
    CHECK_FALSE(tlv::total_length(ByteView{head}.first(1)).has_value());
    CHECK_FALSE(tlv::total_length(ByteView{head}.first(3)).has_value());
    CHECK(tlv::total_length(ByteView{head}.first(4)) == 4 + 0x752F);
    CHECK(tlv::total_length(head) == 4 + 0x752F);
    CHECK(test::error_of([] { return tlv::total_length(from_hex("6080")); }) == Errc::malformed_tlv);
}
