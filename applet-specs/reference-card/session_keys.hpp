// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

namespace refcard {

/// Keys of secure messaging, as PACE or Chip Authentication yields them.
struct SessionKeys {
    Bytes k_enc;
    Bytes k_mac;
    bool holder_consented; ///< PACE came before
};

} // namespace refcard
