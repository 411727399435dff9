// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/vectors.hpp"

#include "card/gp/key_set.hpp"
#include "card/gp/scp03_keys.hpp"
#include "card/iso7816/command.hpp"

#include <algorithm>
#include <stdexcept>

namespace test {

/// A short command APDU taken apart again.
inline card::iso7816::Command parse_apdu(card::ByteView apdu)
{
    card::iso7816::Command command{
        .cla = apdu[0], .ins = static_cast<card::iso7816::Ins>(apdu[1]), .p1 = apdu[2], .p2 = apdu[3]};
    card::ByteView rest = apdu.subspan(4);
    if (rest.size() > 1) {
        command.data = card::to_bytes(rest.subspan(1, rest[0]));
        rest = rest.subspan(1 + command.data.size());
    }
    if (rest.size() > 1)
        throw std::runtime_error{"not a short APDU"};
    if (rest.size() == 1)
        command.ne = rest[0] == 0 ? 256 : rest[0];
    return command;
}

inline card::gp::KeySet static_keys(const Vector& vector)
{
    using card::SecureBytes;
    return {SecureBytes{vector.bytes("KeyEnc")}, SecureBytes{vector.bytes("KeyMac")},
        vector.has("KeyDek") ? SecureBytes{vector.bytes("KeyDek")} : SecureBytes{}};
}

inline card::gp::Challenge challenge(const Vector& vector, const char* name)
{
    card::gp::Challenge out{};
    const card::Bytes bytes = vector.bytes(name);
    std::copy_n(bytes.begin(), out.size(), out.begin());
    return out;
}

} // namespace test
