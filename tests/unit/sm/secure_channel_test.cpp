// SPDX-License-Identifier: Apache-2.0
#include "card/sm/secure_channel.hpp"

#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/cipher.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/sm/data_objects.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Command;
using iso7816::Ins;
using iso7816::PlainChannel;
using iso7816::Response;
using sm::SecureChannel;

namespace {

/// The recorded exchange: SELECT EF.COM, READ BINARY of 4 bytes, READ BINARY of 22 bytes.
const std::vector<test::Vector>& recorded()
{
    static const std::vector<test::Vector> vectors = test::read_vectors("sm_aes256.vec");
    return vectors;
}

crypto::SessionKeys recorded_keys()
{
    const test::Vector& first = recorded().at(0);
    return {SecureBytes{first.bytes("KsEnc")}, SecureBytes{first.bytes("KsMac")}};
}

sm::SendSequenceCounter recorded_ssc()
{
    return sm::SendSequenceCounter{recorded().at(0).bytes("Ssc")};
}

Command command_of(const test::Vector& vector)
{
    const Bytes header = vector.bytes("Header");
    return {.cla = header.at(0),
        .ins = static_cast<Ins>(header.at(1)),
        .p1 = header.at(2),
        .p2 = header.at(3),
        .data = vector.bytes("Data"),
        .ne = vector.bytes("Ne").at(0)};
}

/// What comes of the first recorded command (SELECT) when the card answers `answer`; the channel must close.
void check_closed_by(const Bytes& answer)
{
    CAPTURE(to_hex(answer));
    test::ScriptedTransport card{test::script_of({{recorded()[0].text("Command"), to_hex(answer)}})};
    PlainChannel plain{card};
    SecureChannel channel{plain, recorded_keys(), recorded_ssc()};
    const Command command = command_of(recorded()[0]);
    // PlainChannel may refuse an answer that no APDU could be; either way nothing may be sent afterwards.
    CHECK(test::error_of([&] { return channel.transmit(command); }).has_value());
    CHECK_FALSE(channel.is_open());
    CHECK(test::error_of([&] { return channel.transmit(command); }) == Errc::secure_messaging_failed);
}

void check_rejected(const Bytes& answer)
{
    CAPTURE(to_hex(answer));
    sm::Suite suite{recorded_keys(), recorded_ssc()};
    suite.next(); // the command's turn
    const auto code =
        test::error_of([&] { return sm::unprotect(suite, command_of(recorded()[0]), Response::decode(answer)); });
    CHECK(code == Errc::secure_messaging_failed);
    check_closed_by(answer);
}

/// The answer of DO 99 and DO 8E that a card would give with these keys, around any objects before DO 8E.
Bytes signed_answer(std::string_view objects_hex, std::string_view status_word)
{
    sm::Suite suite{recorded_keys(), recorded_ssc()};
    suite.next();
    suite.next();
    const Bytes objects = from_hex(objects_hex);
    return concat({objects, from_hex("8E08"), suite.mac(crypto::pad80(objects)), from_hex(status_word)});
}

} // namespace

TEST_CASE("secure_channel: recorded AES-256 exchange with a passport, gmrtd iso7816/nfc_session_test.go")
{
    std::string script;
    for (const test::Vector& vector : recorded())
        script += test::script_of({{vector.text("Command"), vector.text("Response")}});
    test::ScriptedTransport card{script};
    PlainChannel plain{card};
    SecureChannel channel{plain, recorded_keys(), recorded_ssc()};

    for (const test::Vector& vector : recorded()) {
        const Response response = channel.transmit(command_of(vector));
        CHECK(response.sw() == iso7816::sw::ok);
        CHECK(to_hex(response.data()) == to_hex(vector.bytes("Plain")));
    }
    CHECK(channel.is_open());
}

TEST_CASE("secure_channel: every truncation of a recorded answer closes the channel")
{
    const Bytes answer = recorded()[0].bytes("Response");
    for (std::size_t size = 0; size + 2 < answer.size(); ++size) {
        const ByteView body = ByteView{answer}.first(size);
        check_rejected(concat({body, from_hex("9000")}));
    }
}

TEST_CASE("secure_channel: every altered bit of a recorded answer closes the channel")
{
    const Bytes answer = recorded()[0].bytes("Response");
    for (std::size_t bit = 0; bit < answer.size() * 8; ++bit) {
        Bytes altered = answer;
        altered[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        if (bit / 8 == answer.size() - 2) { // SW1: 61xx and 6Cxx would be the plain channel's business
            sm::Suite suite{recorded_keys(), recorded_ssc()};
            suite.next();
            CHECK(test::error_of([&] {
                return sm::unprotect(suite, command_of(recorded()[0]), Response::decode(altered));
            }) == Errc::secure_messaging_failed);
        } else {
            check_rejected(altered);
        }
    }
}

TEST_CASE("secure_channel: objects that are missing, doubled, out of order, too long or not foreseen are refused")
{
    CHECK_NOTHROW(signed_answer("99029000", "9000"));
    check_rejected(from_hex("6988"));                            // nothing is protected
    check_rejected(from_hex("9000"));                            // the same with success
    check_rejected(from_hex("99029000 9000"));                   // without DO 8E
    check_rejected(signed_answer("", "9000"));                   // without DO 99
    check_rejected(signed_answer("99029000 99029000", "9000"));  // DO 99 twice
    check_rejected(signed_answer("99029000 870101", "9000"));    // DO 87 after DO 99
    check_rejected(signed_answer("9903900000", "9000"));         // DO 99 of three bytes
    check_rejected(signed_answer("990190", "9000"));             // DO 99 of one byte
    check_rejected(signed_answer("9702 0000 99029000", "9000")); // an object of commands
    check_rejected(signed_answer("8101AA 99029000", "9000"));    // plain data
    check_rejected(signed_answer("99026A82", "9000"));           // DO 99 denies the status word
    check_rejected(signed_answer("99029000", "6A82"));           // and the other way round
    check_rejected(signed_answer("870101 99029000", "9000"));    // DO 87 without a cryptogram
    check_rejected(signed_answer("8700 99029000", "9000"));      // DO 87 empty
    check_rejected(signed_answer("871102 00112233445566778899AABBCCDDEEFF 99029000", "9000")); // indicator 02
    check_rejected(signed_answer("8710 00112233445566778899AABBCCDDEEFF 99029000", "9000"));   // no indicator
    check_rejected(signed_answer("871001 112233445566778899AABBCCDDEEFF 99029000", "9000"));   // part of a block
    check_rejected(signed_answer("871101 00112233445566778899AABBCCDDEEFF 99029000", "9000")); // no padding inside
    check_rejected(signed_answer("8510 00112233445566778899AABBCCDDEEFF 99029000", "9000"));   // DO 85: odd INS only
    check_rejected(concat({ByteView{signed_answer("99029000", "9000")}.first(14), from_hex("00 9000")})); // trailing
}

TEST_CASE("secure_channel: a MAC of another length than eight bytes is refused")
{
    sm::Suite suite{recorded_keys(), recorded_ssc()};
    suite.next();
    suite.next();
    const Bytes objects = from_hex("99029000");
    const Bytes mac = suite.mac(crypto::pad80(objects));
    for (std::size_t size = 0; size < mac.size(); ++size) {
        const Bytes length{0x8E, static_cast<std::uint8_t>(size)};
        check_rejected(concat({objects, length, ByteView{mac}.first(size), from_hex("9000")}));
    }
    check_rejected(concat({objects, from_hex("8E09"), mac, from_hex("009000")}));
    check_rejected(concat({objects, from_hex("8E10"), mac, Bytes(8), from_hex("9000")}));
}

TEST_CASE("secure_channel: a replayed or reordered answer is refused")
{
    const std::string first = recorded()[1].text("Response");
    const std::string second = recorded()[2].text("Response");
    const auto after_select = [&](const std::string& answer) {
        test::ScriptedTransport card{test::script_of({{recorded()[0].text("Command"), recorded()[0].text("Response")},
            {recorded()[1].text("Command"), answer}})};
        PlainChannel plain{card};
        SecureChannel channel{plain, recorded_keys(), recorded_ssc()};
        channel.transmit(command_of(recorded()[0]));
        return test::error_of([&] { return channel.transmit(command_of(recorded()[1])); });
    };
    CHECK(after_select(first) == std::nullopt);
    CHECK(after_select(second) == Errc::secure_messaging_failed);
    CHECK(after_select(recorded()[0].text("Response")) == Errc::secure_messaging_failed);
}

TEST_CASE("secure_channel: a protected error status passes and leaves the channel open")
{
    const Bytes answer = signed_answer("99026A82", "6A82");
    test::ScriptedTransport card{test::script_of({{recorded()[0].text("Command"), to_hex(answer)}})};
    PlainChannel plain{card};
    SecureChannel channel{plain, recorded_keys(), recorded_ssc()};
    CHECK(channel.transmit(command_of(recorded()[0])).sw() == iso7816::sw::file_not_found);
    CHECK(channel.is_open());
}

TEST_CASE("secure_channel: a transport that fails closes the channel")
{
    class Pulled : public iso7816::Transport {
        Bytes exchange(ByteView) override { throw Error{Errc::card_removed, "pulled"}; }
    };

    Pulled card;
    PlainChannel plain{card};
    SecureChannel channel{plain, recorded_keys(), recorded_ssc()};
    CHECK(test::error_of([&] { return channel.transmit(command_of(recorded()[0])); }) == Errc::card_removed);
    CHECK(test::error_of([&] { return channel.transmit(command_of(recorded()[0])); }) == Errc::secure_messaging_failed);
}
