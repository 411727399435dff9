// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/transport.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/trust_data.hpp"
#include "production/production.hpp"

namespace perso {

/// What a counter is given by the office's trust folder.
struct TrustData {
    card::trust::TrustData data;
    std::vector<card::pki::Certificate> citizen_authorities;
    card::trust::Policy policy;
};

/// Throws trust_data_invalid.
TrustData load_trust(const std::filesystem::path& directory);

/// Reads a finished card back as a counter would, without any key of the issuer: PACE with the CAN of the letter, the
/// counter's own verification, then the password of the MRZ and the other mapping; every file and object compared with
/// what was written byte by byte, every key used once. PIN and PUK are proven by right values alone, have all their
/// tries left and are none with which cards are delivered; a card that shall have none has none. Throws quality_failed
/// with what differs, pin_default, and what reading throws.
void check_quality(card::iso7816::Transport& transport, const Production& written, const TrustData& trust);

} // namespace perso
