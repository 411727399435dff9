// SPDX-License-Identifier: Apache-2.0
#include "card/lds/sod.hpp"

#include "support/document_pki.hpp"
#include "support/real_data.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::document_pki;
using test::error_of;

namespace {

const std::map<unsigned, Bytes>& groups()
{
    static const std::map<unsigned, Bytes> made{{1, Bytes(93, 0x61)}, {2, Bytes(500, 0x75)}, {14, Bytes(300, 0x6E)}};
    return made;
}

Bytes specimen()
{
    return lds::make_sod(groups(), document_pki().signer, document_pki().signer_key, test::at(2026, 11, 22));
}

} // namespace

TEST_CASE("sod: LDSSecurityObject of [9303-10] §4.6.2.3")
{
    lds::SecurityObject object;
    object.hashes = {{1, Bytes(32, 0x11)}, {14, Bytes(32, 0xEE)}};
    const Bytes der = lds::encode(object);
    CHECK(to_hex(der) == "3060020100300b0609608648016503040201304e"
                         "30250201010420" +
                             to_hex(Bytes(32, 0x11)) + "302502010e0420" + to_hex(Bytes(32, 0xEE)));
    CHECK(lds::decode_security_object(der).hashes == object.hashes);
    CHECK(test::refuses_other_lengths(der, [](ByteView bytes) { lds::decode_security_object(bytes); }));
}

TEST_CASE("sod: hashes, duplicates and numbers are checked")
{
    const auto error = [](const std::string& hashes, const char* version = "020100", const char* rest = "") {
        const std::string algorithm = "300d06096086480165030402010500";
        const auto wrap = [](const std::string& content) {
            std::string length = to_hex(big_endian(content.size() / 2, 1));
            return "3081" + length + content;
        };
        const std::string list =
            hashes.size() / 2 < 0x80 ? "30" + to_hex(big_endian(hashes.size() / 2, 1)) + hashes : wrap(hashes);
        const std::string content = version + algorithm + list + rest;
        const std::string whole =
            content.size() / 2 < 0x80 ? "30" + to_hex(big_endian(content.size() / 2, 1)) + content : wrap(content);
        return error_of([&] { return lds::decode_security_object(from_hex(whole)); });
    };
    const auto hash = [](const char* number, std::size_t size) {
        return "30" + to_hex(big_endian(size + 5, 1)) + "0201" + number + "04" + to_hex(big_endian(size, 1)) +
               to_hex(Bytes(size, 0x42));
    };
    CHECK(error(hash("01", 32)) == std::nullopt);
    CHECK(error(hash("01", 32) + hash("02", 32)) == std::nullopt);
    CHECK(error(hash("01", 32) + hash("01", 32)) == Errc::malformed_data); // twice
    CHECK(error(hash("00", 32)) == Errc::malformed_data);
    CHECK(error(hash("11", 32)) == Errc::malformed_data); // DG17
    CHECK(error(hash("01", 31)) == Errc::malformed_data);
    CHECK(error(hash("01", 33)) == Errc::malformed_data);
    CHECK(error(hash("01", 0)) == Errc::malformed_data);
    CHECK(error("") == Errc::malformed_data);
    CHECK(error(hash("01", 32), "020102") == Errc::malformed_data);
    CHECK(error(hash("01", 32), "0201FF") == Errc::malformed_tlv);
    CHECK(error(hash("01", 32), "020101", "300e1304303130381306303430303030") == std::nullopt);
    CHECK(error(hash("01", 32), "020100", "300e1304303130381306303430303030") == Errc::malformed_data);
}

TEST_CASE("sod: other hash algorithms than SHA-2 are not supported")
{
    const Bytes sha1 = from_hex("3024020100300906052B0E03021A05003014 3012020101040D00000000000000000000000000");
    CHECK(error_of([&] { return lds::decode_security_object(sha1); }) == Errc::unsupported);
}

TEST_CASE("sod: made, read and verified")
{
    const lds::Sod sod = lds::decode_sod(specimen());
    CHECK(sod.signed_data.signature_is_valid());
    CHECK(sod.signed_data.signer() == document_pki().signer);
    REQUIRE(sod.object.hashes.size() == 3);
    for (const auto& [number, file] : groups())
        CHECK(sod.object.hashes.at(number) == crypto::digest(crypto::Hash::sha256, file));
}

TEST_CASE("sod: the security object of another application is signed alike, and covers what it covers")
{
    const std::map<unsigned, Bytes> contents{{1, from_hex("3019AA")}, {2, from_hex("F015BB")}};
    const Bytes cms =
        lds::sign_security_object(contents, document_pki().signer, document_pki().signer_key, test::at(2051, 3, 1));
    const lds::Sod object = lds::decode_signed_security_object(cms);
    CHECK(object.signed_data.signer() == document_pki().signer);
    CHECK(lds::signs_exactly(object, contents));

    auto altered = contents;
    altered[2].back() ^= 0x01;
    CHECK_FALSE(lds::signs_exactly(object, altered));
    CHECK_FALSE(lds::signs_exactly(object, {{1, contents.at(1)}}));
    CHECK_FALSE(lds::signs_exactly(object, {{1, contents.at(1)}, {2, contents.at(2)}, {3, {}}}));
    CHECK_FALSE(lds::signs_exactly(object, {{1, contents.at(2)}, {2, contents.at(1)}}));
    CHECK(test::refuses_other_lengths(cms, lds::decode_signed_security_object));

    Bytes other_signature = cms;
    other_signature.back() ^= 0x01;
    const auto holds = [&] {
        return lds::signs_exactly(lds::decode_signed_security_object(other_signature), contents);
    };
    CHECK((error_of(holds).has_value() || !holds()));
}

TEST_CASE("sod: every truncation and a trailing byte are refused")
{
    CHECK(test::refuses_other_lengths(specimen(), [](ByteView file) { lds::decode_sod(file); }));
}

TEST_CASE("sod: no single byte can change and still verify")
{
    const Bytes good = specimen();
    std::size_t survivors = 0;
    for (std::size_t i = 0; i < good.size(); ++i) {
        Bytes bad = good;
        bad[i] ^= 0x01;
        try {
            const lds::Sod sod = lds::decode_sod(bad);
            // The certificate's own bytes are covered by its issuer's signature, not by this one.
            if (sod.signed_data.signature_is_valid() && sod.signed_data.signer() == document_pki().signer)
                ++survivors;
        } catch (const Error&) {
        }
    }
    // Digest algorithm identifiers outside what is signed may be spelled differently; nothing else may.
    CHECK(survivors <= 2);
}

TEST_CASE("sod: a CMS of another content type, here a master list, is no EF.SOD")
{
    const Bytes cms = pki::sign(tlv::Oid{"2.23.136.1.1.2"}, Bytes(10, 0x00), document_pki().signer,
        document_pki().signer_key, test::at(2026, 11, 22));
    Bytes file = concat({from_hex("7782"), big_endian(cms.size(), 2), cms});
    CHECK(error_of([&] { return lds::decode_sod(file); }) == Errc::malformed_data);
}

TEST_CASE(
    "sod: specimen documents with RSA-PSS verify, and their hashes match" * doctest::skip(!test::have_real_data()))
{
    const lds::Sod sod = lds::decode_sod(test::real_file("documents/tr03105-5-pb/SOD.bin"));
    CHECK(sod.signed_data.signature_is_valid());
    for (const unsigned number : {1u, 2u, 3u, 14u})
        CHECK(sod.object.hashes.at(number) ==
              crypto::digest(sod.object.algorithm,
                  test::real_file("documents/tr03105-5-pb/DG" + std::to_string(number) + ".bin")));

    const lds::Sod etsi = lds::decode_sod(test::real_file("documents/etsi/SOD.bin"));
    CHECK(etsi.signed_data.signature_is_valid());
    for (const unsigned number : {1u, 14u})
        CHECK(etsi.object.hashes.at(number) ==
              crypto::digest(
                  etsi.object.algorithm, test::real_file("documents/etsi/DG" + std::to_string(number) + ".bin")));
}

TEST_CASE("sod: a document with SHA-1 is not supported" * doctest::skip(!test::have_real_data()))
{
    CHECK(error_of([] { return lds::decode_sod(test::real_file("documents/bsi2008/EF_SOD.bin")); }) != std::nullopt);
}

TEST_CASE("sod: that document verifies under the rules for older ones, which are told" *
          doctest::skip(!test::have_real_data()))
{
    const pki::CmsOptions lenient{.leniency = pki::Leniency::foreign_legacy};
    const lds::Sod sod = lds::decode_sod(test::real_file("documents/bsi2008/EF_SOD.bin"), lenient);
    CHECK(sod.signed_data.signature_is_valid());
    CHECK(sod.allowances.contains(pki::Allowance::weak_hash));
}

TEST_CASE("sod: no altered or synthetic specimen is accepted by the rules for older ones either" *
          doctest::skip(!test::have_real_data()))
{
    for (const auto& file : test::real_files("sods")) {
        CAPTURE(file.first);
        const auto accepted = [&] {
            const pki::CmsOptions lenient{.leniency = pki::Leniency::foreign_legacy};
            return lds::decode_sod(file.second, lenient).signed_data.signature_is_valid();
        };
        CHECK((error_of(accepted).has_value() || !accepted()));
    }
}

TEST_CASE("sod: older security objects, SHA-1 and versions that do not fit")
{
    const auto decode = [](std::string_view version, std::string_view tail) {
        const Bytes hash = tlv::encode(
            tlv::asn1::sequence, {from_hex("020101"), tlv::encode(tlv::asn1::octet_string, Bytes(20, 0x11))});
        const Bytes der = tlv::encode(tlv::asn1::sequence, {from_hex(version), from_hex("300906052B0E03021A0500"),
                                                               tlv::encode(tlv::asn1::sequence, hash), from_hex(tail)});
        CHECK(error_of([&] { lds::decode_security_object(der); }).has_value());
        pki::Allowances allowances;
        lds::decode_security_object(der, pki::Leniency::foreign_legacy, allowances);
        return allowances;
    };
    using pki::Allowance;
    constexpr std::string_view versions = "300e1304303130381306303430303030";
    CHECK(decode("020100", "") == pki::Allowances{Allowance::weak_hash});
    CHECK(decode("020100", versions) == pki::Allowances{Allowance::weak_hash, Allowance::security_object_version});
    CHECK(decode("020101", "") == pki::Allowances{Allowance::weak_hash, Allowance::security_object_version});
    CHECK(error_of([&] { decode("020102", ""); }) == Errc::malformed_data);
}

TEST_CASE("sod: no altered or synthetic specimen is accepted" * doctest::skip(!test::have_real_data()))
{
    unsigned files = 0;
    for (const auto& file : test::real_files("sods")) {
        CAPTURE(file.first);
        bool accepted = false;
        try {
            accepted = lds::decode_sod(file.second).signed_data.signature_is_valid();
        } catch (const Error&) {
        }
        CHECK(!accepted);
        ++files;
    }
    CHECK(files == 16);
}
