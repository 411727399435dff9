// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_authentication.hpp"

#include "support/fixed_random.hpp"
#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/sm/secure_channel.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("chip authentication inside secure messaging, then SELECT under the new keys: recorded passports, gmrtd "
          "chipauth/chip_auth_test.go")
{
    for (const test::Vector& vector : test::read_vectors("chip_authentication.vec")) {
        test::ScriptedTransport passport{test::script_of(vector, {"mse", "authenticate", "select"})};
        iso7816::PlainChannel plain{passport};
        sm::SecureChannel before{plain,
            {SecureBytes{vector.bytes("BeforeKsEnc")}, SecureBytes{vector.bytes("BeforeKsMac")}},
            sm::SendSequenceCounter{vector.bytes("BeforeSsc")}};
        const auto parameters = auth::chip::choose(lds::decode_dg14(vector.bytes("Dg14")));
        REQUIRE(parameters);

        test::FixedRandom random{vector.bytes("PrivateIfd")};
        crypto::SessionKeys keys = auth::chip::authenticate(before, *parameters, random);
        CHECK(to_hex(keys.k_enc) == to_hex(vector.bytes("AfterKsEnc")));
        CHECK(to_hex(keys.k_mac) == to_hex(vector.bytes("AfterKsMac")));

        sm::SecureChannel after{plain, std::move(keys)};
        const iso7816::Response response =
            after.transmit({.ins = iso7816::Ins::select, .p1 = 0x02, .p2 = 0x0C, .data = from_hex("010E")});
        CHECK(response.sw() == iso7816::sw::ok); // the chip is genuine
    }
}
