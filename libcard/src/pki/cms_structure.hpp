// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "allowing.hpp"

#include "card/base/bytes.hpp"
#include "card/tlv/oid.hpp"

#include <optional>
#include <vector>

namespace card::pki {

/// What the only SignerInfo says. Views borrow from the bytes that were read. [RFC5652] §5.3
struct SignerStructure {
    ByteView issuer; ///< name, whole; empty if the certificate is named by its key
    ByteView serial_number;
    std::optional<ByteView> key_id;
    ByteView digest_algorithm; ///< whole
    Bytes attributes;          ///< the DER SET OF that is signed
    Bytes attributes_as_sent;  ///< the same in the order in which it came, if that is another; else empty
    ByteView message_digest;
    ByteView signature_algorithm; ///< whole
    ByteView signature;
};

/// What a SignedData says, taken apart without OpenSSL. Views borrow from the bytes that were read.
struct CmsStructure {
    tlv::Oid content_type;
    ByteView content;
    ByteView digest_algorithms;         ///< those that signers are said to use, one after another
    std::vector<ByteView> certificates; ///< whole
    SignerStructure signer;
};

/// Checks the structure as SignedData::parse promises, but for algorithms and the signer identifier.
CmsStructure read_signed_data(ByteView der, Allowing& allowing);

} // namespace card::pki
