// SPDX-License-Identifier: Apache-2.0
#include "card/gp/scp03_session.hpp"

#include "support/parse_command.hpp"
#include "support/throws.hpp"
#include "unit/gp/apdu.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/mac.hpp"

#include <doctest/doctest.h>

using namespace card;
using gp::Scp03Session;
using gp::SecurityLevel;
using iso7816::Command;
using iso7816::Response;

namespace {

gp::Scp03SessionKeys session_keys(const test::Vector& vector)
{
    return {SecureBytes{vector.bytes("SEnc")}, SecureBytes{vector.bytes("SMac")}, SecureBytes{vector.bytes("SRmac")}};
}

SecurityLevel level_of(const test::Vector& vector)
{
    return static_cast<SecurityLevel>(vector.bytes("Level").at(0));
}

/// A session after EXTERNAL AUTHENTICATE.
Scp03Session authenticated(const test::Vector& vector)
{
    Scp03Session session{session_keys(vector)};
    gp::Cryptogram cryptogram{};
    const Bytes bytes = vector.bytes("HostCryptogram");
    std::copy_n(bytes.begin(), cryptogram.size(), cryptogram.begin());
    CHECK(to_hex(iso7816::encode(session.external_authenticate(cryptogram, level_of(vector)))) ==
          to_hex(vector.bytes("ExternalAuthenticate")));
    return session;
}

const test::Vector& recorded(SecurityLevel level)
{
    static const std::vector<test::Vector> vectors = test::read_vectors("scp03.vec");
    for (const test::Vector& vector : vectors) {
        if (level_of(vector) == level)
            return vector; // the first of each level is AES-128
    }
    throw std::runtime_error{"no such level in scp03.vec"};
}

/// What the card of the recording would answer to its first command.
Response first_answer(const test::Vector& vector, ByteView protected_data, StatusWord status)
{
    const Bytes mac = crypto::aes_cmac(
        vector.bytes("SRmac"), {vector.bytes("Chaining1"), protected_data, big_endian(status.value, 2)});
    return {concat({protected_data, ByteView{mac}.first(8)}), status};
}

Scp03Session after_first_command(const test::Vector& vector)
{
    Scp03Session session = authenticated(vector);
    static_cast<void>(session.wrap(test::parse_command(vector.bytes("Plain1"))));
    return session;
}

} // namespace

TEST_CASE("scp03_session: commands recorded on a real card, levels 11, 03 and 33, pysim test_globalplatform.py")
{
    for (const test::Vector& vector : test::read_vectors("scp03.vec")) {
        CAPTURE(vector.text("Level"));
        Scp03Session session = authenticated(vector);
        for (const char number : {'1', '2', '3', '4', '5'}) {
            const Command plain = test::parse_command(vector.bytes(std::string{"Plain"} + number));
            CHECK(
                to_hex(iso7816::encode(session.wrap(plain))) == to_hex(vector.bytes(std::string{"Wrapped"} + number)));
            if (number == '1') {
                const Response response = session.unwrap(Response::decode(vector.bytes("Response1")));
                CHECK(to_hex(response.data()) == to_hex(vector.bytes("PlainResponse1")));
                CHECK(response.sw() == iso7816::sw::ok);
            }
        }
    }
}

TEST_CASE("scp03_session: every altered bit and every truncation of a recorded answer is refused")
{
    for (const SecurityLevel level : {SecurityLevel::c_mac_r_mac, SecurityLevel::all}) {
        const test::Vector& vector = recorded(level);
        const Scp03Session session = after_first_command(vector);
        const Bytes answer = vector.bytes("Response1");
        for (std::size_t bit = 0; bit < (answer.size() - 2) * 8; ++bit) {
            Bytes altered = answer;
            altered[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            CHECK(test::error_of([&] { return session.unwrap(Response::decode(altered)); }) == Errc::scp_failed);
        }
        for (std::size_t size = 0; size < answer.size() - 2; ++size) {
            const Bytes truncated = concat({ByteView{answer}.first(size), from_hex("9000")});
            CHECK(test::error_of([&] { return session.unwrap(Response::decode(truncated)); }) == Errc::scp_failed);
        }
        Bytes other_status = answer;
        other_status.back() = 0x01;
        CHECK(test::error_of([&] { return session.unwrap(Response::decode(other_status)); }) == Errc::scp_failed);
    }
}

TEST_CASE("scp03_session: an answer belongs to its command")
{
    const test::Vector& vector = recorded(SecurityLevel::all);
    Scp03Session session = after_first_command(vector);
    static_cast<void>(session.wrap(test::parse_command(vector.bytes("Plain2"))));
    CHECK(test::error_of([&] { return session.unwrap(Response::decode(vector.bytes("Response1"))); }) ==
          Errc::scp_failed);
}

TEST_CASE("scp03_session: success and warnings need an R-MAC, errors have none")
{
    const test::Vector& vector = recorded(SecurityLevel::all);
    const Scp03Session session = after_first_command(vector);
    const auto bare = [&](std::string_view status) {
        return test::error_of([&] { return session.unwrap(Response::decode(from_hex(status))); });
    };
    for (const char* status : {"9000", "6200", "6282", "6300", "63C2"})
        CHECK(bare(status) == Errc::scp_failed);
    for (const char* status : {"6982", "6985", "6A80", "6A88", "6700", "6F00"})
        CHECK(bare(status) == std::nullopt);
    CHECK(bare("0102 6A80") == Errc::scp_failed); // an error with data that nothing protects

    for (const StatusWord status : {iso7816::sw::ok, iso7816::sw::end_of_file, StatusWord{0x6310}}) {
        const Response response = session.unwrap(first_answer(vector, {}, status));
        CHECK(response.sw() == status);
        CHECK(response.data().empty());
    }
}

TEST_CASE("scp03_session: encrypted answers are whole blocks with padding")
{
    const test::Vector& vector = recorded(SecurityLevel::all);
    const Scp03Session session = after_first_command(vector);
    for (const std::size_t size : {1U, 15U, 16U, 17U, 32U}) // random under the right MAC: no padding inside
        CHECK(test::error_of([&] { return session.unwrap(first_answer(vector, Bytes(size), iso7816::sw::ok)); }) ==
              Errc::scp_failed);
}

TEST_CASE("scp03_session: levels without R-MAC take an answer as it is, 01 encrypts nothing, 13 only commands")
{
    const test::Vector& vector = recorded(SecurityLevel::c_mac_c_enc);
    const auto wrapped = [&](SecurityLevel level, const Response& answer) {
        Scp03Session session{session_keys(vector)};
        static_cast<void>(session.external_authenticate({}, level));
        const Command command = session.wrap({.cla = 0x80, .ins = iso7816::Ins::store_data, .data = Bytes(3)});
        CHECK(command.data.size() == (gp::has_c_enc(level) ? 24 : 11));
        return test::error_of([&] { return session.unwrap(answer); });
    };
    const Response data{Bytes(3), iso7816::sw::ok};
    CHECK(wrapped(SecurityLevel::c_mac, data) == std::nullopt);
    CHECK(wrapped(SecurityLevel::c_mac_c_enc, data) == std::nullopt);
    CHECK(wrapped(SecurityLevel::c_mac_r_mac, data) == Errc::scp_failed);
    CHECK(wrapped(SecurityLevel::c_mac_c_enc_r_mac, data) == Errc::scp_failed);
    CHECK(wrapped(SecurityLevel::all, data) == Errc::scp_failed);
}

TEST_CASE("scp03_session: the MAC covers Lc as it is sent, one byte or three")
{
    const test::Vector& vector = recorded(SecurityLevel::c_mac_r_mac);
    const Bytes s_mac = vector.bytes("SMac");
    const auto mac_over = [&](const Bytes& data, std::size_t ne) {
        Scp03Session session = authenticated(vector);
        const Bytes sent =
            iso7816::encode(session.wrap({.cla = 0x80, .ins = iso7816::Ins::store_data, .data = data, .ne = ne}));
        const std::size_t lc = ne > 256 || data.size() + 8 > 255 ? 3 : 1;
        // the chaining value of EXTERNAL AUTHENTICATE, from its parts
        const Bytes external = vector.bytes("ExternalAuthenticate");
        const Bytes chaining = crypto::aes_cmac(s_mac, {Bytes(16), ByteView{external}.first(external.size() - 8)});
        const Bytes mac = crypto::aes_cmac(s_mac, {chaining, ByteView{sent}.first(4 + lc + data.size())});
        return equal(ByteView{mac}.first(8), ByteView{sent}.subspan(4 + lc + data.size(), 8));
    };
    CHECK(mac_over({}, 0));
    CHECK(mac_over(Bytes(247), 0));
    CHECK(mac_over(Bytes(248), 0));
    CHECK(mac_over(Bytes(3), 257));
    CHECK(mac_over(Bytes(2'000), 65'536));
}
