// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace_parameters.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
namespace pace = auth::pace;

namespace {

lds::PaceInfo info(std::string_view oid, std::optional<unsigned> parameter_id, unsigned version = 2)
{
    return {.oid = tlv::Oid{oid}, .version = version, .parameter_id = parameter_id};
}

constexpr std::string_view gm_aes_128 = "0.4.0.127.0.7.2.2.4.2.2";

} // namespace

TEST_CASE("pace_parameters: EF.CardAccess of [9303-11] App. G.1")
{
    const auto infos = lds::decode_security_infos(from_hex("31143012060A04007F0007020204020202010202010D"));
    const pace::Parameters parameters = pace::choose(infos);
    CHECK(to_hex(parameters.protocol.content()) == "04007f00070202040202");
    CHECK(parameters.parameter_id == 13);
    CHECK(parameters.group.curve() == crypto::Curve::brainpool_p256r1);
    CHECK(parameters.key_size == 16);
    CHECK_FALSE(parameters.ambiguous);
}

TEST_CASE("pace_parameters: key sizes and curves")
{
    CHECK(pace::supported(info(gm_aes_128, 12))->group.curve() == crypto::Curve::p256);
    CHECK(pace::supported(info(gm_aes_128, 15))->group.curve() == crypto::Curve::p384);
    CHECK(pace::supported(info("0.4.0.127.0.7.2.2.4.2.3", 12))->key_size == 24);
    CHECK(pace::supported(info("0.4.0.127.0.7.2.2.4.2.4", 12))->key_size == 32);
}

TEST_CASE("pace_parameters: what is not supported")
{
    CHECK_FALSE(pace::supported(info(gm_aes_128, std::nullopt)));
    CHECK_FALSE(pace::supported(info(gm_aes_128, 0)));                 // DH
    CHECK_FALSE(pace::supported(info(gm_aes_128, 16)));                // brainpoolP384r1
    CHECK_FALSE(pace::supported(info(gm_aes_128, 12, 1)));             // version
    CHECK_FALSE(pace::supported(info("0.4.0.127.0.7.2.2.4.2.1", 12))); // 3DES
    CHECK_FALSE(pace::supported(info("0.4.0.127.0.7.2.2.4.1.2", 12))); // DH
    CHECK_FALSE(pace::supported(info("0.4.0.127.0.7.2.2.4.4.2", 12))); // integrated mapping
    CHECK(test::error_of([] { return pace::choose({}); }) == Errc::pace_unsupported);
    lds::SecurityInfos infos;
    infos.pace = {info(gm_aes_128, 2), info("0.4.0.127.0.7.2.2.4.4.2", 12)};
    CHECK(test::error_of([&] { return pace::choose(infos); }) == Errc::pace_unsupported);
}

TEST_CASE("pace_parameters: the first that is supported; two curves of one protocol are ambiguous")
{
    lds::SecurityInfos infos;
    infos.pace = {info("0.4.0.127.0.7.2.2.4.4.2", 12), info(gm_aes_128, 16), info(gm_aes_128, 12)};
    const pace::Parameters parameters = pace::choose(infos);
    CHECK(parameters.parameter_id == 12);
    CHECK(parameters.ambiguous);
}

TEST_CASE("pace_parameters: chip authentication mapping is chosen before generic mapping")
{
    constexpr std::string_view cam_aes_128 = "0.4.0.127.0.7.2.2.4.6.2";
    lds::SecurityInfos infos;
    infos.pace = {info(gm_aes_128, 12), info(cam_aes_128, 13), info("0.4.0.127.0.7.2.2.4.6.4", 15)};
    const pace::Parameters chosen = pace::choose(infos);
    CHECK(chosen.mapping == pace::Mapping::chip_authentication);
    CHECK(chosen.protocol == tlv::Oid{cam_aes_128}); // the first of its kind
    CHECK(chosen.group.curve() == crypto::Curve::brainpool_p256r1);
    CHECK_FALSE(chosen.ambiguous);
    CHECK(pace::choose(infos, pace::Mapping::generic)->protocol == tlv::Oid{gm_aes_128});

    infos.pace = {info("0.4.0.127.0.7.2.2.4.6.1", 12), info(cam_aes_128, 16), info(gm_aes_128, 12)};
    CHECK(pace::choose(infos).mapping == pace::Mapping::generic); // 3DES, an unknown curve
    CHECK_FALSE(pace::choose(infos, pace::Mapping::chip_authentication));

    infos.pace = {info(cam_aes_128, 12)};
    CHECK(pace::choose(infos).mapping == pace::Mapping::chip_authentication);
    CHECK_FALSE(pace::choose(infos, pace::Mapping::generic));
}
