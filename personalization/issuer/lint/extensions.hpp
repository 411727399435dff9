// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"
#include "card/tlv/oid.hpp"

namespace perso::issuer::lint {

struct RawExtension {
    card::tlv::Oid oid;
    bool critical = false;
    card::Bytes value; ///< DER, what the octet string holds
};

/// All extensions of a certificate, in their order. [RFC5280] §4.1
std::vector<RawExtension> extensions_of(const card::pki::Certificate& certificate);

/// The first one with this identifier, or nothing.
const RawExtension* find(const std::vector<RawExtension>& extensions, std::string_view oid);

/// The purposes of an extendedKeyUsage. [RFC5280] §4.2.1.12
std::vector<card::tlv::Oid> purposes_of(const RawExtension& extension);

/// The first uniformResourceIdentifier among GeneralNames; empty if there is none. [RFC5280] §4.2.1.6
std::string uri_of(const RawExtension& extension);

} // namespace perso::issuer::lint
