// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/pki/certificate.hpp"
#include "card/trust/anchors.hpp"

#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace card::trust {

/// A signer below a pinned CSCA, and what every document of its asks of it.
struct ProvenSigner {
    pki::Certificate certificate;
    std::vector<pki::Certificate> path; ///< from its issuer over links to the pinned CSCA
    pki::Allowances allowances;         ///< without which the chain does not hold: docs/passive-authentication.md
    bool suitable = false;              ///< by key usage, extensions and strength, under these allowances
    bool has_purposes = false; ///< extendedKeyUsage is there, which our own signers do not have. [9303-12] §7.1
    std::string subject_country;
    std::string issuer_country;
    pki::Validity validity;
    pki::Validity key_usage; ///< when its private key may sign
};

/// How a search for the chain ended.
struct ChainSearch {
    std::optional<ProvenSigner> signer;
    bool named = false;      ///< a pinned CSCA has the issuer's name and key identifier
    bool unsuitable = false; ///< a CSCA signed it that may not, or no longer could
};

/// Looks for a chain of signatures from `signer` over links to a pinned CSCA. Each issuer may issue certificates, knows
/// no unknown critical extension, and had not run out when it issued. Link certificates do not count against a path
/// length, whatever their names: they lead from one CSCA to the next. At most `longest_path` certificates.
CARD_API ChainSearch find_chain(const pki::Certificate& signer, const Anchors& anchors);

inline constexpr std::size_t longest_path = 8;

/// Remembers chains from one verdict to the next: what is expensive and does not depend on the document. Only signers
/// that were proven are kept, by all their bytes and by the anchors that proved them. Any number of threads.
class CARD_API ProvenSigners {
public:
    explicit ProvenSigners(std::size_t most = 4'096) : most_{most} {}

    std::shared_ptr<const ProvenSigner> find(ByteView der, const Anchors& anchors) const;
    /// When it is full, all are forgotten.
    void add(std::shared_ptr<const ProvenSigner> signer, const Anchors& anchors);
    std::size_t size() const;

private:
    struct Entry {
        Bytes anchors;
        std::shared_ptr<const ProvenSigner> signer;
    };

    struct Hash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    std::size_t most_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> signers_;
};

} // namespace card::trust
