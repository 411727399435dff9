// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"
#include "card/trust/package_contents.hpp"

namespace card::trust {

/// A trust package is CMS SignedData in DER over an uncompressed tar of standard files. Until its signature is verified
/// under a pinned root nothing but this envelope is read.
inline constexpr std::size_t max_package_size = 32 * 1024 * 1024;

/// What a package is: the manifest and the files it names. In a delta package only those that are new.
struct Package {
    Manifest manifest;
    Files files;

    friend bool operator==(const Package&, const Package&) = default;
};

/// A package whose signature verifies under the key of the certificate inside. Whether that is a pinned root is for
/// install() to say; the archive is still closed.
class CARD_API Envelope {
public:
    /// Throws package_invalid: too long, no SignedData with this content type, or a signature that does not verify.
    static Envelope open(ByteView p7m);

    const pki::Certificate& signer() const noexcept { return signer_; }

    /// Reads the archive. Throws package_invalid.
    Package unpack() const;

private:
    Envelope(pki::Certificate signer, Bytes archive) : signer_{std::move(signer)}, archive_{std::move(archive)} {}

    pki::Certificate signer_;
    Bytes archive_;
};

/// Signs a package and reads it back before it is returned. The same files give the same archive.
/// Throws package_invalid for what open() and unpack() would refuse; key_rejected, crypto_failed.
CARD_API Bytes seal(
    const Package& package, const pki::Certificate& root, const pki::SigningKey& root_key, Time signing_time);

/// Where a package carries its next root.
inline constexpr std::string_view next_root_file = "root/next.p7m";

/// The next root, which so proves that it has its key, over the whole certificate of the present one. In a package it
/// is signed by the present root, too: neither can name the other without it.
CARD_API Bytes hand_over(
    const pki::Certificate& present, const pki::Certificate& next, const pki::SigningKey& next_key, Time signing_time);

/// The root that `statement` names as successor of `present`. Throws package_invalid.
CARD_API pki::Certificate successor(ByteView statement, const pki::Certificate& present);

} // namespace card::trust
