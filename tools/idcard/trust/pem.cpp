// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/pem.hpp"

#include "card/trust/trust_files.hpp"
#include "idcard/trust/trust_staging.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace idcard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t line_length = 64;

/// [RFC4648] §4
std::string base64(card::ByteView bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8 | (k < count ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= count ? digits[bits >> (18 - 6 * k) & 0x3F] : '=';
    }
    return out;
}

/// Beside its place first, then there.
void put(const fs::path& path, const std::string& content)
{
    fs::path draft = path;
    draft += fmt::format(".{}.new", getpid());
    try {
        write_durably(draft, card::as_bytes(content));
        if (std::rename(draft.c_str(), path.c_str()) != 0)
            fail_to_write(path);
    } catch (...) {
        ::unlink(draft.c_str());
        throw;
    }
    sync_folder(path.parent_path());
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

void write_pem(const fs::path& folder, const card::trust::Files& files)
{
    const card::trust::CitizenTrust trust = card::trust::load_citizen_files(files);
    std::string authorities;
    for (const auto& authority : trust.authorities)
        authorities += to_pem("CERTIFICATE", authority.der());
    std::string lists;
    for (const auto& list : trust.lists)
        lists += to_pem("X509 CRL", list.der());
    const fs::path place = fs::absolute(folder);
    put(place / "citizen-ca.pem", authorities);
    put(place / "citizen-crl.pem", lists);
}

} // namespace idcard
