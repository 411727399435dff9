// SPDX-License-Identifier: Apache-2.0
#include "card/piv/data_objects.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/tlv/writer.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

// Contents of a card that OpenSC 0.23 recognises without quirks.
const char* const fasc_n = "D4E739DA739CED39CE739DA1685A1082108CE73984119257FC";
const char* const guid = "00112233445546678899AABBCCDDEEFF";

Bytes chuid_content()
{
    return from_hex(std::string{"3019"} + fasc_n + "3410" + guid + "3508" + "3230333631313232" + "3E00" + "FE00");
}

Bytes ccc_content()
{
    return from_hex(
        "F015A000000116FF02" + std::string(28, '7') + "F10121F20121F300F40100F50110F600F700FA00FB00FC00FD00FE00");
}

Bytes certificate_content()
{
    return from_hex("7003300100"
                    "710100"
                    "FE00");
}

/// Every truncation of a good content is refused.
template <class Decode>
void check_truncations(const Bytes& good, Decode decode)
{
    CHECK(test::error_of([&] { return static_cast<void>(decode(good)), 0; }) == std::nullopt);
    for (std::size_t size = 0; size < good.size(); ++size) {
        CAPTURE(size);
        CHECK(test::error_of([&] { return static_cast<void>(decode(ByteView{good}.first(size))), 0; }).has_value());
    }
    Bytes trailing = good;
    append(trailing, from_hex("EE00"));
    CHECK(test::error_of([&] { return static_cast<void>(decode(trailing)), 0; }) == Errc::malformed_tlv);
}

Bytes replaced(Bytes data, const char* from, const char* to)
{
    std::string hex = to_hex(data);
    const std::size_t at = hex.find(from);
    REQUIRE(at != std::string::npos);
    return from_hex(hex.replace(at, std::string_view{from}.size(), to));
}

} // namespace

TEST_CASE("chuid: the bytes that OpenSC accepts, both ways")
{
    const piv::Chuid chuid = piv::decode_chuid(chuid_content());
    CHECK(to_hex(chuid.fasc_n) == to_hex(from_hex(fasc_n)));
    CHECK(to_hex(chuid.guid) == to_hex(from_hex(guid)));
    CHECK(chuid.expiry == "20361122");
    CHECK(piv::encode(chuid) == chuid_content());
    CHECK(tlv::encode(tlv::Tag{0x53}, piv::encode(chuid)).size() <= 100);
}

TEST_CASE("chuid: truncated, or with fields of a wrong length or content")
{
    check_truncations(chuid_content(), piv::decode_chuid);
    const auto refused = [](const Bytes& content) {
        return test::error_of([&] { return piv::decode_chuid(content).expiry; });
    };
    CHECK(refused(replaced(chuid_content(), "35083230", "35083241")) == Errc::malformed_data);
    CHECK(refused(replaced(chuid_content(), "3e00", "3f00")) == Errc::malformed_tlv);
    CHECK(test::error_of([] { return piv::encode(piv::Chuid{.fasc_n = Bytes(24), .expiry = "20361122"}); }) ==
          Errc::malformed_data);
    CHECK(test::error_of([] { return piv::encode(piv::Chuid{.fasc_n = Bytes(25), .expiry = "2036"}); }) ==
          Errc::malformed_data);
}

TEST_CASE("chuid: fields that only cards of other makers have, each in its place")
{
    const std::string head = std::string{"3019"} + fasc_n;
    const std::string middle = std::string{"3410"} + guid + "3508" + "3230333631313232";
    const auto decoded = [](const std::string& hex) {
        return test::error_of([&] { return piv::decode_chuid(from_hex(hex)).expiry; });
    };
    const std::string all =
        "EE0200B1" + head + "320400000000" + "3309" + std::string(18, '0') + middle + "3610" + guid + "3E0130 FE00";
    CHECK(decoded(all) == std::nullopt);
    CHECK(to_hex(piv::decode_chuid(from_hex(all)).guid) == to_hex(from_hex(guid)));
    check_truncations(from_hex(all), piv::decode_chuid);
    CHECK(decoded(head + "320400000000" + middle + "3E00FE00") == std::nullopt);
    CHECK(decoded(head + middle + "320400000000" + "3E00FE00") == Errc::malformed_tlv);
    CHECK(decoded("3201FF" + head + middle + "3E00FE00") == Errc::malformed_tlv);
}

TEST_CASE("ccc: the bytes that OpenSC accepts, both ways")
{
    const piv::Ccc ccc = piv::decode_ccc(ccc_content());
    CHECK(to_hex(ccc.card_id) == std::string(28, '7'));
    CHECK(piv::encode(ccc) == ccc_content());
    check_truncations(ccc_content(), piv::decode_ccc);
}

TEST_CASE("discovery: the bytes that OpenSC accepts, both ways")
{
    const Bytes content = from_hex("4F0BA0000003080000100001005F2F024000");
    const piv::Discovery discovery = piv::decode_discovery(content);
    CHECK(to_hex(discovery.aid) == "a000000308000010000100");
    CHECK(discovery.pin_usage_policy == 0x4000);
    CHECK(piv::encode(discovery) == content);
    CHECK(tlv::encode(tlv::Tag{0x7E}, content).size() == 0x12 + 2);
    check_truncations(content, piv::decode_discovery);
}

TEST_CASE("certificate container: uncompressed, both ways")
{
    CHECK(to_hex(piv::decode_certificate_container(certificate_content())) == "300100");
    CHECK(piv::encode_certificate_container(from_hex("300100")) == certificate_content());
    check_truncations(certificate_content(), piv::decode_certificate_container);
    const Bytes with_mscuid = from_hex("7003300100 710100 7203AABBCC FE00");
    CHECK(to_hex(piv::decode_certificate_container(with_mscuid)) == "300100");
    check_truncations(with_mscuid, piv::decode_certificate_container);
    CHECK(test::error_of([] {
        return piv::decode_certificate_container(replaced(certificate_content(), "710100", "710101"));
    }) == Errc::unsupported);
}

TEST_CASE("guid: version 4, variant 10, [RFC4122] §4.4")
{
    CHECK(to_hex(piv::make_guid(Bytes(16, 0xFF))) == "ffffffffffff4fffbfffffffffffffff");
    CHECK(to_hex(piv::make_guid(Bytes(16, 0x00))) == "00000000000040008000000000000000");
    CHECK(test::error_of([] { return piv::make_guid(Bytes(15)); }) == Errc::malformed_data);
}
