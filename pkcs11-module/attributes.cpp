// SPDX-License-Identifier: Apache-2.0
#include "attributes.hpp"

#include "errors.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace p11 {

using card::ByteView;

namespace {

/// More is no room but a length that an earlier call made unavailable: CK_UNAVAILABLE_INFORMATION is the greatest
/// number.
constexpr CK_ULONG longest_room = std::numeric_limits<CK_LONG>::max();

} // namespace

Attributes& Attributes::flag(CK_ATTRIBUTE_TYPE type, bool value)
{
    const CK_BBOOL byte = value ? CK_TRUE : CK_FALSE;
    return bytes(type, ByteView{&byte, 1});
}

Attributes& Attributes::number(CK_ATTRIBUTE_TYPE type, CK_ULONG value)
{
    return bytes(type, ByteView{reinterpret_cast<const std::uint8_t*>(&value), sizeof value});
}

Attributes& Attributes::text(CK_ATTRIBUTE_TYPE type, std::string_view value)
{
    return bytes(type, card::as_bytes(value));
}

Attributes& Attributes::bytes(CK_ATTRIBUTE_TYPE type, ByteView value)
{
    values_[type] = {value, false};
    return *this;
}

Attributes& Attributes::sensitive(CK_ATTRIBUTE_TYPE type)
{
    values_[type] = {ByteView{}, true};
    return *this;
}

std::optional<CK_ULONG> Attributes::number(CK_ATTRIBUTE_TYPE type) const
{
    const auto found = values_.find(type);
    if (found == values_.end() || found->second.bytes.size() != sizeof(CK_ULONG))
        return std::nullopt;
    CK_ULONG value = 0;
    std::memcpy(&value, found->second.bytes.data(), sizeof value);
    return value;
}

bool Attributes::is_true(CK_ATTRIBUTE_TYPE type) const
{
    const auto found = values_.find(type);
    return found != values_.end() && found->second.bytes == card::Bytes{CK_TRUE};
}

bool Attributes::match(std::span<const CK_ATTRIBUTE> wanted) const
{
    return std::all_of(wanted.begin(), wanted.end(), [this](const CK_ATTRIBUTE& attribute) {
        const auto found = values_.find(attribute.type);
        if (found == values_.end() || found->second.sensitive || found->second.bytes.size() != attribute.ulValueLen)
            return false;
        if (attribute.ulValueLen == 0)
            return true;
        return attribute.pValue != nullptr &&
               std::memcmp(found->second.bytes.data(), attribute.pValue, attribute.ulValueLen) == 0;
    });
}

void Attributes::read(std::span<CK_ATTRIBUTE> wanted) const
{
    CK_RV outcome = CKR_OK;
    for (CK_ATTRIBUTE& attribute : wanted) {
        const CK_RV rv = read_one(attribute);
        if (outcome == CKR_OK)
            outcome = rv;
    }
    require(outcome == CKR_OK, outcome);
}

CK_RV Attributes::read_one(CK_ATTRIBUTE& wanted) const
{
    const CK_ULONG room = std::exchange(wanted.ulValueLen, CK_UNAVAILABLE_INFORMATION);
    const auto found = values_.find(wanted.type);
    if (found == values_.end())
        return CKR_ATTRIBUTE_TYPE_INVALID;
    if (found->second.sensitive)
        return CKR_ATTRIBUTE_SENSITIVE;

    const card::Bytes& value = found->second.bytes;
    if (wanted.pValue != nullptr) {
        if (room < value.size() || room > longest_room)
            return CKR_BUFFER_TOO_SMALL;
        std::copy(value.begin(), value.end(), static_cast<std::uint8_t*>(wanted.pValue));
    }
    wanted.ulValueLen = value.size();
    return CKR_OK;
}

} // namespace p11
