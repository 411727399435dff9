// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace perso {

/// Marks an English text for the catalogue, which finds calls of `text`; it is translated where it is shown.
constexpr const char* text(const char* english)
{
    return english;
}

} // namespace perso
