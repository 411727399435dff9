// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "allowing.hpp"
#include "extension_reader.hpp"

#include "card/base/date.hpp"

#include <optional>
#include <vector>

namespace card::pki {

/// What the extensions of a certificate say that the library acts on. The views borrow from the certificate.
struct KnownExtensions {
    std::optional<std::uint32_t> key_usage; ///< bit n as 1 << n, first bit of the BIT STRING first
    bool key_usage_is_critical = false;
    bool is_authority = false;
    std::optional<unsigned> path_length;
    std::optional<ByteView> subject_key_id;
    std::optional<ByteView> authority_key_id;
    bool has_private_key_usage = false; ///< either end of it may be missing
    std::optional<Time> private_key_not_before;
    std::optional<Time> private_key_not_after;
    std::vector<ByteView> purposes; ///< of extendedKeyUsage, content of the identifiers
    bool odd_truth = false;         ///< TRUE somewhere with another value than FF
    bool unknown_critical = false;
    bool unusual_critical = false; ///< a harmless one that [9303-12] §7.1 does not let be critical
};

/// Reads them, and checks the form of those that OpenSSL would check, too: alternative names, distribution points, name
/// constraints and a few that documents do not have. Throws malformed_tlv, malformed_data; also for a keyUsage without
/// a bit, a negative path length and the extension of a proxy certificate. Allowances: what is malformed in an
/// extension that is neither critical nor acted on but to choose whom to try; TRUE other than FF. [RFC5280] §4.2
KnownExtensions read_known_extensions(const std::vector<RawExtension>& extensions, Allowing& allowing);

} // namespace card::pki
