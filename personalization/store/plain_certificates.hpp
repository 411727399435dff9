// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

namespace perso::store {

/// A store from before certificates were left out of it: what is kept of each takes its place, once. Those of a renewal
/// that is not finished stay for who finishes it, until seal::Seal::adopt() seals them. Throws store_failed for what is
/// no certificate.
void trace_plain_certificates(Database& database);

} // namespace perso::store
