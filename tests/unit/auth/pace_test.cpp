// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace.hpp"

#include "support/fixed_random.hpp"
#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"
#include "unit/auth/pace_chip.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace card;
using crypto::Curve;
using crypto::Point;
namespace pace = auth::pace;

namespace {

const test::Vector& worked_example()
{
    static const test::Vector vector = test::read_vectors("pace_gm.vec").at(0);
    return vector;
}

pace::Parameters parameters_of(const test::Vector& vector)
{
    return pace::choose(lds::decode_security_infos(vector.bytes("EfCardAccess")));
}

const auth::Mrz& mrz()
{
    static const auth::Mrz password{"T220001293", "6408125", "1010318"};
    return password;
}

/// The worked example with one answer exchanged; the script ends there.
std::optional<Errc> outcome_with(
    const std::string& step, const std::string& answer, const auth::Password& password = mrz())
{
    CAPTURE(step);
    CAPTURE(answer);
    const test::Vector& example = worked_example();
    std::string script;
    for (const char* name : {"mse", "nonce", "map", "ephemeral", "token"}) {
        const bool last = step == name;
        script += test::script_of({{example.text(std::string{"Command_"} + name),
            last ? answer : example.text(std::string{"Response_"} + name)}});
        if (last)
            break;
    }
    if (password.kind() == auth::Password::Kind::can) // one byte of MSE:Set AT names the password
        script.replace(script.find("830101"), 6, "830102");
    test::ScriptedTransport card{script};
    iso7816::PlainChannel channel{card};
    test::FixedRandom random{concat({example.bytes("MapPrivateIfd"), example.bytes("PrivateIfd")})};
    return test::error_of([&] { return pace::establish(channel, parameters_of(example), password, random); });
}

} // namespace

TEST_CASE("pace: the worked example of [9303-11] App. G.1 replayed, byte for byte")
{
    const test::Vector& example = worked_example();
    test::ScriptedTransport card{test::script_of(example, {"mse", "nonce", "map", "ephemeral", "token"})};
    iso7816::PlainChannel channel{card};
    test::FixedRandom random{concat({example.bytes("MapPrivateIfd"), example.bytes("PrivateIfd")})};

    const crypto::SessionKeys keys = pace::establish(channel, parameters_of(example), mrz(), random).keys;

    CHECK(to_hex(keys.k_enc) == to_hex(example.bytes("KsEnc")));
    CHECK(to_hex(keys.k_mac) == to_hex(example.bytes("KsMac")));
    CHECK(random.used_up());
    CHECK(card.finished());
}

TEST_CASE("pace: every intermediate value of [9303-11] App. G.1 and of the EAC 2 worked example")
{
    for (const test::Vector& vector : {worked_example(), test::read_vectors("pace_gm_calculations.vec").at(0)}) {
        CAPTURE(vector.source);
        const crypto::Group group{Curve::brainpool_p256r1};

        const SecureBytes k_pi = vector.has("K_pi") ? pace::password_key(mrz(), 16)
                                                    : pace::password_key(auth::Can{vector.bytes("Password")}, 16);
        if (vector.has("K_pi"))
            CHECK(to_hex(k_pi) == to_hex(vector.bytes("K_pi")));
        const SecureBytes s = pace::decrypt_nonce(k_pi, vector.bytes("Z"));
        CHECK(to_hex(s) == to_hex(vector.bytes("S")));

        const crypto::KeyPair map_ifd = group.key_pair(vector.bytes("MapPrivateIfd"));
        CHECK(to_hex(map_ifd.public_key().encode()) == to_hex(vector.bytes("MapPublicIfd")));
        const Point h = crypto::agree(map_ifd, group.decode(vector.bytes("MapPublicIc")));
        CHECK(to_hex(h.encode()) == to_hex(vector.bytes("H")));
        const crypto::Group mapped = pace::map_generator(group, s, h);
        CHECK(to_hex(mapped.generator().encode()) == to_hex(vector.bytes("MappedGenerator")));

        const crypto::KeyPair ifd = mapped.key_pair(vector.bytes("PrivateIfd"));
        const crypto::KeyPair ic = mapped.key_pair(vector.bytes("PrivateIc"));
        CHECK(to_hex(ifd.public_key().encode()) == to_hex(vector.bytes("PublicIfd")));
        CHECK(to_hex(ic.public_key().encode()) == to_hex(vector.bytes("PublicIc")));
        const SecureBytes k = crypto::shared_secret(ifd, ic.public_key());
        CHECK(to_hex(k) == to_hex(vector.bytes("K")));

        const crypto::SessionKeys keys = crypto::derive_session_keys(k, 16);
        CHECK(to_hex(keys.k_enc) == to_hex(vector.bytes("KsEnc")));
        CHECK(to_hex(keys.k_mac) == to_hex(vector.bytes("KsMac")));
        const tlv::Oid protocol = tlv::Oid::from_content(vector.bytes("Protocol"));
        CHECK(to_hex(pace::token(protocol, keys.k_mac, ic.public_key())) == to_hex(vector.bytes("TokenIfd")));
        CHECK(to_hex(pace::token(protocol, keys.k_mac, ifd.public_key())) == to_hex(vector.bytes("TokenIc")));
    }
}

TEST_CASE("pace: a wrong password shows at the token, and only there")
{
    CHECK(outcome_with("token", "6300") == Errc::mrz_wrong);
    CHECK(outcome_with("token", "63C0") == Errc::mrz_wrong);
    CHECK(outcome_with("token", "63C5") == Errc::mrz_wrong);
    CHECK(outcome_with("nonce", "6300") == Errc::unexpected_status);
    CHECK(outcome_with("map", "6300") == Errc::unexpected_status);
    CHECK(outcome_with("ephemeral", "63C1") == Errc::unexpected_status);
    CHECK(outcome_with("token", "6301") == Errc::unexpected_status);

    test::PaceChip chip{crypto::Group{Curve::p256}, as_bytes("123456")};
    const pace::Parameters parameters = chip.parameters();
    CHECK(test::error_of([&] {
        return pace::establish(chip, parameters, auth::Can{as_bytes("123457")}, crypto::system_random());
    }) == Errc::can_wrong);
}

TEST_CASE("pace: every unexpected status word is reported as it is")
{
    for (const char* step : {"mse", "nonce", "map", "ephemeral", "token"}) {
        CHECK(outcome_with(step, "6A80") == Errc::unexpected_status);
        CHECK(outcome_with(step, "6A88") == Errc::unexpected_status);
        CHECK(outcome_with(step, "6982") == Errc::access_denied);
        CHECK(outcome_with(step, "6985") == Errc::access_denied);
    }
}

TEST_CASE("pace: a wrong token of the chip ends PACE")
{
    CHECK(outcome_with("token", "7C0A86083ABB9674BCE93C09 9000") == Errc::pace_failed);
    CHECK(outcome_with("token", "7C0A86080000000000000000 9000") == Errc::pace_failed);
    CHECK(outcome_with("token", "7C0A8608C2B0BD78D94BA866 9000") == Errc::pace_failed); // ours, reflected
    CHECK(outcome_with("token", "7C0986073ABB9674BCE93C 9000") == Errc::pace_failed);
    CHECK(outcome_with("token", "7C028600 9000") == Errc::pace_failed);
}

TEST_CASE("pace: reflected keys, points off the curve and infinity are rejected")
{
    const test::Vector& example = worked_example();
    const auto answer = [](const char* tag, const std::string& point) {
        return std::string{"7C43"} + tag + "41" + point + "9000";
    };
    const auto altered = [](std::string point) {
        point.back() = point.back() == '0' ? '1' : '0';
        return point;
    };
    const std::string zeros = "04" + std::string(128, '0');
    CHECK(outcome_with("map", answer("82", example.text("MapPublicIfd"))) == Errc::key_rejected);
    CHECK(outcome_with("map", answer("82", altered(example.text("MapPublicIc")))) == Errc::key_rejected);
    CHECK(outcome_with("map", answer("82", zeros)) == Errc::key_rejected);
    CHECK(outcome_with("map", "7C03820100 9000") == Errc::key_rejected); // infinity
    CHECK(outcome_with("ephemeral", answer("84", example.text("PublicIfd"))) == Errc::key_rejected);
    CHECK(outcome_with("ephemeral", answer("84", altered(example.text("PublicIc")))) == Errc::key_rejected);
    CHECK(outcome_with("ephemeral", answer("84", zeros)) == Errc::key_rejected);
    CHECK(outcome_with("ephemeral", "7C03840100 9000") == Errc::key_rejected);
}

TEST_CASE("pace: each truncation of each answer, trailing bytes and wrong tags are refused")
{
    const test::Vector& example = worked_example();
    for (const char* step : {"nonce", "map", "ephemeral", "token"}) {
        const Bytes good = example.bytes(std::string{"Response_"} + step);
        const ByteView body = ByteView{good}.first(good.size() - 2);
        for (std::size_t size = 0; size < body.size(); ++size)
            CHECK(outcome_with(step, to_hex(body.first(size)) + "9000") == Errc::pace_failed);
        CHECK(outcome_with(step, to_hex(body) + "009000") == Errc::pace_failed);
        Bytes other_tag = to_bytes(body);
        other_tag[2] ^= 0x01;
        CHECK(outcome_with(step, to_hex(other_tag) + "9000") == Errc::pace_failed);
    }
    CHECK(outcome_with("nonce", "7C0A8008 95A3A016522EE98D 9000") == Errc::pace_failed); // a nonce of 8 bytes
}

TEST_CASE("pace: both sides agree on every curve and key size, with the curve named when it is ambiguous")
{
    for (const Curve curve : {Curve::p256, Curve::p384, Curve::brainpool_p256r1}) {
        CAPTURE(crypto::curve_name(curve));
        test::PaceChip chip{crypto::Group{curve}, as_bytes("500000")};
        pace::Parameters parameters = chip.parameters();
        for (const bool ambiguous : {false, true}) {
            parameters.ambiguous = ambiguous;
            const auto keys =
                pace::establish(chip, parameters, auth::Can{as_bytes("500000")}, crypto::system_random()).keys;
            CHECK(ct_equal(keys.k_enc, chip.keys().k_enc));
            CHECK(ct_equal(keys.k_mac, chip.keys().k_mac));
            const std::string expected = "800a04007f00070202040202830102";
            CHECK(to_hex(chip.set_at()) ==
                  (ambiguous ? expected + "8401" + to_hex(big_endian(parameters.parameter_id, 1)) : expected));
        }
    }
}
