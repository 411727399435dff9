// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/pki/certificate.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace card::trust {

/// The pinned CSCAs. Each is a pin by its whole bytes: a certificate of the same name and key identifier that is not
/// among them is a stranger. Link certificates beside them are no pins: one counts once a pinned CSCA is found to have
/// signed it, or another link that counts.
class CARD_API Anchors {
public:
    Anchors() = default;

    /// Throws trust_data_invalid unless the bytes are a certificate of a CA. Under foreign_legacy it need not say so in
    /// basicConstraints.
    void add(ByteView der, pki::Leniency leniency = pki::Leniency::strict);
    /// The same for a CSCA's certificate for its successor's key. [9303-12] §7.1
    void add_link(ByteView der, pki::Leniency leniency = pki::Leniency::strict);

    bool empty() const noexcept { return cscas_.empty(); }

    const std::vector<pki::Certificate>& cscas() const noexcept { return cscas_; }

    const std::vector<pki::Certificate>& links() const noexcept { return links_; }

    struct Issuer {
        const pki::Certificate* certificate = nullptr;
        bool pinned = false;
        bool in_order = true; ///< its subject has its parts in the order of the certificate's issuer
    };

    /// Those whose subject is the certificate's issuer, pins first; also with its parts in another order. Borrowed.
    std::vector<Issuer> issuers_of(const pki::Certificate& certificate) const;

    /// SHA-256 that stands for all pins and links, in the order in which they came.
    const Bytes& digest() const noexcept { return digest_; }

private:
    struct Place {
        bool pinned;
        std::size_t index;
    };

    void insert(const pki::Certificate& authority, bool pinned);

    std::vector<pki::Certificate> cscas_;
    std::vector<pki::Certificate> links_;
    std::unordered_multimap<std::uint32_t, Place> by_subject_;
    Bytes digest_;
};

} // namespace card::trust
