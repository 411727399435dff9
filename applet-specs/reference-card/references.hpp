// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"

namespace refcard {

/// Key references of PIN and PUK. [800-73-4] part 1 table 4b
enum class ReferenceId : std::uint8_t { pin = 0x80, puk = 0x81 };

/// PIN and PUK with their retry counters. A try is spent, durably, before the comparison, and given back after it.
class References {
public:
    explicit References(Chip& chip) : chip_{chip} {}

    static constexpr std::size_t size = 8;

    /// The issuer may have taken it away.
    bool exists(ReferenceId id) const;
    /// Throws Refusal{reference_not_found}, as verify() does, if there is no such reference.
    unsigned tries(ReferenceId id) const;
    /// Digits within the limits of the profile, filled up with FF. Throws Refusal{wrong_data}.
    void require_format(ReferenceId id, ByteView value) const;
    /// Compares. Throws Refusal{63Cx}, and Refusal{blocked} when no try is left.
    void verify(ReferenceId id, ByteView value);
    /// Sets the value and gives back all tries.
    void set(ReferenceId id, ByteView value);
    /// Gives both the values of a blank card, with that many tries from now on.
    void reset_both(unsigned pin_tries, unsigned puk_tries);
    void remove(ReferenceId id);

private:
    const Reference& stored(ReferenceId id) const;
    const Profile::Reference& rules(ReferenceId id) const;
    unsigned all_tries(ReferenceId id) const;

    Chip& chip_;
};

} // namespace refcard
