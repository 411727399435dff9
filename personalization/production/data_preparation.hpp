// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/public_key.hpp"
#include "card/lds/mrz.hpp"
#include "card/lds/security_infos.hpp"
#include "jobs/card_type.hpp"
#include "jobs/job.hpp"

#include <map>

namespace perso {

/// What is known of one card before it is written: who gets it, what was allotted, when it is valid.
struct CardPlan {
    intake::Record record;
    store::Allotment allotment;
    store::Guid guid{};
    std::string issuing_authority;
    card::Date issued{};
    Term term;
    std::map<unsigned, card::Bytes> early_groups; ///< made before the card came; empty if nobody did
};

/// What the chip made and told: its public keys, proven, and the access parameters of EF.CardAccess.
struct ChipFacts {
    card::lds::SecurityInfos card_access;
    card::crypto::Point chip_authentication_key;
    std::optional<card::crypto::Point> mapping_key;
    std::map<card::piv::Slot, card::crypto::PublicKey> slot_keys;
};

/// The files of the identity application, whole. What is hashed, written and compared is always this one buffer.
struct IdentityFiles {
    card::Bytes com;
    std::map<unsigned, card::Bytes> groups; ///< DG1, 2, 11 to 14; DG7 and DG16 where the record has their content
};

/// The machine readable zone of the card.
card::lds::Mrz mrz(const CardPlan& plan, const card::profile::Profile& profile);

/// The data groups that tell nothing but the record: DG2, 7, 11 and 16.
std::map<unsigned, card::Bytes> early_groups(const intake::Record& record, card::Date issued);

/// Builds them. Throws data_too_long, with the file, above the sizes of the profile.
IdentityFiles prepare_files(const CardPlan& plan, const ChipFacts& chip, const card::profile::Profile& profile);

/// The content of EF.CardSecurity: the access parameters and the key of chip authentication mapping. [9303-11] §9.2.8
card::lds::SecurityInfos card_security(const ChipFacts& chip, const card::profile::Profile& profile);

/// What EF.CardAccess of a card of this profile offers. [9303-11] §9.2.1
std::vector<card::lds::PaceInfo> pace_infos(const card::profile::Pace& pace);

/// Chip Authentication with the key of DG14, as the profile has it. [9303-11] §9.2.5
card::lds::ChipAuthenticationInfo chip_authentication_info(const card::profile::ChipAuthentication& parameters);

/// The holder's name for certificates: Latin, given name first, as it is spoken.
std::string common_name(const intake::Record& record);

} // namespace perso
