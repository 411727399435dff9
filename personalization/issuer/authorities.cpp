// SPDX-License-Identifier: Apache-2.0
#include "issuer/authorities.hpp"

#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "issuer/lint/certificates.hpp"
#include "issuer/radar/radar.hpp"
#include "jobs/card_type.hpp"

#include <algorithm>

namespace perso::issuer {

namespace {

using card::pki::Validity;

constexpr int ca_use_years = 5;
constexpr std::chrono::days signer_use{92};

/// From the beginning of today to the last second of the last day: verifiers know days, not seconds.
Validity days(card::Date first, card::Date last)
{
    return {card::start_of(first), card::start_of(last) + std::chrono::days{1} - std::chrono::seconds{1}};
}

card::Date plus(card::Date date, std::chrono::days days)
{
    return card::Date{std::chrono::sys_days{date} + days};
}

card::pki::Name name(const Office& office, const card::profile::Profile& profile, std::string common_name)
{
    return {.country = profile.card.country,
        .organization = office.authority.name,
        .organizational_unit = {},
        .common_name = std::move(common_name),
        .serial_number = {}};
}

Validity ca_usage(card::Date first)
{
    return days(first, card::add_years(first, ca_use_years));
}

/// Until the last card ends that its last signer signed.
Validity ca_validity(card::Date first, const card::profile::Profile& profile)
{
    const card::Date last_signature = plus(card::add_years(first, ca_use_years), signer_use);
    return days(first, card::add_years(last_signature, longest_term(profile.validity)));
}

/// The office names the address of the CSCA's list; the others lie beside it.
std::string beside_csca_list(const Office& office, const std::string& file)
{
    const std::string& url = office.authority.crl_url;
    return url.substr(0, url.rfind('/') + 1) + file;
}

card::pki::Publication publication(const Office& office, const card::profile::Profile& profile)
{
    return {.country_code = profile.card.issuing_state,
        .contact_email = office.authority.contact_email,
        .crl_url = office.authority.crl_url};
}

/// Looked at before anything is certified by it, or for it.
card::pki::SigningKey new_authority_key(Hsm& hsm, std::string_view label)
{
    radar::require_strong(hsm.token().generate_signing_key(label), label);
    return hsm.signing_key(label);
}

struct SignerCertificate {
    unsigned number;
    card::crypto::Point key;
    const card::pki::Certificate& csca;
    const card::pki::SigningKey& csca_key;
    Validity use;
    const Office& office;
    const card::profile::Profile& profile;
};

/// Valid for as long as the longest card that it signs on its last day.
card::pki::Certificate signer_certificate(const SignerCertificate& wanted)
{
    const card::Date last_day =
        card::add_years(card::day_of(wanted.use.not_after), longest_term(wanted.profile.validity));
    auto certificate = card::pki::make_document_signer(
        {.subject = name(wanted.office, wanted.profile, "Document Signer " + std::to_string(wanted.number)),
            .validity = days(card::day_of(wanted.use.not_before), last_day),
            .key_usage = wanted.use,
            .document_types = {wanted.profile.card.document_code},
            .publication = publication(wanted.office, wanted.profile)},
        wanted.key, wanted.csca, wanted.csca_key, card::crypto::system_random());
    lint::require_fit(certificate, lint::Kind::document_signer, wanted.key, wanted.csca);
    return certificate;
}

} // namespace

card::pki::Certificate make_citizen_authority(unsigned number, const card::pki::SigningKey& key, const Office& office,
    const card::profile::Profile& profile, card::Time now)
{
    auto authority =
        card::pki::make_citizen_ca({.subject = name(office, profile, "Citizen CA " + std::to_string(number)),
                                       .validity = ca_validity(card::day_of(now), profile),
                                       .crl_url = citizen_crl_url(office, number)},
            key, card::crypto::system_random());
    lint::require_fit(authority, lint::Kind::citizen_ca, key.public_key(), authority);
    return authority;
}

card::pki::Certificate make_document_signer(unsigned number, const card::pki::SigningKey& key,
    const card::pki::Certificate& csca, const card::pki::SigningKey& csca_key, const Office& office,
    const card::profile::Profile& profile, card::Time until, card::Time now)
{
    const auto csca_use = csca.private_key_usage();
    card::require(csca_use && csca_use->contains(now), card::Errc::signer_unsuitable, "make a document signer",
        "the time in which the CSCA signs is over or has not begun");
    const card::Time last_use = std::min(std::max(now, until), csca_use->not_after) + signer_use;
    return signer_certificate({.number = number,
        .key = key.public_key(),
        .csca = csca,
        .csca_key = csca_key,
        .use = days(card::day_of(now), card::day_of(last_use)),
        .office = office,
        .profile = profile});
}

std::string citizen_crl_url(const Office& office, unsigned number)
{
    return beside_csca_list(office, label::citizen_ca_of(number) + ".crl");
}

std::string citizen_delta_url(const Office& office, unsigned number)
{
    return beside_csca_list(office, label::citizen_ca_of(number) + "-delta.crl");
}

Authorities make_authorities(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now)
{
    auto& random = card::crypto::system_random();
    const card::Date today = card::day_of(now);
    const Validity signer_usage = days(today, plus(today, signer_use));

    const auto csca_key = new_authority_key(hsm, label::csca);
    const auto csca = card::pki::make_csca({.subject = name(office, profile, "Country Signing CA 1"),
                                               .validity = ca_validity(today, profile),
                                               .key_usage = ca_usage(today),
                                               .publication = publication(office, profile)},
        csca_key, random);
    lint::require_fit(csca, lint::Kind::csca, csca_key.public_key(), csca);

    const auto signer = signer_certificate({.number = 1,
        .key = new_authority_key(hsm, label::document_signer).public_key(),
        .csca = csca,
        .csca_key = csca_key,
        .use = signer_usage,
        .office = office,
        .profile = profile});

    const auto citizen_ca_key = new_authority_key(hsm, label::citizen_ca);
    const auto citizen_ca = make_citizen_authority(1, citizen_ca_key, office, profile, now);

    const auto content_key = new_authority_key(hsm, label::content_signer).public_key();
    const auto content_signer =
        card::pki::make_content_signer({.subject = name(office, profile, "Content Signer 1"),
                                           .validity = {card::start_of(today), citizen_ca.validity().not_after},
                                           .crl_url = citizen_crl_url(office, 1)},
            content_key, citizen_ca, citizen_ca_key, random);
    lint::require_fit(content_signer, lint::Kind::content_signer, content_key, citizen_ca);
    return {csca, signer, citizen_ca, content_signer};
}

} // namespace perso::issuer
