// SPDX-License-Identifier: Apache-2.0
#include "card/lds/card_security.hpp"

#include "card/base/error.hpp"

namespace card::lds {

namespace {

/// id-SecurityObject of bsi-de. [TR-03110] part 3 §A.1.2.5
tlv::Oid id_security_object()
{
    return tlv::Oid{"0.4.0.127.0.7.3.2.1"};
}

} // namespace

Bytes make_card_security(
    const SecurityInfos& infos, const pki::Certificate& signer, const pki::SigningKey& key, Time signing_time)
{
    return pki::sign(id_security_object(), encode(infos), signer, key, signing_time);
}

CardSecurity decode_card_security(ByteView file)
{
    const auto signed_data = pki::SignedData::parse(file);
    require(signed_data.content_type() == id_security_object(), Errc::malformed_data, "EF.CardSecurity",
        "no security object inside");
    return {signed_data, decode_security_infos(signed_data.content())};
}

} // namespace card::lds
