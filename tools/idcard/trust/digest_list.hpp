// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"

#include <string>
#include <string_view>

namespace idcard {

/// Beside the manifest of an installed package: what verdicts need not read.
inline constexpr const char* digests_file = "citizen.sha256";

/// The files of citizen/ with their SHA-256, a line each, as sha256sum writes and checks it.
std::string digest_list(const card::trust::Files& files);

/// Throws trust_data_invalid for what digest_list() does not write.
card::trust::FileDigests parse_digest_list(std::string_view text);

} // namespace idcard
