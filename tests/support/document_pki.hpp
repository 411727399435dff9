// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/builder.hpp"

/// A small document PKI in memory.
namespace test {

namespace crypto = card::crypto;
namespace pki = card::pki;
using card::Date;
using card::start_of;
using card::Time;

inline Time at(int year, unsigned month, unsigned day)
{
    return start_of(Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}});
}

inline pki::Publication publication()
{
    return {.country_code = "LAO", .contact_email = "csca@example.la", .crl_url = "http://crl.example.la/csca.crl"};
}

inline pki::CscaContent csca_content()
{
    return {.subject = {.country = "LA",
                .organization = "Ministry",
                .organizational_unit = "",
                .common_name = "CSCA",
                .serial_number = "001"},
        .validity = {at(2026, 1, 1), at(2056, 1, 1)},
        .key_usage = {at(2026, 1, 1), at(2030, 1, 1)},
        .publication = publication()};
}

inline pki::DocumentSignerContent signer_content()
{
    return {.subject = {.country = "LA",
                .organization = "Ministry",
                .organizational_unit = "",
                .common_name = "Document signer",
                .serial_number = "0001"},
        .validity = {at(2026, 1, 1), at(2046, 4, 1)},
        .key_usage = {at(2026, 1, 1), at(2026, 12, 31)},
        .document_types = {"ID"},
        .publication = publication()};
}

/// A CSCA and a signer under it, on P-256.
struct DocumentPki {
    pki::SigningKey csca_key = pki::SigningKey::generate(crypto::Curve::p256);
    pki::Certificate csca = pki::make_csca(csca_content(), csca_key, crypto::system_random());
    pki::SigningKey signer_key = pki::SigningKey::generate(crypto::Curve::p256);
    pki::Certificate signer =
        pki::make_document_signer(signer_content(), signer_key.public_key(), csca, csca_key, crypto::system_random());
};

/// One for all tests that change nothing in it.
inline const DocumentPki& document_pki()
{
    static const DocumentPki made;
    return made;
}

} // namespace test
