// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"
#include "idcard/draft.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace idcard {

/// DER as web servers read it, 64 characters a line. [RFC7468] §3
std::string to_pem(std::string_view label, card::ByteView der);

/// The CAs of the holders' keys as citizen-ca.pem and their lists, complete and delta, as citizen-crl.pem: what web
/// servers read. They wait beside their places until they are kept, so that nothing else need be done in vain.
class PemFiles {
public:
    /// The folder must be there. New files may be read by everybody, others keep owner and mode. Throws
    /// file_unwritable, disk_full; trust_data_invalid as load_citizen_files.
    PemFiles(const std::filesystem::path& folder, const card::trust::Files& files);

    /// Puts each in its place in one step: a server that reads meanwhile reads the old file or the new one.
    void keep();

private:
    std::filesystem::path folder_;
    Draft authorities_;
    Draft lists_;
};

} // namespace idcard
