// SPDX-License-Identifier: Apache-2.0
#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg2.hpp"

#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/profile/profile.hpp"
#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;
using test::refuses_other_lengths;

namespace {

/// The same file with another outer tag.
Bytes retagged(Bytes file)
{
    file[0] = 0x62;
    return file;
}

lds::Dg11 specimen_dg11()
{
    return {.full_name = "ພົມມະວົງ<<ດາວເຮືອງ",
        .other_names = {"ດາວ"},
        .personal_number = "123456789012345",
        .full_date_of_birth = "19900401",
        .place_of_birth = {"ບ້ານໂພນໄຊ", "ປາກເຊ", "ຈຳປາສັກ"},
        .address = {"ບ້ານທາດຫຼວງ", "ໄຊເສດຖາ", "ນະຄອນຫຼວງວຽງຈັນ"}};
}

lds::Dg13 specimen_dg13()
{
    lds::Dg13 dg13;
    dg13.card_type = lds::CardType::renewal;
    dg13.lao = {.title = "ນາງ", .given = "ດາວເຮືອງ", .family = "ພົມມະວົງ"};
    dg13.latin = {.title = "", .given = "Daoheuang", .family = "Phommavong"};
    dg13.household_book = "01-000123";
    dg13.birth_precision = lds::BirthPrecision::year;
    dg13.status_index = 70'000;
    dg13.guid = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0x4D, 0xEF, 0x81, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF};
    dg13.slots = {{0x9A, Bytes(32, 0x5A)}, {0x9E, Bytes(32, 0xA5)}};
    return dg13;
}

Bytes encoded(const lds::Dg13& dg13)
{
    return lds::encode(dg13, profile::builtin());
}

lds::Dg13 decoded_dg13(ByteView file)
{
    return lds::decode_dg13(file, profile::builtin());
}

} // namespace

TEST_CASE("com: versions and tag list")
{
    const lds::Com com{.lds_version = "0107", .unicode_version = "040000", .groups = {1, 2, 11, 12, 13, 14}};
    const Bytes file = lds::encode(com);
    CHECK(to_hex(file) == "60185f0104303130375f36063034303030305c0661756b6c6d6e");
    CHECK(lds::decode_com(file) == com);
    CHECK(refuses_other_lengths(file, lds::decode_com));
    CHECK(error_of([&] { return lds::decode_com(retagged(file)); }) == Errc::malformed_tlv);
    CHECK(error_of([&] { return lds::decode_com(test::replaced(file, Bytes{0x75}, Bytes{0x74})); }) ==
          Errc::malformed_data);
}

TEST_CASE("dg1: the zone in its template")
{
    const std::string zone =
        "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const Bytes file = concat({from_hex("615D5F1F5A"), as_bytes(zone)});
    CHECK(lds::decode_dg1(file).mrz.document_number == "D23145890");
    CHECK(lds::encode(lds::decode_dg1(file)) == file);
    CHECK(refuses_other_lengths(file, lds::decode_dg1));
    CHECK(error_of([&] { return lds::decode_dg1(retagged(file)); }) == Errc::malformed_tlv);
}

TEST_CASE("dg1: the zones of passports and of TD2, and of no document")
{
    const Bytes td3 = concat({from_hex("615B5F1F58"),
        as_bytes("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10")});
    CHECK(lds::decode_dg1(td3).mrz.issuing_state == "UTO");
    const Bytes td2 = concat(
        {from_hex("614B5F1F48"), as_bytes("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6")});
    CHECK(lds::decode_dg1(td2).mrz.document_number == "D23145890");
    const Bytes other = concat({from_hex("615A5F1F57"), Bytes(87, '<')});
    CHECK(error_of([&] { return lds::decode_dg1(other); }) == Errc::malformed_data);
}

TEST_CASE("dg2: one face, field by field of [19794-5:2005]")
{
    const Bytes picture = from_hex("FFD8FFD9");
    const Bytes file =
        lds::encode(lds::Dg2{.format = lds::ImageFormat::jpeg, .width = 413, .height = 531, .image = picture});
    CHECK(to_hex(file) == "7552"
                          "7f614f020101" // one face
                          "7f6049a1128002010181010282010087020101880200085f2e32"
                          "4641430030313000000000320001"             // record header: 50 bytes, one face
                          "0000002400000000000000000000000000000000" // facial information
                          "0100019d0213010000000000"                 // image information: 413 by 531
                          "ffd8ffd9");
}

TEST_CASE("dg2: comes back as it went in; other lengths are refused")
{
    const lds::Dg2 dg2{.format = lds::ImageFormat::jpeg, .width = 413, .height = 531, .image = Bytes(300, 0xAA)};
    const Bytes file = lds::encode(dg2);
    const lds::Dg2 back = lds::decode_dg2(file);
    CHECK(back.width == 413);
    CHECK(back.height == 531);
    CHECK(back.format == lds::ImageFormat::jpeg);
    CHECK(back.image == dg2.image);
    CHECK(refuses_other_lengths(file, lds::decode_dg2));
    CHECK(error_of([&] { return lds::decode_dg2(retagged(file)); }) == Errc::malformed_tlv);
}

TEST_CASE("dg2: lengths inside the face record must fit")
{
    const Bytes file = lds::encode(lds::Dg2{.width = 1, .height = 1, .image = Bytes(4, 0xAA)});
    const auto at = std::search(file.begin(), file.end(), std::begin("FAC"), std::begin("FAC") + 3) - file.begin();
    const auto broken = [&](std::ptrdiff_t offset, std::uint8_t value) {
        Bytes bad = file;
        bad[static_cast<std::size_t>(at + offset)] = value;
        return error_of([&] { return lds::decode_dg2(bad); });
    };
    CHECK(broken(0, 'X') == Errc::unsupported);      // format identifier
    CHECK(broken(5, '3') == Errc::unsupported);      // version
    CHECK(broken(11, 0xFF) == Errc::malformed_data); // length of the record
    CHECK(broken(13, 0x00) == Errc::malformed_data); // number of faces
    CHECK(broken(17, 0xFF) == Errc::malformed_data); // length of the face
    CHECK(broken(17, 0x03) == Errc::malformed_data);
    CHECK(broken(19, 0x01) == Errc::malformed_data);          // feature points that are not there
    CHECK(broken(14 + 20 + 1, 0x02) == Errc::malformed_data); // image data type
}

TEST_CASE("dg11: Lao text comes back byte by byte")
{
    const lds::Dg11 dg11 = specimen_dg11();
    const Bytes file = lds::encode(dg11);
    CHECK(lds::decode_dg11(file) == dg11);
    CHECK(refuses_other_lengths(file, lds::decode_dg11));
    CHECK(error_of([&] { return lds::decode_dg11(retagged(file)); }) == Errc::malformed_tlv);
}

TEST_CASE("dg11: tag list and objects of [9303-10] table 55")
{
    const lds::Dg11 dg11{.full_name = "A",
        .other_names = {},
        .personal_number = "1",
        .full_date_of_birth = "19900400",
        .place_of_birth = {},
        .address = {"B", "C"}};
    CHECK(to_hex(lds::encode(dg11)) == "6b235c085f0e5f105f2b5f425f0e01415f1001315f2b0831393930303430305f4203423c43");
}

TEST_CASE("dg11: an empty address has no parts")
{
    CHECK(lds::decode_dg11(from_hex("6B075C025F425F4200")).address.empty());
    CHECK(lds::decode_dg11(from_hex("6B085C025F425F42013C")).address == std::vector<std::string>{"", ""});
}

TEST_CASE("dg11: dates of four bytes, as early editions asked for, are read")
{
    CHECK(lds::decode_dg11(from_hex("6B0B5C025F2B5F2B0419900401")).full_date_of_birth == "19900401");
}

TEST_CASE("dg11: fields that break the rules")
{
    const auto error = [](const char* hex) { return error_of([&] { return lds::decode_dg11(from_hex(hex)); }); };
    CHECK(error("6B085C025F0E5F0E0141") == std::nullopt);
    CHECK(error("6B085C025F105F0E0141") == Errc::malformed_data);         // not in the list
    CHECK(error("6B0C5C025F0E5F0E01415F0E0142") == Errc::malformed_data); // twice
    CHECK(error("6B085C025F0E5F0E0180") == Errc::malformed_data);         // no UTF-8
    CHECK(error("6B095C025F0E5F0E02C080") == Errc::malformed_data);       // overlong
    CHECK(error("6B0A5C025F0E5F0E03EDA080") == Errc::malformed_data);     // surrogate
    CHECK(error("6B085C025F0E5F0E0107") == Errc::malformed_data);         // control character
    CHECK(error("6B0B5C025F2B5F2B0499999A01") == Errc::malformed_data);
    CHECK(error("6B0C5C01A0A0070201025F0F0141") == Errc::malformed_data); // two names announced, one there
}

TEST_CASE("dg11: what cannot be written is refused")
{
    lds::Dg11 dg11 = specimen_dg11();
    SUBCASE("separator in an address")
    {
        dg11.address[0] = "a<b";
    }
    SUBCASE("date")
    {
        dg11.full_date_of_birth = "1990";
    }
    SUBCASE("too long")
    {
        dg11.full_name = std::string(2000, 'A');
    }
    CHECK(error_of([&] { return lds::encode(dg11); }) == Errc::malformed_data);
}

TEST_CASE("dg12: authority and date of issue")
{
    const lds::Dg12 dg12{.issuing_authority = "A", .date_of_issue = parse_date("20261122")};
    const Bytes file = lds::encode(dg12);
    CHECK(to_hex(file) == "6c155c045f195f265f1901415f26083230323631313232");
    CHECK(lds::decode_dg12(file) == dg12);
    CHECK(lds::decode_dg12(from_hex("6C0B5C025F265F260420261122")).date_of_issue == dg12.date_of_issue);
    CHECK(refuses_other_lengths(file, lds::decode_dg12));
    CHECK(error_of([] { return lds::decode_dg12(from_hex("6C0B5C025F265F260420261131")); }) == Errc::malformed_data);
}

TEST_CASE("dg13: our fields come back as they went in")
{
    lds::Dg13 dg13 = specimen_dg13();
    SUBCASE("with an expiry") {}
    SUBCASE("without expiry")
    {
        dg13.card_type = lds::CardType::lifetime;
        dg13.no_expiry = true;
        dg13.technical_life = parse_date("20461122");
    }
    const Bytes file = encoded(dg13);
    CHECK(decoded_dg13(file) == dg13);
    CHECK(refuses_other_lengths(file, decoded_dg13));
}

TEST_CASE("dg13: the tags are those of the profile")
{
    profile::Profile profile = profile::builtin();
    profile.dg13.guid = tlv::Tag{0x9F01};
    const Bytes file = lds::encode(specimen_dg13(), profile);
    CHECK(lds::decode_dg13(file, profile) == specimen_dg13());
    CHECK(error_of([&] { return decoded_dg13(file); }) == Errc::malformed_tlv);
}

TEST_CASE("dg13: values outside their range")
{
    const auto error = [](std::string_view from, std::string_view to) {
        const Bytes bad = test::replaced(encoded(specimen_dg13()), from_hex(from), from_hex(to));
        return error_of([&] { return decoded_dg13(bad); });
    };
    CHECK(error("800101810104", "800102810104") == Errc::unsupported);
    CHECK(error("810104", "810106") == Errc::malformed_data);
    CHECK(error("820100", "820101") == Errc::malformed_data);
    CHECK(error("860102", "860104") == Errc::malformed_data);
    CHECK(error("80019E", "80019A") == Errc::malformed_data); // a slot twice
}
