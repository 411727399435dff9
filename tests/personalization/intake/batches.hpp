// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "card/pki/builder.hpp"
#include "card/pki/cms.hpp"
#include "intake/batch/envelope.hpp"
#include "intake/batch/registries.hpp"

#include <cstdio>
#include <string>
#include <vector>

/// Signed batches of a small registry.
namespace test {

inline constexpr card::Time batch_day{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

struct SigningRegistry {
    explicit SigningRegistry(const std::string& name)
        : key{card::pki::SigningKey::generate(card::crypto::Curve::p256)},
          registry{name, card::pki::make_package_root(
                             {.subject = {.country = "LA",
                                  .organization = {},
                                  .organizational_unit = {},
                                  .common_name = name,
                                  .serial_number = {}},
                                 .validity = {batch_day - std::chrono::days{30}, batch_day + std::chrono::days{3000}}},
                             key, card::crypto::system_random())}
    {
    }

    card::Bytes sign(const std::string& tar) const
    {
        return card::pki::sign(perso::intake::batch_type(), card::as_bytes(tar), registry.certificate, key, batch_day);
    }

    card::pki::SigningKey key;
    perso::intake::Registry registry;
};

/// One file of a ustar archive, after the format's own words and by no library. [POSIX pax, ustar interchange format]
inline std::string tar_entry(const std::string& name, const std::string& content, char type = '0')
{
    std::string head(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) { head.replace(at, text.size(), text); };
    const auto octal = [](std::size_t value, int digits) {
        char text[24];
        std::snprintf(text, sizeof text, "%0*zo", digits, value);
        return std::string{text};
    };
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, octal(content.size(), 11));
    put(136, octal(0, 11));
    put(148, "        ");
    head[156] = type;
    put(257, "ustar");
    put(263, "00");
    std::size_t sum = 0;
    for (const char c : head)
        sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6) + std::string(1, '\0') + " ");
    std::string body = content;
    body.resize((content.size() + 511) / 512 * 512, '\0');
    return head + body;
}

inline std::string tar_end()
{
    return std::string(1024, '\0');
}

inline std::string batch_manifest(std::size_t records, std::size_t photographs, const std::string& number = "B-2026-01",
    const std::string& registry = "vientiane")
{
    return R"({"schema":"idcard-batch-1","batch":")" + number + R"(","registry":")" + registry + R"(","records":)" +
           std::to_string(records) + R"(,"photographs":)" + std::to_string(photographs) + "}\n";
}

} // namespace test
