// SPDX-License-Identifier: Apache-2.0
#include "card/session/detect.hpp"

#include "card/base/error.hpp"
#include "card/piv/application.hpp"

namespace card::session {

const iso7816::Aid& identity_aid()
{
    static const iso7816::Aid aid{Bytes{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01}}; // [9303-10] §3.6.1
    return aid;
}

Detected detect(iso7816::Channel& plain, const profile::Profile& profile)
{
    Detected detected;
    detected.identity = plain.transmit(iso7816::select_application(identity_aid())).sw() == iso7816::sw::ok;

    const iso7816::Response pki = plain.transmit(iso7816::select_application_with_answer(piv::application_aid()));
    if (pki.sw() == iso7816::sw::ok) {
        const piv::Selected selected = piv::decode_application_template(pki.data(), profile.piv);
        detected.pki = true;
        detected.change_counter = selected.change_counter;
        if (selected.guid != piv::Guid{}) // zero before personalization
            detected.guid = selected.guid;
    }
    if (!detected.is_ours())
        throw Error{Errc::card_unknown, "the card has none of our applications"};
    plain.transmit(iso7816::select_master_file()).require(iso7816::sw::ok, "SELECT MF");
    return detected;
}

} // namespace card::session
