// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/counting.hpp"
#include "card/iso7816/select.hpp"
#include "card/lds/security_infos.hpp"
#include "card/profile/profile.hpp"
#include "card/session/holder_pin.hpp"
#include "card/session/progress.hpp"

#include <optional>
#include <vector>

/// What a card is, found without its password: nothing here names its holder, and nothing recurs for one.
namespace card::session {

/// How the card is reached.
enum class Interface { contact, contactless };

/// Told by the answer to reset: one that a reader made up for a card on ISO/IEC 14443 has its own form, 3B 8n 80 01.
/// [PCSC-3] §3.1.3.2.3
CARD_API Interface interface_of(ByteView atr);

/// The applications that EF.DIR lists, by their names. [7816-4:2005] §8.2.1.1
/// Throws malformed_tlv, malformed_data.
CARD_API std::vector<iso7816::Aid> decode_application_list(ByteView ef_dir);

struct CardInfo {
    Interface interface = Interface::contact;
    bool identity = false;            ///< the identity application can be selected
    bool pki = false;                 ///< the PKI application can be selected; on contactless only inside PACE
    std::optional<bool> personalized; ///< told by the PKI application alone
    std::vector<iso7816::Aid> listed; ///< in EF.DIR
    std::optional<iso7816::ExtendedLength> buffers; ///< nothing: short APDUs only
    std::optional<lds::SecurityInfos> card_access;  ///< nothing: no EF.CardAccess, or one that cannot be used
    std::optional<HolderPin> secrets;               ///< if the PKI application was selected
    std::vector<iso7816::StepCost> costs;

    bool is_ours() const { return identity || pki; }
};

/// Asks the card behind the transport; leaves the master file selected. A card that is none of ours gives an answer
/// with is_ours() false. Throws what Transport throws.
CARD_API CardInfo inspect(
    iso7816::Transport& transport, ByteView atr, const profile::Profile& profile, const Progress& progress = {});

} // namespace card::session
