// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <map>
#include <string>
#include <string_view>

/// Public sample documents of third parties, in the folder that CARD_REAL_DATA names. They are not part of the
/// project: without the folder their tests report as skipped.
namespace test {

/// Says on standard error, once, that tests are skipped if the folder is not given.
bool have_real_data();

/// Throws std::runtime_error if it cannot be read.
card::Bytes real_file(std::string_view path);

/// The files of a subfolder, by name.
std::map<std::string, card::Bytes> real_files(std::string_view folder);

} // namespace test
