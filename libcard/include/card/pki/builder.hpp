// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/random.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"

#include <string>
#include <vector>

namespace card::pki {

/// A distinguished name; empty parts are left out. countryName is a PrintableString in upper case, the rest UTF-8.
struct Name {
    std::string country;
    std::string organization;
    std::string organizational_unit;
    std::string common_name;
    std::string serial_number; ///< PrintableString
};

/// What the certificates of one document PKI repeat. [9303-12] §7.1
struct Publication {
    std::string country_code;  ///< three letters of the MRZ, in subject and issuer alternative name
    std::string contact_email; ///< in both alternative names
    std::string crl_url;       ///< CRL distribution point
};

/// Self-signed country signing CA. [9303-12] §7.1, table 3
struct CscaContent {
    Name subject;
    Validity validity;
    Validity key_usage; ///< when it issues signers
    Publication publication;
};

/// A document signer under a CSCA. [9303-12] §7.1, table 3
struct DocumentSignerContent {
    Name subject;
    Validity validity;
    Validity key_usage;                      ///< when it signs documents
    std::vector<std::string> document_types; ///< first characters of the MRZ: "ID"
    Publication publication;
};

/// Self-signed CA of the holders' keys.
struct CitizenCaContent {
    Name subject;
    Validity validity;
    std::string crl_url;
};

/// What a holder's certificate is for. [FIPS201-2] §4.2.2
enum class CitizenPurpose {
    authentication, ///< 9A: digitalSignature; clientAuth
    signature,      ///< 9C: digitalSignature and nonRepudiation; documentSigning, emailProtection, never clientAuth
    key_management, ///< 9D: keyAgreement for EC, keyEncipherment for RSA
    card_authentication, ///< 9E: digitalSignature; id-PIV-cardAuth, critical
};

/// Signs the security object of the PKI application, under the CA of the holders' keys: digitalSignature;
/// id-PIV-content-signing, critical. [800-73-4] part 1 §3.1.7, [FIPS201-2] §4.2.1
struct ContentSignerContent {
    Name subject;
    Validity validity;
    std::string crl_url;
};

/// A certificate for a key that the card made.
struct CitizenContent {
    CitizenPurpose purpose{};
    Name subject; ///< serial_number: the stable identifier of the holder
    Validity validity;
    std::string card_urn; ///< the card's number as a URN, in subjectAltName
    std::string crl_url;
};

/// Signs trust packages: self-signed, digitalSignature, no authority. Counters pin it by its fingerprint.
struct PackageRootContent {
    Name subject;
    Validity validity;
};

/// Each function draws a serial number of 16 bytes, signs, and verifies what it made before it returns it.
/// Times to 2049 are UTCTime, later ones GeneralizedTime. Throws crypto_failed if signing or the check fails.
CARD_API Certificate make_csca(const CscaContent& content, const SigningKey& key, crypto::RandomSource& random);
CARD_API Certificate make_document_signer(const DocumentSignerContent& content, const crypto::Point& signer_key,
    const Certificate& csca, const SigningKey& csca_key, crypto::RandomSource& random);
CARD_API Certificate make_citizen_ca(
    const CitizenCaContent& content, const SigningKey& key, crypto::RandomSource& random);
CARD_API Certificate make_content_signer(const ContentSignerContent& content, const crypto::Point& signer_key,
    const Certificate& ca, const SigningKey& ca_key, crypto::RandomSource& random);
CARD_API Certificate make_citizen_certificate(const CitizenContent& content, const crypto::PublicKey& holder_key,
    const Certificate& ca, const SigningKey& ca_key, crypto::RandomSource& random);
CARD_API Certificate make_package_root(
    const PackageRootContent& content, const SigningKey& key, crypto::RandomSource& random);

} // namespace card::pki
