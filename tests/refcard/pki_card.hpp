// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "channels.hpp"

#include <doctest/doctest.h>

namespace refcard_test {

inline constexpr const char* right_pin = "00200080 08 313233343536FFFF";
inline constexpr const char* wrong_pin = "00200080 08 393939393939FFFF";

/// The PKI application of a blank card, selected.
struct PkiCard : TestCard {
    PkiCard() { REQUIRE(send(select_pki_template).sw == Sw::ok); }

    void secure()
    {
        change([](Image& image) {
            image.keys = issuer_keys();
            image.life_cycle = LifeCycle::secured;
        });
    }

    /// GENERAL AUTHENTICATE in clear, by that key and algorithm.
    Reply use(unsigned algorithm_and_key, ByteView data)
    {
        Reply reply = send(command(0x00, 0x87, static_cast<std::uint16_t>(algorithm_and_key), data, 256));
        while ((reply.sw_value() & 0xFF00) == 0x6100) {
            const Reply rest = send("00C0000000");
            append(reply.data, rest.data);
            reply.sw = rest.sw;
        }
        return reply;
    }
};

} // namespace refcard_test
