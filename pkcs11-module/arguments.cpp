// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"

#include <algorithm>

namespace p11 {
namespace {

/// More than any template of any application; a greater count is a length gone wrong.
constexpr CK_ULONG max_attributes = 1024;

} // namespace

card::ByteView input(const CK_BYTE* data, CK_ULONG size)
{
    require(data != nullptr || size == 0, CKR_ARGUMENTS_BAD);
    return {data, size};
}

std::span<CK_ATTRIBUTE> attribute_template(CK_ATTRIBUTE* attributes, CK_ULONG count)
{
    require((attributes != nullptr || count == 0) && count <= max_attributes, CKR_ARGUMENTS_BAD);
    return {attributes, count};
}

void fill(std::span<unsigned char> field, std::string_view text)
{
    const std::string_view head = text.substr(0, field.size());
    const auto end = std::copy(head.begin(), head.end(), field.begin());
    std::fill(end, field.end(), ' ');
}

} // namespace p11
