// SPDX-License-Identifier: Apache-2.0
#include "issued_card.hpp"

#include "card/source_date.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace test {

namespace {

std::string read(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw std::runtime_error{path.string() + ": missing"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::filesystem::path only_file(const std::filesystem::path& folder)
{
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        return entry.path();
    throw std::runtime_error{folder.string() + ": empty"};
}

/// The value behind `name: ` in a letter.
card::SecureBytes field(const std::string& letter, const std::string& name)
{
    const std::size_t at = letter.find(name + ": ");
    if (at == std::string::npos)
        throw std::runtime_error{"a letter without " + name};
    const std::size_t start = at + name.size() + 2;
    return card::SecureBytes{card::as_bytes(letter).subspan(start, letter.find('\n', start) - start)};
}

} // namespace

card::session::VerificationRequest IssuedCard::request(const card::auth::Password& password) const
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return {
        .password = &password,
        .trust_data = &trust_data,
        .policy = policy,
        .today = card::day_of(now),
        .source_date = card::day_of(card::Time{std::chrono::seconds{card::source_date}}),
    };
}

IssuedCard issued_card()
{
    const char* const folder = std::getenv("CARD_ISSUED");
    const char* const sandbox = std::getenv("CARD_SANDBOX");
    if (folder == nullptr || sandbox == nullptr)
        throw std::runtime_error{"this test runs inside tests/support/sandbox.sh, with the folder of issue_card.sh"};
    const std::filesystem::path root{folder};
    const std::filesystem::path copy = std::filesystem::path{sandbox} / "card.image";
    std::filesystem::copy_file(root / "card.image", copy, std::filesystem::copy_options::overwrite_existing);
    const std::string letter = read(only_file(root / "letters"));
    IssuedCard issued{
        .image = copy.string(),
        .can = field(letter, "CAN"),
        .pin = field(letter, "PIN"),
        .trust_data = {},
        .policy = card::trust::parse_policy(read(root / "office/trust/policy.toml")),
    };
    for (const auto& entry : std::filesystem::directory_iterator{root / "office/trust/csca"})
        issued.trust_data.anchors.add(card::as_bytes(read(entry.path())));
    return issued;
}

} // namespace test
