// SPDX-License-Identifier: Apache-2.0
#include "card/lds/card_security.hpp"

#include "support/document_pki.hpp"
#include "support/real_data.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::document_pki;
using test::error_of;

namespace {

lds::SecurityInfos chip_infos(const crypto::Point& key)
{
    lds::SecurityInfos infos;
    infos.pace = {{tlv::Oid{"0.4.0.127.0.7.2.2.4.6.2"}, 2, 12}, {tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 12}};
    infos.chip_authentication_keys = {{key, 2}};
    return infos;
}

crypto::Point new_key(crypto::Curve curve)
{
    return crypto::Group{curve}.generate(crypto::system_random()).public_key();
}

Bytes signed_infos(const lds::SecurityInfos& infos, Time time = test::at(2026, 11, 22))
{
    return lds::make_card_security(infos, document_pki().signer, document_pki().signer_key, time);
}

} // namespace

TEST_CASE("card security: comes back as it went in, on every curve of PACE")
{
    for (const auto curve : {crypto::Curve::p256, crypto::Curve::brainpool_p256r1, crypto::Curve::p384}) {
        const lds::SecurityInfos infos = chip_infos(new_key(curve));
        const lds::CardSecurity file = lds::decode_card_security(signed_infos(infos));
        CHECK(file.signed_data.signature_is_valid());
        CHECK(file.signed_data.signer() == document_pki().signer);
        CHECK(file.signed_data.content_type() == tlv::Oid{"0.4.0.127.0.7.3.2.1"});
        CHECK(file.infos.chip_authentication_keys == infos.chip_authentication_keys);
        CHECK(file.infos.pace.size() == 2);
    }
}

TEST_CASE("card security: signed after 2049, when the time changes its encoding")
{
    for (const Time time : {test::at(2049, 12, 31), test::at(2050, 1, 1), test::at(2071, 6, 30)})
        CHECK(lds::decode_card_security(signed_infos(chip_infos(new_key(crypto::Curve::p256)), time))
                  .signed_data.signature_is_valid());
}

TEST_CASE("card security: other lengths, other contents")
{
    const Bytes file = signed_infos(chip_infos(new_key(crypto::Curve::p256)));
    CHECK(test::refuses_other_lengths(file, lds::decode_card_security));

    // an LDS security object is signed by the same signer, but it is no list of keys
    const Bytes groups = pki::sign(tlv::Oid{"2.23.136.1.1.1"}, lds::encode(chip_infos(new_key(crypto::Curve::p256))),
        document_pki().signer, document_pki().signer_key, test::at(2026, 11, 22));
    CHECK(error_of([&] { return lds::decode_card_security(groups).infos; }) == Errc::malformed_data);
    const Bytes no_infos = pki::sign(tlv::Oid{"0.4.0.127.0.7.3.2.1"}, Bytes{0x04, 0x00}, document_pki().signer,
        document_pki().signer_key, test::at(2026, 11, 22));
    CHECK(error_of([&] { return lds::decode_card_security(no_infos).infos; }) == Errc::malformed_tlv);
}
