// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/command.hpp"

#include "card/base/error.hpp"

namespace card::iso7816 {

Bytes encode(const Command& command)
{
    const std::size_t nc = command.data.size();
    if (nc > max_extended_nc || command.ne > max_extended_ne)
        throw Error{Errc::data_too_long, "command is longer than an APDU can be"};
    const bool extended = nc > max_short_nc || command.ne > max_short_ne;

    Bytes apdu;
    apdu.reserve(4 + 3 + nc + 2); // never reallocated: the data may be a PIN
    apdu.assign({command.cla, static_cast<std::uint8_t>(command.ins), command.p1, command.p2});
    if (nc > 0) {
        if (extended)
            apdu.push_back(0x00);
        append(apdu, big_endian(nc, extended ? 2 : 1));
        append(apdu, command.data);
    }
    if (command.ne > 0) { // the greatest Ne is encoded as zero
        if (extended && nc == 0)
            apdu.push_back(0x00);
        append(apdu, big_endian(command.ne, extended ? 2 : 1));
    }
    return apdu;
}

} // namespace card::iso7816
