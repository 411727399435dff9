// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/ec.hpp"
#include "card/lds/security_infos.hpp"
#include "card/profile/profile.hpp"
#include "intake/record.hpp"
#include "store/job.hpp"

#include <map>

namespace perso {

/// What is known of one card before it is written: who gets it, what was allotted, when it is valid.
struct CardPlan {
    intake::Record record;
    store::Allotment allotment;
    store::Guid guid{};
    std::string issuing_authority;
    card::Date issued;
    card::Date expires; ///< last day of validity
};

/// An adult's card is valid for ten years.
card::Date expiry_of_adult(card::Date issued);

/// What the chip made and told: its public keys, proven, and the access parameters of EF.CardAccess.
struct ChipFacts {
    card::lds::SecurityInfos card_access;
    card::crypto::Point chip_authentication_key;
    std::map<std::uint8_t, card::crypto::Point> slot_keys; ///< by key reference: 9A, 9E
};

/// The files of the identity application, whole. What is hashed, written and compared is always this one buffer.
struct IdentityFiles {
    card::Bytes com;
    std::map<unsigned, card::Bytes> groups; ///< DG1, 2, 11, 12, 13, 14
};

/// Builds them. Throws data_too_long, with the file, above the sizes of the profile.
IdentityFiles prepare_files(const CardPlan& plan, const ChipFacts& chip, const card::profile::Profile& profile);

/// The holder's name for certificates: Latin, given name first, as it is spoken.
std::string common_name(const intake::Record& record);

} // namespace perso
