// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/pem.hpp"

#include "card/pki/pem.hpp"
#include "card/trust/trust_files.hpp"
#include "idcard/base64.hpp"
#include "idcard/trust/trust_staging.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace idcard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t line_length = 64;
constexpr mode_t readable_by_all = 0644;
constexpr std::string_view authorities_file = "citizen-ca.pem";
constexpr std::string_view lists_file = "citizen-crl.pem";

/// Beside its place, on the disk.
Draft drafted(const fs::path& path)
{
    std::error_code error;
    if (fs::is_directory(fs::symlink_status(path, error)))
        fail_to_write(path, EISDIR);
    return Draft{path};
}

void fill(Draft& draft, const fs::path& place, const std::string& content)
{
    draft.write(card::as_bytes(content));
    draft.take_after(place, readable_by_all);
    draft.finish();
}

} // namespace

std::string to_pem(std::string_view label, card::ByteView der)
{
    std::string out = fmt::format("-----BEGIN {}-----\n", label);
    const std::string text = base64(der);
    for (std::size_t i = 0; i < text.size(); i += line_length)
        out += text.substr(i, line_length) + "\n";
    return out + fmt::format("-----END {}-----\n", label);
}

PemFiles::PemFiles(const fs::path& folder, const card::trust::Files& files)
    : folder_{fs::absolute(folder)},
      authorities_{drafted(folder_ / authorities_file)},
      lists_{drafted(folder_ / lists_file)}
{
    const card::trust::CitizenTrust trust = card::trust::load_citizen_files(files);
    std::string text;
    for (const auto& authority : trust.authorities)
        text += to_pem(card::pki::pem::certificate, authority.der());
    fill(authorities_, folder_ / authorities_file, text);
    text.clear();
    for (const auto& list : trust.lists)
        text += to_pem(card::pki::pem::revocation_list, list.der());
    fill(lists_, folder_ / lists_file, text);
}

void PemFiles::keep()
{
    authorities_.keep();
    lists_.keep();
    sync_folder(folder_);
}

} // namespace idcard
