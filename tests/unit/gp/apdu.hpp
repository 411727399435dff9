// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/vectors.hpp"

#include "card/gp/key_set.hpp"
#include "card/gp/scp03_keys.hpp"

#include <algorithm>

namespace test {

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
