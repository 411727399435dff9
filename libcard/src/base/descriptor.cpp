// SPDX-License-Identifier: Apache-2.0
#include "card/base/descriptor.hpp"

#include <cerrno>

namespace card {

bool Descriptor::write_all(ByteView content) const noexcept
{
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor_, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace card
