// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "database/seconds.hpp"

/// Small things that all classes over a database share.
namespace perso::store {

[[noreturn]] inline void refuse(card::Errc code, std::string_view sentence, std::string field = {})
{
    throw card::Error{code, card::Step{"store"}, sentence}.with_field(std::move(field));
}

} // namespace perso::store
