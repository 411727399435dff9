// SPDX-License-Identifier: Apache-2.0
#include "base/read_file.hpp"

#include "card/base/error.hpp"

#include <fstream>
#include <iterator>

namespace perso {

card::Bytes read_file(const std::filesystem::path& path)
{
    std::ifstream in{path, std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (!in || content.empty())
        throw card::Error{card::Errc::file_unreadable, "a file of the office"}.with_field(path.string());
    return card::to_bytes(card::as_bytes(content));
}

} // namespace perso
