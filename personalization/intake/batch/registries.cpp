// SPDX-License-Identifier: Apache-2.0
#include "intake/batch/registries.hpp"

#include "card/base/error.hpp"
#include "card/pki/pem.hpp"
#include "intake/batch/byte_source.hpp"

#include <algorithm>

namespace perso::intake {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_file = 64 * 1024;

} // namespace

bool is_registry_name(std::string_view name)
{
    return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

card::pki::Certificate read_registry_certificate(const fs::path& file)
{
    const ByteSource source = source_of_file(file);
    if (source.size > largest_file)
        throw card::Error{card::Errc::malformed_data, "no certificate"}.with_field(file.string());
    const card::Bytes content = source.read(0, static_cast<std::size_t>(source.size));
    auto certificate = card::pki::Certificate::parse(card::pki::der_of(content, card::pki::pem::certificate));
    const auto weaknesses = certificate.key_weaknesses();
    if (!weaknesses || *weaknesses != card::pki::Allowances{})
        throw card::Error{card::Errc::key_rejected, "its key is too weak to sign batches"}.with_field(file.string());
    return certificate;
}

std::vector<Registry> load_registries(const fs::path& folder)
{
    std::vector<Registry> registries;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{folder, error}) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() != ".cer" || !is_registry_name(name))
            continue;
        try {
            registries.push_back({name, read_registry_certificate(entry.path())});
        } catch (const card::Error& refused) {
            throw card::Error{card::Errc::config_invalid, refused.what()}.with_field(entry.path().string());
        }
    }
    std::sort(registries.begin(), registries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return registries;
}

} // namespace perso::intake
