// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace card::image::worker {

/// Of address space, bytes: the largest picture as OpenJPEG holds it, and the program itself.
inline constexpr std::size_t memory_limit = 512U << 20;
/// Of processor time.
inline constexpr unsigned long cpu_seconds = 5;

/// From here on this process may read from and write to the descriptors that it has, and allocate memory. Any other
/// system call ends it, as do more than memory_limit (by a failing allocation) and cpu_seconds. Returns false, and
/// nothing may be decoded, if the system does not offer this.
bool enter_sandbox();

} // namespace card::image::worker
