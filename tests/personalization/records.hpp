// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/text/encoding.hpp"
#include "intake/intake.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace test {

inline constexpr card::Date day{std::chrono::year{2026} / 11 / 22};

/// The record of the demonstration, which passes on that day.
nlohmann::json specimen();

/// A JPEG of 360 by 480 pixels as far as its header tells.
card::Bytes photograph(std::size_t size = 2000);

/// A text whose characters all have four hexadecimal digits, in UTF-16 with its byte order mark.
std::string utf16(std::string_view utf8, card::text::Encoding order);

/// What intake says of it.
perso::intake::Rejections rejections_of(const nlohmann::json& record, const card::Bytes& photograph);
perso::intake::Rejections rejections_of(const nlohmann::json& record);

} // namespace test
