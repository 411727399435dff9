// SPDX-License-Identifier: Apache-2.0
#include "issuer/renewal.hpp"

#include "card/pki/path.hpp"
#include "issuer/lint/extensions.hpp"

namespace perso::issuer {

using card::piv::Slot;
using card::pki::Certificate;
using card::pki::CitizenPurpose;
using card::pki::KeyUsage;

namespace {

[[noreturn]] void refuse(std::string_view rule)
{
    throw card::Error{card::Errc::certificate_unfit, card::Step{"renew a certificate"}, "not of a card of this office"}
        .with_field("renewal/" + std::string{rule});
}

CitizenPurpose purpose_of(const Certificate& certificate)
{
    if (certificate.is_meant_for("1.3.6.1.5.5.7.3.2"))
        return CitizenPurpose::authentication;
    if (certificate.is_meant_for("2.16.840.1.101.3.6.8"))
        return CitizenPurpose::card_authentication;
    if (certificate.may(KeyUsage::non_repudiation))
        return CitizenPurpose::signature;
    if (certificate.may(KeyUsage::key_agreement) || certificate.may(KeyUsage::key_encipherment))
        return CitizenPurpose::key_management;
    refuse("purpose");
}

/// "LA0000001" of "urn:idcard:LAO:LA0000001".
std::string document_number_of(const Certificate& certificate)
{
    const auto extensions = lint::extensions_of(certificate);
    const lint::RawExtension* const names = lint::find(extensions, "2.5.29.17");
    const std::string uri = names == nullptr ? std::string{} : lint::uri_of(*names);
    if (!uri.starts_with("urn:idcard:"))
        refuse("subject_uri");
    return uri.substr(uri.rfind(':') + 1);
}

} // namespace

Slot slot_of(CitizenPurpose purpose)
{
    switch (purpose) {
    case CitizenPurpose::authentication:
        return Slot::authentication;
    case CitizenPurpose::signature:
        return Slot::signature;
    case CitizenPurpose::key_management:
        return Slot::key_management;
    case CitizenPurpose::card_authentication:
        break;
    }
    return Slot::card_authentication;
}

lint::Kind kind_of(CitizenPurpose purpose)
{
    switch (purpose) {
    case CitizenPurpose::authentication:
        return lint::Kind::authentication;
    case CitizenPurpose::signature:
        return lint::Kind::signature;
    case CitizenPurpose::key_management:
        return lint::Kind::key_management;
    case CitizenPurpose::card_authentication:
        break;
    }
    return lint::Kind::card_authentication;
}

HolderCertificate content_of(const Certificate& certificate, const Certificate& authority)
{
    if (!card::pki::names_issuer(certificate, authority) || !card::pki::is_signed_by(certificate, authority))
        refuse("issuer");
    return {.purpose = purpose_of(certificate),
        .common_name = certificate.subject_common_name(),
        .holder_id = certificate.subject_serial_number(),
        .document_number = document_number_of(certificate),
        .validity = certificate.validity(),
        .citizen_ca = 1};
}

} // namespace perso::issuer
