// SPDX-License-Identifier: Apache-2.0
#include "card/gp/scp03.hpp"

#include "support/fixed_random.hpp"
#include "support/parse_command.hpp"
#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"
#include "unit/gp/apdu.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
using gp::SecurityLevel;

namespace {

SecurityLevel level_of(const test::Vector& vector)
{
    return static_cast<SecurityLevel>(vector.bytes("Level").at(0));
}

const test::Vector& level_33()
{
    static const test::Vector vector = [] {
        for (const test::Vector& candidate : test::read_vectors("scp03.vec")) {
            if (level_of(candidate) == SecurityLevel::all)
                return candidate;
        }
        throw std::runtime_error{"no level 33 in scp03.vec"};
    }();
    return vector;
}

std::string opening(const test::Vector& vector)
{
    return test::script_of({{vector.text("InitializeUpdate"), vector.text("Answer") + "9000"},
        {vector.text("ExternalAuthenticate"), "9000"}});
}

gp::Scp03Channel open(iso7816::Channel& channel, const test::Vector& vector)
{
    test::FixedRandom random{vector.bytes("HostChallenge")};
    return gp::open(
        channel, test::static_keys(vector), level_of(vector), random, gp::Kvn{vector.bytes("InitializeUpdate").at(2)});
}

} // namespace

TEST_CASE("scp03: sessions recorded on a real card, AES-128, 192 and 256, pysim test_globalplatform.py")
{
    for (const test::Vector& vector : test::read_vectors("scp03.vec")) {
        CAPTURE(vector.text("Level"));
        test::ScriptedTransport card{
            opening(vector) + test::script_of({{vector.text("Wrapped1"), vector.text("Response1")}})};
        iso7816::PlainChannel plain{card};
        gp::Scp03Channel channel = open(plain, vector);
        CHECK(channel.is_open());
        CHECK(to_hex(channel.card().card_challenge) == to_hex(vector.bytes("CardChallenge")));
        const iso7816::Response response = channel.transmit(test::parse_command(vector.bytes("Plain1")));
        CHECK(to_hex(response.data()) == to_hex(vector.bytes("PlainResponse1")));
    }
}

TEST_CASE("scp03: a card cryptogram of other keys ends it before anything more is sent")
{
    const test::Vector& vector = level_33();
    for (std::size_t bit = 0; bit < 64; ++bit) {
        Bytes answer = vector.bytes("Answer");
        answer[21 + bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        test::ScriptedTransport card{test::script_of({{vector.text("InitializeUpdate"), to_hex(answer) + "9000"}})};
        iso7816::PlainChannel plain{card};
        CHECK(test::error_of([&] { return open(plain, vector); }) == Errc::scp_cryptogram_wrong);
        CHECK(card.finished());
    }
}

TEST_CASE("scp03: opened in two halves; the first alone tells whose keys the card holds")
{
    const test::Vector& vector = level_33();
    test::ScriptedTransport card{test::script_of({{vector.text("InitializeUpdate"), vector.text("Answer") + "9000"}})};
    iso7816::PlainChannel plain{card};
    test::FixedRandom random{vector.bytes("HostChallenge")};
    const gp::Opening opening = gp::begin(plain, random, gp::Kvn{vector.bytes("InitializeUpdate").at(2)});
    CHECK(card.finished());
    CHECK(gp::holds(test::static_keys(vector), opening));
    gp::KeySet others = test::static_keys(vector);
    others.mac.data()[0] ^= 1;
    CHECK_FALSE(gp::holds(others, opening));
    CHECK(test::error_of([&] { gp::open(plain, others, SecurityLevel::all, opening); }) == Errc::scp_cryptogram_wrong);
}

TEST_CASE("scp03: answers to the opening that are not foreseen")
{
    const test::Vector& vector = level_33();
    const auto outcome = [&](const std::string& script) {
        test::ScriptedTransport card{script};
        iso7816::PlainChannel plain{card};
        return test::error_of([&] { return open(plain, vector); });
    };
    const std::string& update = vector.text("InitializeUpdate");
    CHECK(outcome(test::script_of({{update, "6A88"}})) == Errc::unexpected_status);
    CHECK(outcome(test::script_of({{update, "6982"}})) == Errc::access_denied);
    CHECK(outcome(test::script_of({{update, "9000"}})) == Errc::response_malformed);
    for (const char* status : {"6300", "6982", "6A80", "63C0", "6200"})
        CHECK(outcome(test::script_of({{update, vector.text("Answer") + "9000"},
                  {vector.text("ExternalAuthenticate"), status}})) == Errc::scp_failed);
}

TEST_CASE("scp03: an unprotected success closes the channel, an error status does not")
{
    const test::Vector& vector = level_33();
    const iso7816::Command command = test::parse_command(vector.bytes("Plain1"));
    {
        test::ScriptedTransport card{opening(vector) + test::script_of({{vector.text("Wrapped1"), "9000"}})};
        iso7816::PlainChannel plain{card};
        gp::Scp03Channel channel = open(plain, vector);
        CHECK(test::error_of([&] { return channel.transmit(command); }) == Errc::scp_failed);
        CHECK_FALSE(channel.is_open());
        CHECK(test::error_of([&] { return channel.transmit(command); }) == Errc::scp_failed);
    }
    {
        // Recorded without Le; the channel asks for one, because an R-MAC comes back. It is not under the MAC.
        test::ScriptedTransport card{opening(vector) + test::script_of({{vector.text("Wrapped1"), "6A80"},
                                                           {vector.text("Wrapped2") + "00", "6985"}})};
        iso7816::PlainChannel plain{card};
        gp::Scp03Channel channel = open(plain, vector);
        CHECK(channel.transmit(command).sw() == iso7816::sw::wrong_data);
        CHECK(channel.transmit(test::parse_command(vector.bytes("Plain2"))).sw() ==
              iso7816::sw::conditions_not_satisfied);
        CHECK(channel.is_open());
    }
}

TEST_CASE("scp03: limits leave room for MAC and padding")
{
    for (const test::Vector& vector : test::read_vectors("scp03.vec")) {
        const SecurityLevel level = level_of(vector);
        test::ScriptedTransport card{opening(vector)};
        iso7816::PlainChannel plain{card};
        const gp::Scp03Channel channel = open(plain, vector);
        CHECK(channel.limits().nc == (gp::has_c_enc(level) ? 239 : 247));
        CHECK(channel.limits().ne == (gp::has_r_enc(level) ? 239 : gp::has_r_mac(level) ? 248 : 256));
        plain.set_limits({.nc = 2'039, .ne = 32'766});
        CHECK(channel.limits().nc == (gp::has_c_enc(level) ? 2'015 : 2'031));
        CHECK(channel.limits().ne == (gp::has_r_enc(level) ? 32'751 : gp::has_r_mac(level) ? 32'758 : 32'766));
    }
}

TEST_CASE("scp03: a command above the limit is not sent")
{
    const test::Vector& vector = level_33();
    test::ScriptedTransport card{opening(vector)};
    iso7816::PlainChannel plain{card};
    gp::Scp03Channel channel = open(plain, vector);
    CHECK(test::error_of([&] {
        return channel.transmit({.cla = 0x80, .ins = iso7816::Ins::store_data, .data = Bytes(240)});
    }) == Errc::data_too_long);
    CHECK(channel.is_open());
}
