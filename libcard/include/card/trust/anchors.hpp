// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/pki/certificate.hpp"

#include <vector>

namespace card::trust {

/// The pinned CSCAs. Each is a pin by its whole bytes: a certificate of the same name and key identifier that is not
/// among them is a stranger.
class CARD_API Anchors {
public:
    Anchors() = default;

    /// Throws trust_data_invalid unless the bytes are a certificate of a CA.
    void add(ByteView der);

    bool empty() const noexcept { return cscas_.empty(); }

    const std::vector<pki::Certificate>& cscas() const noexcept { return cscas_; }

private:
    std::vector<pki::Certificate> cscas_;
};

} // namespace card::trust
