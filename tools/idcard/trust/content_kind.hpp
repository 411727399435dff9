// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <string_view>

namespace idcard {

/// What a file with trust data may hold.
enum class ContentKind { certificate, revocation_list, master_list, ldif, pem };

/// By the first bytes; the ending of the name (.crl, .ml) counts only where they say nothing. What is none of all this
/// is taken for a certificate, and refused as one.
ContentKind kind_of(card::ByteView content, std::string_view name);

} // namespace idcard
