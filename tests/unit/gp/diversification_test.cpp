// SPDX-License-Identifier: Apache-2.0
#include "card/gp/diversification.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("diversification: KDF3 of GlobalPlatformPro, TestPlaintextKeys.java")
{
    for (const test::Vector& vector : test::read_vectors("key_diversification.vec")) {
        const Bytes master_key = vector.bytes("Master");
        crypto::AesCmac master{SecureBytes{master_key}};
        gp::Kdd kdd;
        const Bytes bytes = vector.bytes("Kdd");
        REQUIRE(bytes.size() == kdd.bytes.size());
        std::copy(bytes.begin(), bytes.end(), kdd.bytes.begin());

        const gp::KeySet keys = gp::diversify(master, kdd, master_key.size());
        CHECK(to_hex(keys.enc) == to_hex(vector.bytes("Enc")));
        if (vector.has("Mac")) {
            CHECK(to_hex(keys.mac) == to_hex(vector.bytes("Mac")));
            CHECK(to_hex(keys.dek) == to_hex(vector.bytes("Dek")));
        }
        if (vector.has("CheckValues")) {
            const Bytes check_values =
                concat({gp::key_check_value(keys.enc), gp::key_check_value(keys.mac), gp::key_check_value(keys.dek)});
            CHECK(to_hex(check_values) == to_hex(vector.bytes("CheckValues")));
        }
    }
}

TEST_CASE("diversification: AN10922 §2.2.1 as in libfreefare; longer keys as another implementation has them")
{
    for (const test::Vector& vector : test::read_vectors("an10922.vec")) {
        CAPTURE(vector.source);
        const Bytes master_key = vector.bytes("Master");
        crypto::AesCmac master{SecureBytes{master_key}};
        const SecureBytes key = gp::an10922_key(master, vector.bytes("Input"), master_key.size());
        CHECK(to_hex(key) == to_hex(vector.bytes("Key")));
    }
}

TEST_CASE("diversification: a key set of AN10922 comes from the chip and the number of the key")
{
    const gp::Kdd kdd{{0x4C, 0x41, 0x4F, 0x49, 0x44, 0x43, 0x01, 0x02, 0x03, 0x04}};
    CHECK(to_hex(gp::an10922_input(kdd, 2)) == "4c414f49444301020304534350303302");
    for (const std::size_t size : {std::size_t{16}, std::size_t{24}, std::size_t{32}}) {
        crypto::AesCmac master{SecureBytes(size)};
        const gp::KeySet keys = gp::diversify(master, kdd, size, gp::Diversification::an10922);
        CHECK(ct_equal(keys.enc, gp::an10922_key(master, gp::an10922_input(kdd, 1), size)));
        CHECK(ct_equal(keys.mac, gp::an10922_key(master, gp::an10922_input(kdd, 2), size)));
        CHECK(ct_equal(keys.dek, gp::an10922_key(master, gp::an10922_input(kdd, 3), size)));
        CHECK(keys.enc.size() == size);
    }
}

TEST_CASE("diversification: AN10922 takes no input that its padding and that of CMAC treat differently")
{
    crypto::AesCmac master{SecureBytes(16)};
    CHECK(test::error_of([&] { return gp::an10922_key(master, Bytes(15), 16); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { return gp::an10922_key(master, Bytes(32), 16); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { return gp::an10922_key(master, Bytes(16), 20); }) == Errc::crypto_failed);
    CHECK_FALSE(test::error_of([&] { return gp::an10922_key(master, Bytes(31), 16); }));
}

TEST_CASE("diversification: the master key is used through the interface alone")
{
    class Counting : public crypto::Cmac {
    public:
        SecureBytes mac(ByteView message) override
        {
            messages.push_back(to_hex(message));
            return SecureBytes{16};
        }

        std::vector<std::string> messages;
    };

    Counting master;
    const gp::KeySet keys =
        gp::diversify(master, gp::Kdd{{0x4C, 0x41, 0x4F, 0x49, 0x44, 0x43, 0x01, 0x02, 0x03, 0x04}});
    CHECK(keys.dek.size() == 16);
    CHECK(master.messages == std::vector<std::string>{"0100000001004c414f49444301020304",
                                 "0100000002004c414f49444301020304", "0100000003004c414f49444301020304"});
    CHECK(test::error_of([&] { return gp::diversify(master, gp::Kdd{}, 15); }) == Errc::crypto_failed);
}
