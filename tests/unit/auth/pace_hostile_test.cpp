// SPDX-License-Identifier: Apache-2.0
// A chip that answers otherwise than the worked examples of [9303-11] App. G.1 and App. I, one answer at a time.
#include "unit/auth/pace_example.hpp"

#include "card/auth/pace.hpp"
#include "card/base/hex.hpp"
#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Curve;
using crypto::Point;
using test::PaceExample;
namespace pace = auth::pace;

namespace {

const PaceExample* const examples[] = {&PaceExample::generic(), &PaceExample::chip_authentication()};

/// 7C around hexadecimal objects, and 9000.
std::string answer(const std::string& objects)
{
    return to_hex(tlv::encode(tlv::Tag{0x7C}, from_hex(objects))) + "9000";
}

std::string object(const char* tag, const std::string& value)
{
    return tag + to_hex(big_endian(value.size() / 2, 1)) + value;
}

/// Both answers of the last step that App. I has.
std::string last_answer(const std::string& token, const std::string& chip_authentication_data)
{
    return answer(object("86", token) + object("8A", chip_authentication_data));
}

} // namespace

TEST_CASE("pace: 6300 and 63Cx mean a wrong password at the token, and only there")
{
    const PaceExample& example = PaceExample::generic();
    for (const char* status : {"6300", "63C0", "63C1", "63CF"})
        CHECK(example.outcome_with("token", status) == Errc::mrz_wrong);
    CHECK(example.outcome_with("token", "6301") == Errc::unexpected_status);
    CHECK(PaceExample::chip_authentication().outcome_with("token", "6300") == Errc::mrz_wrong);
    for (const char* step : {"mse", "nonce", "map", "ephemeral"})
        for (const char* status : {"6300", "63C0", "63C1"})
            CHECK(example.outcome_with(step, status) == Errc::unexpected_status);
}

TEST_CASE("pace: each truncation of each answer, trailing bytes and wrong tags are refused")
{
    for (const PaceExample* example : examples) {
        CAPTURE(example->values().source);
        for (const char* step : {"nonce", "map", "ephemeral", "token"}) {
            CAPTURE(step);
            const Bytes body = example->body(step);
            for (std::size_t size = 0; size < body.size(); ++size)
                CHECK(example->outcome_with(step, to_hex(ByteView{body}.first(size)) + "9000") == Errc::pace_failed);
            CHECK(example->outcome_with(step, to_hex(body) + "009000") == Errc::pace_failed);
            for (const std::size_t tag_at : {std::size_t{0}, std::size_t{2}}) {
                for (unsigned bit = 0; bit < 8; ++bit) {
                    Bytes other_tag = body;
                    other_tag[tag_at] ^= static_cast<std::uint8_t>(1U << bit);
                    CHECK(example->outcome_with(step, to_hex(other_tag) + "9000") == Errc::pace_failed);
                }
            }
            // the object twice, and one that does not belong there
            const std::string inside = to_hex(ByteView{body}.subspan(2));
            CHECK(example->outcome_with(step, answer(inside + inside)) == Errc::pace_failed);
            CHECK(example->outcome_with(step, answer(inside + "9F00")) == Errc::pace_failed);
            CHECK(example->outcome_with(step, answer("9F00" + inside)) == Errc::pace_failed);
        }
    }
}

TEST_CASE("pace: each truncation inside the template, with a length that fits it, is refused")
{
    for (const PaceExample* example : examples) {
        for (const char* step : {"nonce", "map", "ephemeral", "token"}) {
            const Bytes body = example->body(step);
            const auto tag = to_hex(ByteView{body}.subspan(2, 1));
            const std::string value = to_hex(ByteView{body}.subspan(4, body[3]));
            for (std::size_t size = 0; size < value.size(); size += 2) {
                const auto code = example->outcome_with(step, answer(object(tag.c_str(), value.substr(0, size))));
                CHECK((code == Errc::pace_failed || code == Errc::key_rejected));
            }
        }
    }
}

TEST_CASE("pace: a nonce of another size is refused")
{
    const PaceExample& example = PaceExample::generic();
    for (const std::size_t size : {0U, 1U, 8U, 15U, 17U, 24U, 48U, 64U})
        CHECK(example.outcome_with("nonce", answer(object("80", to_hex(Bytes(size))))) == Errc::pace_failed);
}

TEST_CASE("pace: reflected keys, points off the curve, on another curve and infinity are rejected")
{
    for (const PaceExample* example : examples) {
        for (const auto& [step, tag, ours, theirs] : {std::tuple{"map", "82", "MapPublicIfd", "MapPublicIc"},
                 std::tuple{"ephemeral", "84", "PublicIfd", "PublicIc"}}) {
            const auto outcome = [&, name = step, number = tag](const std::string& point) {
                return example->outcome_with(name, answer(object(number, point)));
            };
            const std::string good = to_hex(example->values().bytes(theirs));
            CHECK(outcome(to_hex(example->values().bytes(ours))) == Errc::key_rejected);

            std::string off_curve = good;
            off_curve.back() = off_curve.back() == '0' ? '1' : '0';
            CHECK(outcome(off_curve) == Errc::key_rejected);
            CHECK(outcome(to_hex(crypto::Group{Curve::p256}.generator().encode())) == Errc::key_rejected);
            CHECK(outcome(to_hex(crypto::Group{Curve::p384}.generator().encode())) == Errc::key_rejected);
            CHECK(outcome("04" + std::string(128, '0')) == Errc::key_rejected);
            CHECK(outcome("04" + std::string(128, 'F')) == Errc::key_rejected);
            CHECK(outcome("00") == Errc::key_rejected); // infinity
            CHECK(outcome("02" + good.substr(2, 64)) == Errc::key_rejected);
            CHECK(outcome("03" + good.substr(2, 64)) == Errc::key_rejected);
            CHECK(outcome("06" + good.substr(2)) == Errc::key_rejected);
            CHECK(outcome(good + "00") == Errc::key_rejected);
        }
    }
}

TEST_CASE("pace: a mapping key that would make the mapped generator infinity is rejected")
{
    const test::Vector& values = PaceExample::generic().values();
    const crypto::Group group{Curve::brainpool_p256r1};
    // With the terminal's mapping key 1, H is the chip's key; -s * G leaves nothing of s * G + H.
    const Point s_g = crypto::multiply(group.generator(), values.bytes("S"));
    const Bytes n = from_hex("A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7");
    Bytes n_less_1 = n;
    n_less_1.back() -= 1;
    const Point minus_s_g = crypto::multiply(s_g, n_less_1);

    const std::string generator = to_hex(group.generator().encode());
    test::ScriptedTransport card{
        test::script_of(values, {"mse", "nonce"}) +
        test::script_of({{"10860000457C438141" + generator + "00", answer(object("82", to_hex(minus_s_g.encode())))}})};
    iso7816::PlainChannel channel{card};
    test::FixedRandom random{big_endian(1, 32)};
    CHECK(test::error_of([&] {
        return pace::establish(channel, PaceExample::generic().parameters(), PaceExample::generic().mrz(), random);
    }) == Errc::key_rejected);
}

TEST_CASE("pace: a wrong token of the chip ends PACE")
{
    for (const PaceExample* example : examples) {
        const auto outcome = [&](const std::string& token) {
            const bool cam = example == &PaceExample::chip_authentication();
            return example->outcome_with(
                "token", cam ? last_answer(token, example->values().text("ChipAuthenticationData"))
                             : answer(object("86", token)));
        };
        const Bytes good = example->values().bytes("TokenIc");
        CHECK(outcome(to_hex(good)) == std::nullopt);
        for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
            Bytes altered = good;
            altered[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            CHECK(outcome(to_hex(altered)) == Errc::pace_failed);
        }
        CHECK(outcome(example->values().text("TokenIfd")) == Errc::pace_failed); // ours, reflected
        CHECK(outcome(to_hex(good) + "00") == Errc::pace_failed);
    }
}

TEST_CASE("pace: chip authentication data come exactly when the mapping asks for them")
{
    const PaceExample& cam = PaceExample::chip_authentication();
    const std::string& token = cam.values().text("TokenIc");
    const std::string& data = cam.values().text("ChipAuthenticationData");
    CHECK(cam.outcome_with("token", last_answer(token, data)) == std::nullopt);
    CHECK(cam.outcome_with("token", answer(object("86", token))) == Errc::pace_failed);
    CHECK(cam.outcome_with("token", answer(object("8A", data) + object("86", token))) == Errc::pace_failed);
    CHECK(cam.outcome_with("token", answer(object("86", token) + object("8B", data))) == Errc::pace_failed);
    CHECK(cam.outcome_with("token", answer(object("86", token) + object("8A", data) + object("8A", data))) ==
          Errc::pace_failed);
    for (std::size_t size = 0; size < data.size(); size += 2)
        CHECK(cam.outcome_with("token", last_answer(token, data.substr(0, size))) == Errc::pace_failed);

    const PaceExample& gm = PaceExample::generic();
    CHECK(gm.outcome_with("token", last_answer(gm.values().text("TokenIc"), data)) == Errc::pace_failed);
}
