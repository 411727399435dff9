// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "jobs/job.hpp"
#include "office/office.hpp"

#include <chrono>

namespace perso {

/// An application with its record, which only the token opens: in a process of its own, so that one that makes cards
/// finds the token as no other left it. Throws what Store::application() throws, and what tokens throw.
store::Application read_application(
    const Office& office, card::ByteView hsm_pin, const std::string& number, std::chrono::milliseconds silence);

} // namespace perso
