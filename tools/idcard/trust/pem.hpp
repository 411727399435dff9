// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace idcard {

/// DER as web servers read it, 64 characters a line. [RFC7468] §3
std::string to_pem(std::string_view label, card::ByteView der);

/// Writes the CAs of the holders' keys to citizen-ca.pem and their lists, complete and delta, to citizen-crl.pem, each
/// in one step: a server that reads meanwhile reads the old file or the new one. Both may be read by everybody. The
/// folder must be there. Throws file_unwritable, disk_full; trust_data_invalid as load_citizen_files.
void write_pem(const std::filesystem::path& folder, const card::trust::Files& files);

} // namespace idcard
