// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace test {

/// A file of tests/vectors/image.
inline card::Bytes picture_file(const std::string& name)
{
    std::ifstream file{CARD_TEST_DATA "/vectors/image/" + name, std::ios::binary};
    if (!file)
        throw std::runtime_error{"no such vector: " + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace test
