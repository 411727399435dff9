// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace card::trust {

/// How old installed data may be, in days since their thisUpdate, before a check that rests on them is stale. Part of
/// the signed policy.
struct Freshness {
    unsigned signer_crl_days = 90;
    unsigned card_status_days = 30;

    friend bool operator==(const Freshness&, const Freshness&) = default;
};

} // namespace card::trust
