// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/digest_list.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

namespace idcard {

namespace trust = card::trust;

namespace {

constexpr std::string_view citizen_part = "citizen";
constexpr std::size_t digest_size = 32;
constexpr std::string_view gap = "  ";

std::string to_text(const trust::FileDigests& digests)
{
    std::string out;
    for (const auto& [name, digest] : digests)
        out += card::to_hex(digest) + std::string{gap} + name + "\n";
    return out.empty() ? "# none\n" : out; // no file of trust data is empty
}

} // namespace

std::string digest_list(const trust::Files& files)
{
    trust::FileDigests digests = trust::digests_of(files);
    std::erase_if(digests, [](const auto& file) { return trust::part_of(file.first) != citizen_part; });
    return to_text(digests);
}

trust::FileDigests parse_digest_list(std::string_view text)
{
    trust::FileDigests digests;
    const std::string_view whole = text;
    try {
        while (!text.empty() && text.front() != '#') {
            const std::string_view line = text.substr(0, text.find('\n'));
            card::require(line.size() > 2 * digest_size + gap.size(), card::Errc::trust_data_invalid, digests_file,
                "a line that is too short");
            digests.insert_or_assign(std::string{line.substr(2 * digest_size + gap.size())},
                card::from_hex(line.substr(0, 2 * digest_size)));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
        }
    } catch (const card::Error& error) {
        throw card::Error{card::Errc::trust_data_invalid, error.what()};
    }
    for (const auto& [name, digest] : digests)
        card::require(trust::part_of(name) == citizen_part, card::Errc::trust_data_invalid, digests_file,
            "a file of another folder");
    card::require(to_text(digests) == whole, card::Errc::trust_data_invalid, digests_file, "is damaged");
    return digests;
}

} // namespace idcard
