// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image.hpp"
#include "piv_slots.hpp"
#include "random.hpp"

/// The dynamic authentication template 7C of GENERAL AUTHENTICATE. [800-73-4] part 2 §3.2.4, table 7
namespace refcard::piv {

/// What the key of this slot makes of the template: 7C { 82 result }. Throws Refusal{wrong_data} for a template, or an
/// input, that the key is not for.
Bytes authenticate(const Slot& slot, const PivKey& key, ByteView data);

/// 7C { 81 } asks for a challenge, which no key answers: eight random bytes.
Bytes challenge(ByteView data, Random& random);

} // namespace refcard::piv
