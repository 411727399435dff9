// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/intake.hpp"

#include <nlohmann/json.hpp>

#include <chrono>

namespace test {

inline constexpr card::Date day{std::chrono::year{2026} / 11 / 22};

/// The record of the demonstration, which passes on that day.
nlohmann::json specimen();

/// A JPEG of 360 by 480 pixels as far as its header tells.
card::Bytes photograph(std::size_t size = 2000);

/// What intake says of it.
perso::intake::Rejections rejections_of(const nlohmann::json& record, const card::Bytes& photograph);
perso::intake::Rejections rejections_of(const nlohmann::json& record);

} // namespace test
