// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/hsm.hpp"

#include "card/pki/certificate.hpp"

#include <functional>

namespace perso::issuer {

/// A key of the office in its token, and the certificate of this key. It must go before the token is closed.
struct CertifiedKey {
    card::pki::Certificate certificate;
    card::pki::SigningKey key;
};

/// Makes the certificate of a key of the token.
using Certify = std::function<card::pki::Certificate(const card::pki::SigningKey& key)>;

/// The key of this label, and its certificate in this file; both are made when there are none yet, and a key without a
/// certificate, of an attempt that broke off, is taken up. The file has its name when all of it is on the disk.
///
/// A key whose certificate is there is never made anew: it throws hsm_key_missing with the label when that key is gone,
/// and the token stays as it is, also for a certificate of another key. Before `certify` is asked, the key is looked
/// at: certificate_unfit as radar::require_strong. Throws file_unwritable, disk_full, and what the token and `certify`
/// throw.
CertifiedKey open_certified_key(
    Hsm& hsm, std::string_view label, const std::filesystem::path& file, const Certify& certify);

/// The same where nothing may be made. Throws hsm_key_missing, file_unreadable.
CertifiedKey read_certified_key(const Hsm& hsm, std::string_view label, const std::filesystem::path& file);

} // namespace perso::issuer
