// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/crypto/ec.hpp"
#include "card/pki/builder.hpp"
#include "card/tlv/oid.hpp"

/// Certificate extensions as they are written. [RFC5280] §4.2, [9303-12] §7.1
namespace card::pki::extension {

struct Extension {
    tlv::Oid oid;
    bool critical = false;
    Bytes value; ///< DER
};

Extension key_usage(std::initializer_list<KeyUsage> usages);
Extension authority(unsigned path_length);
/// Leftmost 160 bits of SHA-256 over the key. [RFC7093] §2
Extension subject_key_id(const crypto::PublicKey& key);
Extension authority_key_id(ByteView key_id);
Extension private_key_usage(const Validity& period);
Extension subject_alternative_name(const Publication& publication);
Extension issuer_alternative_name(const Publication& publication);
Extension subject_uri(const std::string& uri);
Extension crl_distribution_point(const std::string& url);
Extension document_types(const std::vector<std::string>& types);
Extension extended_key_usage(std::initializer_list<tlv::Oid> purposes, bool critical);

} // namespace card::pki::extension
