// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace perso::store {

/// What to do when the store is not there. A running office never makes one: document numbers would begin anew.
enum class Missing { refused, created };

} // namespace perso::store
