// SPDX-License-Identifier: Apache-2.0
#include "issuer/content_signer.hpp"

#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "issuer/issuer.hpp"
#include "jobs/card_type.hpp"

namespace perso::issuer {

void require_lasts(const card::pki::Certificate& content_signer, card::Date last_day)
{
    const card::Time end = content_signer.validity().not_after;
    if (end < card::start_of(last_day))
        throw card::Error{card::Errc::content_signer_ends, card::Step{"content signer"}, "the card would outlive it"}
            .with_field(content_signer.subject_common_name() + ", " + card::to_text(card::day_of(end)));
}

void require_content_signer(const Office& office, const card::profile::Profile& profile, card::Date begun)
{
    require_lasts(card::pki::Certificate::parse(read_file(CertificateFiles::of(office).content_signer)),
        card::add_years(begun, longest_term(profile.validity)));
}

} // namespace perso::issuer
