// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/lds/security_infos.hpp"
#include "card/pki/cms.hpp"

namespace card::lds {

/// EF.CardSecurity, read: structure checked, signature not yet verified. A file of the master file that repeats
/// EF.CardAccess and holds the key of chip authentication mapping. [9303-11] §9.2.10
struct CardSecurity {
    pki::SignedData signed_data;
    SecurityInfos infos;
};

/// The whole file: SecurityInfos as id-SecurityObject, signed and verified. Throws as pki::sign.
CARD_API Bytes make_card_security(
    const SecurityInfos& infos, const pki::Certificate& signer, const pki::SigningKey& key, Time signing_time);
/// Throws malformed_tlv, malformed_data, unsupported, and key_rejected as decode_security_infos.
CARD_API CardSecurity decode_card_security(ByteView file);

} // namespace card::lds
