// SPDX-License-Identifier: Apache-2.0
#include "issuer/authorities.hpp"

#include "card/crypto/random.hpp"
#include "card_type.hpp"

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

} // namespace

card::pki::Certificate make_citizen_authority(unsigned number, const card::pki::SigningKey& key, const Office& office,
    const card::profile::Profile& profile, card::Time now)
{
    return card::pki::make_citizen_ca({.subject = name(office, profile, "Citizen CA " + std::to_string(number)),
                                          .validity = ca_validity(card::day_of(now), profile),
                                          .crl_url = citizen_crl_url(office, number)},
        key, card::crypto::system_random());
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
    const int longest_card_years = longest_term(profile.validity);
    const card::Date signer_use_ends = plus(today, signer_use);
    const card::Date signer_ends = card::add_years(signer_use_ends, longest_card_years);
    const Validity ca_use = ca_usage(today);
    const card::pki::Publication publication{.country_code = profile.card.issuing_state,
        .contact_email = office.authority.contact_email,
        .crl_url = office.authority.crl_url};

    hsm.token().generate_signing_key(label::csca);
    const auto csca_key = hsm.signing_key(label::csca);
    const auto csca = card::pki::make_csca({.subject = name(office, profile, "Country Signing CA 1"),
                                               .validity = ca_validity(today, profile),
                                               .key_usage = ca_use,
                                               .publication = publication},
        csca_key, random);

    const auto signer_key = hsm.token().generate_signing_key(label::document_signer);
    const auto signer = card::pki::make_document_signer({.subject = name(office, profile, "Document Signer 1"),
                                                            .validity = days(today, signer_ends),
                                                            .key_usage = days(today, signer_use_ends),
                                                            .document_types = {profile.card.document_code},
                                                            .publication = publication},
        signer_key, csca, csca_key, random);

    hsm.token().generate_signing_key(label::citizen_ca);
    const auto citizen_ca_key = hsm.signing_key(label::citizen_ca);
    const auto citizen_ca = make_citizen_authority(1, citizen_ca_key, office, profile, now);

    const auto content_key = hsm.token().generate_signing_key(label::content_signer);
    const auto content_signer = card::pki::make_content_signer({.subject = name(office, profile, "Content Signer 1"),
                                                                   .validity = days(today, signer_ends),
                                                                   .crl_url = citizen_crl_url(office, 1)},
        content_key, citizen_ca, citizen_ca_key, random);
    return {csca, signer, citizen_ca, content_signer};
}

} // namespace perso::issuer
