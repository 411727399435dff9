// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/sod.hpp"
#include "card/trust/check.hpp"
#include "card/trust/evidence.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/proven_signers.hpp"
#include "card/trust/trust_data.hpp"

#include "card/base/date.hpp"

#include <optional>
#include <string>
#include <vector>

/// Passive authentication, step by step. [9303-11] §5.1
namespace card::trust {

/// EF.SOD after its signature was verified. Without a signature that verifies there is no object: nothing that an
/// unsigned EF.SOD says may be used.
struct VerifiedSod {
    Check check;
    std::optional<lds::Sod> sod;
};

/// Our own rules first; where the policy takes documents of other states and these refuse, foreign_legacy.
VerifiedSod verify_sod(const FileReading& reading, const TrustData& trust, const Policy& policy);

/// One check for each data group that EF.SOD lists or that was read, ascending.
std::vector<Check> compare_hashes(const Evidence& evidence, const VerifiedSod& verified);

/// What the signed data say about the signer's duties.
struct IssuingFacts {
    std::optional<std::string> issuing_state; ///< of the MRZ; none if DG1 was not read
    std::optional<Date> date_of_issue;        ///< of DG12; without it nothing is said about the time of signing
};

/// Why a file that was wanted is not there.
Errc reason_of(FileReading::Status status);

/// Who may have signed: what the counter trusts, and what the document says of its signer.
struct SignerRules {
    const TrustData& trust;
    const Policy& policy;
    IssuingFacts facts;
    Date today{};
};

/// From what was proven before, else by a search, whose end is then in `search`; null if there is no chain.
std::shared_ptr<const ProvenSigner> find_signer(
    const pki::Certificate& signer, const TrustData& trust, ChainSearch& search);

/// The signer was made by a pinned CSCA or by its successors over link certificates, all are fit for it, and all name
/// the same country. The check is one of `id`. `allowances` is what was let pass before: on our own documents nothing.
Check verify_signer(
    CheckId id, const pki::Certificate& signer, const SignerRules& rules, const pki::Allowances& allowances = {});

Check verify_chain(const VerifiedSod& verified, const SignerRules& rules);

} // namespace card::trust
