// SPDX-License-Identifier: Apache-2.0
#include "card/piv/import_key.hpp"

#include "card/iso7816/chaining.hpp"
#include "card/iso7816/trace.hpp"

#include "answered_with.hpp"
#include "support/scripted_transport.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Channel;
using iso7816::PlainChannel;
using piv::ImportForm;
using piv::Slot;
using test::answered_with;
using test::ScriptedTransport;

namespace {

const test::Vector& vector_of(const std::string& kind)
{
    static const std::vector<test::Vector> all = test::read_vectors("private_keys.vec");
    for (const test::Vector& vector : all)
        if (vector.text("Kind") == kind)
            return vector;
    throw std::runtime_error{"no such vector"};
}

piv::PrivateKey key_of(const std::string& kind)
{
    return piv::decode_private_key(vector_of(kind).bytes("Pkcs8"));
}

std::string hex_of(std::size_t number, std::size_t bytes)
{
    return to_hex(big_endian(number, bytes));
}

/// The five parts of an RSA key, each behind its tag and this length.
std::string rsa_parts(const test::Vector& vector, const std::string& length)
{
    return "01" + length + vector.text("Prime1") + "02" + length + vector.text("Prime2") + "03" + length +
           vector.text("Exponent1") + "04" + length + vector.text("Exponent2") + "05" + length +
           vector.text("Coefficient");
}

/// One extended command that the card accepts.
std::string accepted(const std::string& header, const std::string& data)
{
    return "> " + header + "00" + hex_of(data.size() / 2, 2) + data + "\n< 9000\n";
}

} // namespace

TEST_CASE("piv import: EC keys under the management key, INS FE")
{
    ScriptedTransport card{"> 00FE119D 22 0620" + vector_of("P-256").text("Private") + "\n< 9000\n> 00FE1495 32 0630" +
                           vector_of("P-384").text("Private") + "\n< 9000"};
    PlainChannel channel{card};
    piv::import_key(channel, Slot::key_management, key_of("P-256"), ImportForm::one_command);
    piv::import_key(channel, Slot::retired_20, key_of("P-384"), ImportForm::one_command);
}

TEST_CASE("piv import: RSA keys of every size, p, q, dp, dq and the coefficient in full length")
{
    ScriptedTransport card{accepted("00FE0782", rsa_parts(vector_of("RSA-2048"), "8180")) +
                           accepted("00FE0583", rsa_parts(vector_of("RSA-3072"), "81C0")) +
                           accepted("00FE1684", rsa_parts(vector_of("RSA-4096"), "820100"))};
    PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
    piv::import_key(channel, Slot::retired_1, key_of("RSA-2048"), ImportForm::one_command);
    piv::import_key(channel, Slot::retired_2, key_of("RSA-3072"), ImportForm::one_command);
    piv::import_key(channel, Slot::retired_3, key_of("RSA-4096"), ImportForm::one_command);
}

TEST_CASE("piv import: an RSA key chained through short commands")
{
    const std::string parts = rsa_parts(vector_of("RSA-2048"), "8180"); // 655 bytes
    ScriptedTransport card{"> 10FE079A FF" + parts.substr(0, 510) + "\n< 9000\n> 10FE079A FF" + parts.substr(510, 510) +
                           "\n< 9000\n> 00FE079A 91" + parts.substr(1020) + "\n< 9000"};
    PlainChannel plain{card};
    iso7816::ChainingChannel channel{plain};
    piv::import_key(channel, Slot::authentication, key_of("RSA-2048"), ImportForm::one_command);
}

TEST_CASE("piv import: element by element under SCP03, as OpenFIPS201 takes keys")
{
    const test::Vector& ec = vector_of("P-256");
    const test::Vector& rsa = vector_of("RSA-2048");
    ScriptedTransport card{
        "> 0024119C 45 3043 8641 " + ec.text("Public") + "\n< 9000\n> 0024119C 24 3022 8720 " + ec.text("Private") +
        "\n< 9000\n" + accepted("0024079D", "3082010481820100" + rsa.text("Modulus")) +
        "> 0024079D 07 3005 8203 010001\n< 9000\n" + accepted("0024079D", "3082010483820100" + rsa.text("Exponent"))};
    PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
    piv::import_key(channel, Slot::signature, key_of("P-256"), ImportForm::by_element);
    piv::import_key(channel, Slot::key_management, key_of("RSA-2048"), ImportForm::by_element);
}

TEST_CASE("piv import: refusals")
{
    const auto import = [](ImportForm form) {
        return [form](Channel& channel) { piv::import_key(channel, Slot::retired_1, key_of("P-256"), form); };
    };
    for (const ImportForm form : {ImportForm::one_command, ImportForm::by_element}) {
        CHECK(answered_with("9000", import(form)) == std::nullopt);
        CHECK(answered_with("6982", import(form)) == Errc::access_denied);
        CHECK(answered_with("6A80", import(form)) == Errc::unexpected_status);
        CHECK(answered_with("6A86", import(form)) == Errc::unexpected_status);
        CHECK(answered_with("6D00", import(form)) == Errc::unexpected_status);
    }
    const piv::PrivateKey brainpool = crypto::Group{crypto::Curve::brainpool_p256r1}.key_pair(Bytes(32, 0x02));
    CHECK(answered_with("9000", [&](Channel& channel) {
        piv::import_key(channel, Slot::retired_1, brainpool, ImportForm::one_command);
    }) == Errc::unsupported);
}

TEST_CASE("piv import: the second element is refused")
{
    unsigned commands = 0;
    test::FunctionTransport card{[&](ByteView) { return from_hex(++commands == 1 ? "9000" : "6A80"); }};
    PlainChannel channel{card};
    CHECK(test::error_of([&] {
        piv::import_key(channel, Slot::signature, key_of("P-256"), ImportForm::by_element);
        return 0;
    }) == Errc::unexpected_status);
    CHECK(commands == 2);
}

TEST_CASE("piv import: a trace shows no part of a key")
{
    test::FunctionTransport card{[](ByteView) { return from_hex("9000"); }};
    std::string lines;
    iso7816::TracingTransport trace{card, [&](std::string_view line) { lines += std::string{line} + '\n'; }};
    PlainChannel plain{trace};
    iso7816::ChainingChannel channel{plain};
    piv::import_key(channel, Slot::retired_1, key_of("P-256"), ImportForm::one_command);
    piv::import_key(channel, Slot::retired_1, key_of("P-256"), ImportForm::by_element);
    piv::import_key(channel, Slot::retired_1, key_of("RSA-2048"), ImportForm::one_command);
    CHECK(lines == "> 00 FE 11 82 (35 bytes)\n< (0 bytes) 9000\n"
                   "> 00 24 11 82 (70 bytes)\n< (0 bytes) 9000\n> 00 24 11 82 (37 bytes)\n< (0 bytes) 9000\n"
                   "> 10 FE 07 82 (256 bytes)\n< (0 bytes) 9000\n> 10 FE 07 82 (256 bytes)\n< (0 bytes) 9000\n"
                   "> 00 FE 07 82 (146 bytes)\n< (0 bytes) 9000\n");
}
