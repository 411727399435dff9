// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"

#include <algorithm>

namespace p11 {
namespace {

/// More than any template of any application; a greater count is a length gone wrong.
constexpr CK_ULONG max_attributes = 1024;

constexpr CK_ULONG max_input = std::numeric_limits<std::int32_t>::max();

/// More than any card takes, and no more than any caller's buffer is expected to hold.
constexpr CK_ULONG max_pin = 255;

} // namespace

card::ByteView input(const CK_BYTE* data, CK_ULONG size, CK_RV too_long)
{
    require(data != nullptr || size == 0, CKR_ARGUMENTS_BAD);
    require(size <= max_input, too_long);
    return {data, size};
}

std::optional<card::ByteView> pin_input(const CK_BYTE* pin, CK_ULONG size)
{
    require(size <= max_pin, CKR_PIN_LEN_RANGE);
    const card::ByteView given = input(pin, size);
    return pin == nullptr ? std::nullopt : std::optional{given};
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
