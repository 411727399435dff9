// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/password.hpp"
#include "card/base/bytes.hpp"

namespace idcard {

/// What a person copies from the back of a card: its three lines, at least the first two, or document number, date of
/// birth and date of expiry (both YYMMDD) on three lines, each with or without its check digit. Lower case and spaces
/// at both ends of a line are forgiven. Throws secret_format, with "MRZ" as field and no word of what was typed.
card::auth::Mrz parse_mrz(card::ByteView text);

} // namespace idcard
