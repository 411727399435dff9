// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "people/signatures.hpp"

namespace perso::people {

/// The keys of an office at its key ceremony, each as SHA-256 in hex.
struct FoundingKeys {
    std::string csca;  ///< of its certificate
    std::string token; ///< of all public keys whose private ones the token made
};

/// The two people who entered each other; nobody else can. Empty until both are entered.
std::vector<std::string> founders(store::Database& database);

/// Whether the journal tells that the key ceremony has ended: before, nobody works with a staff card.
bool has_ceremony_ended(store::Database& database);

/// What each of them signs: the keys, and for both the application, the digest of its record, and the document that was
/// made of it. So each stands for the other's record and card, too.
Action founding(store::Database& database, const FoundingKeys& keys);

/// The founders who have not signed exactly that.
std::vector<std::string> unsigned_founders(store::Database& database, const FoundingKeys& keys);

/// What `audit verify` says of them.
struct FoundingReport {
    std::int64_t unbound = 0;        ///< founders who have not signed, and are not asked to
    std::vector<std::string> faults; ///< English
};

/// Of who was removed before any ceremony was signed, as in an office of before such signatures, nothing is asked: that
/// is counted. By itself verify_signatures() finds a signature that is not theirs.
FoundingReport verify_founding(store::Database& database, const FoundingKeys& keys);

} // namespace perso::people
