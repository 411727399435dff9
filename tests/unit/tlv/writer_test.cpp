// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/writer.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using tlv::Oid;
using tlv::Tag;

TEST_CASE("tlv writer: tags and lengths in the fewest bytes")
{
    CHECK(to_hex(tlv::encode(Tag{0x5FC102})) == "5fc102");
    CHECK(to_hex(tlv::encode(Tag{0x7F61})) == "7f61");
    CHECK(to_hex(tlv::encode(Tag{0x7E})) == "7e");
    CHECK(to_hex(tlv::encode(Tag{0x5FC102}, Bytes{0xAB})) == "5fc10201ab");
    CHECK(to_hex(tlv::encode(Tag{0x53}, ByteView{})) == "5300");
    for (const std::size_t size : {0x7FU, 0x80U, 0xFFU, 0x100U, 0xFFFFU, 0x10000U}) {
        CAPTURE(size);
        const Bytes encoded = tlv::encode(Tag{0x04}, Bytes(size));
        CHECK(tlv::only(encoded, Tag{0x04}).size() == size);
    }
    CHECK(to_hex(ByteView{tlv::encode(Tag{0x04}, Bytes(0x80))}.first(3)) == "048180");
    CHECK(to_hex(ByteView{tlv::encode(Tag{0x04}, Bytes(0x100))}.first(4)) == "04820100");
}

TEST_CASE("tlv writer: SEQUENCE { name IA5String, ok BOOLEAN }, example of [X.690] §8.9.3")
{
    const Bytes encoded = tlv::encode(
        tlv::asn1::sequence, {tlv::encode(Tag{0x16}, as_bytes("Smith")), tlv::encode(Tag{0x01}, Bytes{0xFF})});
    CHECK(to_hex(encoded) == "300a1605536d6974680101ff");
}

TEST_CASE("tlv writer: INTEGER with sign byte and without leading zeros, [X.690] §8.3")
{
    CHECK(to_hex(tlv::encode_integer(0)) == "020100");
    CHECK(to_hex(tlv::encode_integer(127)) == "02017f");
    CHECK(to_hex(tlv::encode_integer(128)) == "02020080");
    CHECK(to_hex(tlv::encode_integer(256)) == "02020100");
    CHECK(to_hex(tlv::encode_unsigned(from_hex("0000FF01"))) == "020300ff01");
    CHECK(to_hex(tlv::encode_unsigned({})) == "020100");
}

TEST_CASE("tlv writer: SET OF in ascending order of the encodings, [X.690] §11.6")
{
    CHECK(to_hex(tlv::encode_set_of({from_hex("020103"), from_hex("0101FF"), from_hex("020101")})) ==
          "31090101ff020101020103");
}

TEST_CASE("oid: {2 100 3}, example of [X.690] §8.19.5")
{
    CHECK(to_hex(Oid{"2.100.3"}.encode()) == "0603813403");
    CHECK(Oid::from_content(from_hex("813403")).dotted() == "2.100.3");
}

TEST_CASE("oid: rsadsi, id-PACE-ECDH-GM-AES-CBC-CMAC-128 of [9303-11] App. G.1")
{
    CHECK(to_hex(Oid{"1.2.840.113549"}.content()) == "2a864886f70d");
    CHECK(to_hex(Oid{"0.4.0.127.0.7.2.2.4.2.2"}.content()) == "04007f00070202040202");
    CHECK(Oid::from_content(from_hex("04007F00070202040202")).dotted() == "0.4.0.127.0.7.2.2.4.2.2");
    CHECK(Oid{"1.2.840.113549"} != Oid{"1.2.840.113550"});
}

TEST_CASE("oid: malformed texts and encodings")
{
    for (const char* text : {"", "1", "1.", ".1", "1..2", "3.1", "1.40", "1.2.x", "1.2.-3", "1.2.4294967296", "1 2"}) {
        CAPTURE(text);
        CHECK(test::error_of([&] { return Oid{text}; }) == Errc::malformed_data);
    }
    for (const char* hex : {"", "80", "2A80", "2A8001", "FF"}) {
        CAPTURE(hex);
        CHECK(test::error_of([&] { return Oid::from_content(from_hex(hex)); }) == Errc::malformed_tlv);
    }
    CHECK(test::error_of([] { return Oid::from_content(Bytes(65, 0x01)); }) == Errc::malformed_tlv);
}
