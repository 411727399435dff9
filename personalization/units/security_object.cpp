// SPDX-License-Identifier: Apache-2.0
#include "units/security_object.hpp"

#include "card/piv/security_object.hpp"
#include "office/clock.hpp"

namespace perso::units {

card::Bytes make_security_object(
    const issuer::Issuer& issuer, const card::Bytes& chuid, const card::Bytes& ccc, card::Date last_day)
{
    using card::piv::SignedContainer;
    return card::piv::encode(
        card::piv::SecurityObject{.containers = {{1, SignedContainer::chuid}, {2, SignedContainer::ccc}},
            .cms = issuer.sign_security_object({{1, chuid}, {2, ccc}}, last_day, now())});
}

} // namespace perso::units
