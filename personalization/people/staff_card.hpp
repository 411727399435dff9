// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/iso7816/channel.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/piv/slots.hpp"
#include "card/profile/profile.hpp"

#include <functional>

namespace perso::people {

/// A person's identity card in a reader of the office, used by its holder. The PIN comes from a file descriptor or the
/// terminal; an empty one means the reader's PIN pad. What was tried with a wrong card costs it no try: its
/// certificate is compared before any PIN is sent.
///
/// Everything throws what pcsc::CardConnection throws.
class StaffCard {
public:
    /// The card in the reader whose name contains `reader_part`, or in the only one. The context must outlive it.
    StaffCard(card::pcsc::Context& context, const std::string& reader_part, const card::profile::Profile& profile);

    /// The reader has a PIN pad for VERIFY.
    bool has_pin_pad();

    /// The certificate of 9A, DER. Throws staff_card_wrong for a card that has none.
    card::Bytes certificate();

    /// Throws staff_card_wrong unless the certificate of 9A is this one.
    void require_certificate(card::ByteView der);

    /// The key 9A signs the statement. Throws pin_wrong with the tries left, pin_blocked, pin_last_try (nothing was
    /// sent), crypto_failed.
    card::Bytes sign(card::ByteView statement, const card::SecureBytes& pin);

    /// The key 9D agrees with this point: the x-coordinate. Throws as sign().
    card::SecureBytes agree(const card::crypto::Point& peer, const card::SecureBytes& pin);

private:
    using Use = std::function<void(card::iso7816::Channel& channel)>;
    void visit(const Use& use);
    void verify(card::iso7816::Channel& channel, const card::SecureBytes& pin);
    void verify_on_pad();
    card::Bytes certificate(card::iso7816::Channel& channel);

    card::pcsc::CardConnection connection_;
    const card::profile::Profile& profile_;
};

} // namespace perso::people
