// SPDX-License-Identifier: Apache-2.0
#include "card/lds/security_infos.hpp"

#include "support/der_editor.hpp"
#include "support/real_data.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/random.hpp"
#include "card/pki/spki.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;

namespace {

crypto::Point new_key(crypto::Curve curve)
{
    return crypto::Group{curve}.generate(crypto::system_random()).public_key();
}

/// What our cards carry.
lds::SecurityInfos specimen()
{
    lds::SecurityInfos infos;
    infos.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 12});
    infos.chip_authentication.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.3.2.2"}, 1, 1});
    infos.chip_authentication_keys.push_back({new_key(crypto::Curve::p256), 1});
    return infos;
}

} // namespace

TEST_CASE("security infos: EF.CardAccess with one PaceInfo")
{
    const Bytes file = from_hex("31143012060A04007F0007020204020202010202010C");
    const lds::SecurityInfos infos = lds::decode_security_infos(file);
    REQUIRE(infos.pace.size() == 1);
    CHECK(infos.pace[0] == lds::PaceInfo{tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 12});
    CHECK(lds::encode(infos) == file);
    CHECK(test::refuses_other_lengths(file, lds::decode_security_infos));
}

TEST_CASE("security infos: DG14 of genuine passports, read and written again byte by byte")
{
    for (const test::Vector& vector : test::read_vectors("chip_authentication.vec")) {
        CAPTURE(vector.source);
        const Bytes file = vector.bytes("Dg14");
        const lds::SecurityInfos infos = lds::decode_dg14(file);
        REQUIRE(infos.chip_authentication_keys.size() == 1);
        CHECK(infos.chip_authentication_keys[0].key.curve() == crypto::Curve::brainpool_p256r1);
        REQUIRE(infos.chip_authentication.size() == 1);
        CHECK(infos.chip_authentication[0].oid == tlv::Oid{"0.4.0.127.0.7.2.2.3.2.2"});
        CHECK(infos.chip_authentication[0].key_id == infos.chip_authentication_keys[0].key_id);
        CHECK(!infos.pace.empty());
        CHECK(lds::encode_dg14(infos) == file);
    }
}

TEST_CASE("security infos: ours come back as they went in")
{
    const lds::SecurityInfos infos = specimen();
    const Bytes file = lds::encode_dg14(infos);
    const lds::SecurityInfos back = lds::decode_dg14(file);
    CHECK(back.pace == infos.pace);
    CHECK(back.chip_authentication == infos.chip_authentication);
    CHECK(back.chip_authentication_keys == infos.chip_authentication_keys);
    CHECK(back.others.empty());
    CHECK(test::refuses_other_lengths(file, lds::decode_dg14));
}

TEST_CASE("security infos: a Chip Authentication key on a named curve is read as well")
{
    const crypto::Point key = new_key(crypto::Curve::p256);
    const Bytes spki = pki::encode_spki(key, pki::CurveForm::named);
    const Bytes info = concat({from_hex("3066060904007F000702020102"), spki, from_hex("020101")});
    Bytes set = concat({from_hex("3100"), info});
    set[1] = static_cast<std::uint8_t>(info.size());
    set[3] = static_cast<std::uint8_t>(info.size() - 2);
    const lds::SecurityInfos infos = lds::decode_security_infos(set);
    REQUIRE(infos.chip_authentication_keys.size() == 1);
    CHECK(infos.chip_authentication_keys[0].key == key);
    CHECK(infos.chip_authentication_keys[0].key_id == 1);
}

TEST_CASE("security infos: a curve with another generator is rejected")
{
    const lds::SecurityInfos infos = specimen();
    const Bytes generator = crypto::Group{crypto::Curve::p256}.generator().encode();
    const Bytes bad =
        test::replaced(lds::encode_dg14(infos), generator, infos.chip_authentication_keys[0].key.encode());
    CHECK(error_of([&] { return lds::decode_dg14(bad); }) == Errc::key_rejected);
}

TEST_CASE("security infos: a key on a curve that we do not have is kept whole, and the others are read")
{
    const Bytes p192 = from_hex("06082A8648CE3D030101");
    const Bytes ours = pki::encode_spki(new_key(crypto::Curve::p256), pki::CurveForm::spelled_out);
    const auto changed = [&](std::initializer_list<unsigned> path, const Bytes& element) {
        return test::edit_der(ours, path, [&](const Bytes&) { return element; });
    };
    const Bytes other_b = test::edit_der(ours, {0, 1, 2, 1}, [](Bytes b) {
        b.back() ^= 0x01;
        return b;
    });
    const Bytes binary_field = changed({0, 1, 1}, from_hex("300C06072A8648CE3D01020201A3"));
    const Bytes no_cofactor = test::edit_der(ours, {0, 1, 5}, test::nothing);
    for (const Bytes& spki : {changed({0, 1}, p192), other_b, binary_field, no_cofactor}) {
        const Bytes info = tlv::encode(
            tlv::asn1::sequence, {tlv::Oid{"0.4.0.127.0.7.2.2.1.2"}.encode(), spki, tlv::encode_integer(2)});
        lds::SecurityInfos infos = specimen();
        infos.others.push_back(info);
        const lds::SecurityInfos read = lds::decode_dg14(lds::encode_dg14(infos));
        CHECK(read.others == infos.others);
        CHECK(read.chip_authentication_keys == infos.chip_authentication_keys);
        CHECK(read.pace == infos.pace);
    }
}

TEST_CASE("security infos: what this library does not use is kept whole")
{
    // TerminalAuthenticationInfo, and the domain parameters of Integrated Mapping's family
    const Bytes file = from_hex("310F300D060804007F0007020202020101");
    const lds::SecurityInfos infos = lds::decode_security_infos(file);
    CHECK(infos.others.size() == 1);
    CHECK(lds::encode(infos) == file);
}

TEST_CASE("security infos: broken elements")
{
    const auto error = [](const char* hex) {
        return error_of([&] { return lds::decode_security_infos(from_hex(hex)); });
    };
    CHECK(error("3000") == Errc::malformed_tlv);
    CHECK(error("31023000") == Errc::malformed_tlv);
    CHECK(error("3111300F060A04007F00070202040202020102") == std::nullopt);
    CHECK(error("3111300F060A04007F00070202040202020182") == Errc::malformed_tlv); // negative version
    CHECK(error("31173015060A04007F0007020204020202010202010C020101") == Errc::malformed_tlv);
    CHECK(error("31173015060A04007F000702020402020201020204FFFFFFFF") == Errc::malformed_tlv);
    CHECK(error("31183016060A04007F000702020402020201020205FFFFFFFFFF") == Errc::malformed_tlv);
    CHECK(error("31183016060A04007F0007020204020202010202057FFFFFFFFF") == Errc::malformed_data);
}

TEST_CASE("security infos: real EF.CardAccess files and DG14 are read" * doctest::skip(!test::have_real_data()))
{
    unsigned files = 0;
    for (const auto& file : test::real_files("cardaccess")) {
        CAPTURE(file.first);
        const lds::SecurityInfos infos = lds::decode_security_infos(file.second);
        CHECK((!infos.pace.empty() || !infos.others.empty()));
        ++files;
    }
    for (const auto& file : test::real_files("dg14")) {
        CAPTURE(file.first);
        lds::decode_dg14(file.second);
        ++files;
    }
    CHECK(files == 20);
}
