// SPDX-License-Identifier: Apache-2.0
#include "intake/file_name.hpp"

#include "base/text.hpp"

namespace perso::intake {

rules::Reason file_name(std::string_view value)
{
    if (value.empty() || value.size() > 100 || value.find('/') != value.npos || value.find('\0') != value.npos)
        return text("not the bare name of a file beside the record");
    return std::nullopt;
}

} // namespace perso::intake
