// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/session/verification.hpp"

namespace card::session {

/// Decodes what was read; a group that cannot be decoded stays empty, and the verdict says why.
HolderData decode_holder(const trust::Evidence& evidence, const profile::Profile& profile);

} // namespace card::session
