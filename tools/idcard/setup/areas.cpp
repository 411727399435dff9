// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/areas.hpp"

#include "idcard/setup/files.hpp"

#include <fmt/format.h>

namespace idcard::setup {

Edit edit_of(const Request& request, std::string program, std::filesystem::path file, Kind kind)
{
    Edit edit{.program = std::move(program),
        .file = std::move(file),
        .current = std::nullopt,
        .base = std::nullopt,
        .after = std::nullopt,
        .kind = kind};
    edit.current = read_content(edit.file);
    const Entry* const done = request.record.find(edit.file);
    edit.base = done == nullptr ? edit.current : without_ours(*done, edit.current);
    return edit;
}

std::string filled(const std::string& text, const std::string& value)
{
    return fmt::format(fmt::runtime(text), value);
}

} // namespace idcard::setup
