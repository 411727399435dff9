// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/leniency.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace card::pki {

inline constexpr std::size_t max_master_list_size = 16 * 1024 * 1024;

/// CSCAs and link certificates that a state, ICAO or the BSI collected and signed: SignedData over CscaMasterList.
/// A list is a source, not an anchor: what it holds is pinned only by who installs it. Immutable; copies share one
/// object. [9303-12] §8.2
class CARD_API MasterList {
public:
    /// SignedData as SignedData::parse takes it under foreign_legacy, of at most max_master_list_size bytes, with
    /// content type id-icao-cscaMasterList and CscaMasterList version 0. What deviates from the strict rules:
    /// allowances(). Its certificates are not read yet, its signature not verified. Throws malformed_tlv,
    /// malformed_data, unsupported.
    static MasterList parse(ByteView der);

    /// DER of each certificate, in the order of the list. Whether Certificate::parse takes it is another matter: among
    /// several hundred there are always some that break a rule.
    const std::vector<Bytes>& certificates() const noexcept;

    /// The certificate inside that the signer identifier names. It is not trusted.
    const Certificate& signer() const noexcept;
    /// The other certificates beside it as far as they can be read: usually the CSCA that made it.
    const std::vector<Certificate>& companions() const noexcept;
    /// As the signer claims it; nothing if it does not.
    std::optional<Time> signing_time() const;
    /// More certificates than the signer's are as it should be, and not among them. [9303-12] §8.2
    const Allowances& allowances() const noexcept;

    /// messageDigest is the digest of the content, and the signature verifies under the key of signer().
    bool signature_is_valid() const;
    /// The signer may sign master lists (extended key usage 2.23.136.1.1.3) and `csca` made it, or it is `csca`
    /// itself, as some states do. The caller has pinned `csca`: a companion of the list is as good as unknown.
    bool is_made_under(const Certificate& csca) const;

private:
    struct State;

    explicit MasterList(std::shared_ptr<const State> state) noexcept : state_{std::move(state)} {}

    std::shared_ptr<const State> state_;
};

} // namespace card::pki
