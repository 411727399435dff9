// SPDX-License-Identifier: Apache-2.0
#include "support/vectors.hpp"

#include "card/base/hex.hpp"

#include <fstream>
#include <stdexcept>

namespace test {

card::Bytes Vector::bytes(const std::string& key) const
{
    return card::from_hex(text(key));
}

std::vector<Vector> read_vectors(std::string_view name)
{
    const std::string path = std::string{CARD_TEST_DATA "/vectors/"} + std::string{name};
    std::ifstream file{path};
    std::vector<Vector> cases;
    Vector current;
    const auto finish = [&] {
        if (!current.fields.empty())
            cases.push_back(current);
        current.fields.clear();
    };
    constexpr std::string_view source = "# Source: ";
    for (std::string line; std::getline(file, line);) {
        if (line.empty()) {
            finish();
        } else if (line.starts_with(source)) {
            current.source = line.substr(source.size());
        } else if (line[0] != '#') {
            const std::size_t equals = line.find(" =");
            if (equals == std::string::npos)
                throw std::runtime_error{path + ": a line without ' = '"};
            current.fields[line.substr(0, equals)] = equals + 3 <= line.size() ? line.substr(equals + 3) : "";
        }
    }
    finish();
    if (cases.empty())
        throw std::runtime_error{path + ": missing or without a case"};
    return cases;
}

} // namespace test
