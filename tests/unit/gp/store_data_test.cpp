// SPDX-License-Identifier: Apache-2.0
#include "card/gp/store_data.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using gp::Dgi;
using gp::DgiEncryption;

namespace {

std::vector<std::string> apdus(const std::vector<iso7816::Command>& commands)
{
    std::vector<std::string> out;
    for (const iso7816::Command& command : commands)
        out.push_back(to_hex(iso7816::encode(command)));
    return out;
}

} // namespace

TEST_CASE("store_data: one block, several blocks, exact fit, [GP] §11.11")
{
    const Bytes value = from_hex("0102030405");
    using List = std::vector<std::string>;
    CHECK(
        apdus(store_data_commands(Dgi{0x011E}, value, DgiEncryption::none, 239)) == List{"80e2880008011e050102030405"});
    CHECK(apdus(store_data_commands(Dgi{0x011E}, value, DgiEncryption::none, 8)) == List{"80e2880008011e050102030405"});
    CHECK(apdus(store_data_commands(Dgi{0x011E}, value, DgiEncryption::none, 7)) ==
          List{"80e2080007011e0501020304", "80e288010105"});
    CHECK(apdus(store_data_commands(Dgi{0x011E}, value, DgiEncryption::none, 3)) ==
          List{"80e2080003011e05", "80e2080103010203", "80e28802020405"});
    CHECK(apdus(store_data_commands(Dgi{0x9010}, value, DgiEncryption::data_encryption_key, 7)) ==
          List{"80e26800079010050102"
               "0304",
              "80e2e8010105"});
    CHECK(apdus(store_data_commands(Dgi{0x0101}, {}, DgiEncryption::none, 239)) == List{"80e2880003010100"});
}

TEST_CASE("store_data: the length has one byte up to 254 and three above")
{
    const auto head = [](std::size_t size) {
        const auto commands = store_data_commands(Dgi{0x0102}, Bytes(size), DgiEncryption::none, 4'000);
        return to_hex(ByteView{commands.at(0).data}.first(5));
    };
    CHECK(head(254) == "0102fe0000");
    CHECK(head(255) == "0102ff00ff");
    CHECK(head(256) == "0102ff0100");
    CHECK(head(3'000) == "0102ff0bb8");
}

TEST_CASE("store_data: too much is refused before anything is sent")
{
    const auto outcome = [](std::size_t size, std::size_t block) {
        return test::error_of([&] { return store_data_commands(Dgi{1}, Bytes(size), DgiEncryption::none, block); });
    };
    CHECK(outcome(65'535, 65'535) == std::nullopt);
    CHECK(outcome(65'536, 65'535) == Errc::data_too_long);
    CHECK(outcome(256 * 239 - 5, 239) == std::nullopt);
    CHECK(outcome(256 * 239 - 4, 239) == Errc::data_too_long);
    CHECK(outcome(1, 0) == Errc::data_too_long);
}

TEST_CASE("store_data: sent in order over any channel; a refusal names its block")
{
    class Refusing : public iso7816::Channel {
    public:
        iso7816::Response transmit(const iso7816::Command& command) override
        {
            return {{}, command.p2 == 2 ? iso7816::sw::not_enough_memory : iso7816::sw::ok};
        }

        iso7816::Limits limits() const override { return {.nc = 100, .ne = 256}; }
    };

    Refusing card;
    CHECK_NOTHROW(gp::store_data(card, Dgi{0x0101}, Bytes(150)));
    try {
        gp::store_data(card, Dgi{0x0101}, Bytes(250));
        FAIL("the card refused the third block");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::unexpected_status);
        CHECK(error.step() == "STORE DATA block 2");
        CHECK(error.status_word() == iso7816::sw::not_enough_memory);
    }
}

TEST_CASE("store_data: several data groups in one sequence, each told when its last byte is taken")
{
    class Taking : public iso7816::Channel {
    public:
        iso7816::Response transmit(const iso7816::Command& command) override
        {
            blocks.push_back(to_hex(iso7816::encode(command)));
            return {{}, iso7816::sw::ok};
        }

        iso7816::Limits limits() const override { return {.nc = nc, .ne = 256}; }

        std::size_t nc = 7;
        std::vector<std::string> blocks;
    };

    const Bytes one = from_hex("010203"), two = from_hex("04"), three = from_hex("0506070809");
    Taking card;
    std::vector<std::pair<std::size_t, std::size_t>> told; // blocks, groups
    const auto tell = [&](std::size_t count) { told.emplace_back(card.blocks.size(), count); };
    gp::store_data(card, {{Dgi{0x0101}, one}, {Dgi{0x0102}, two}, {Dgi{0x0103}, three}}, tell);
    CHECK(card.blocks ==
          std::vector<std::string>{"80e208000701010301020301", "80e208010702010401030505", "80e288020406070809"});
    CHECK(told == std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 2}, {3, 3}});

    // More than 256 blocks hold: a further sequence.
    card.blocks.clear();
    told.clear();
    const Bytes many(1'000);
    gp::store_data(card, {{Dgi{0x0101}, many}, {Dgi{0x0102}, many}, {Dgi{0x0103}, one}}, tell);
    CHECK(card.blocks.size() == 144 + 145);
    CHECK(card.blocks[143].substr(0, 8) == "80e2888f");
    CHECK(card.blocks[144].substr(0, 8) == "80e20800");
    CHECK(told == std::vector<std::pair<std::size_t, std::size_t>>{{144, 1}, {288, 2}, {289, 3}});
    card.blocks.clear();
    CHECK(test::error_of([&] {
        gp::store_data(card, {{Dgi{0x0101}, one}, {Dgi{0x0102}, Bytes(1'788)}});
    }) == Errc::data_too_long);
    CHECK(card.blocks.empty());
}
