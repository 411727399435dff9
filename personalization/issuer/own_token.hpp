// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "office/office.hpp"

namespace perso::issuer {

/// The turn to open the SoftHSM token that lies in the office's folder; nothing for any other key store.
///
/// SoftHSM empties the token's file and writes it anew at each log-in, and a process that begins just then finds no
/// token. While this lives, other processes wait with theirs. Keys may be used without it.
class OwnToken {
public:
    /// Also names the token's folder to SoftHSM, by the environment. A folder that is not there is left for the module
    /// to complain of. Throws what publish_file() throws.
    explicit OwnToken(const Office& office);

private:
    card::Descriptor folder_; ///< locked
};

} // namespace perso::issuer
