// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <functional>
#include <span>

namespace test {

/// Replaces one element of a DER tree and mends the lengths above it. The path gives the index of the child on each
/// level; `change` gets the whole element and returns what stands in its place, nothing to remove it.
inline card::Bytes edit_der(
    card::ByteView der, std::span<const unsigned> path, const std::function<card::Bytes(card::Bytes)>& change)
{
    if (path.empty())
        return change(card::to_bytes(der));
    card::tlv::Reader outer{der};
    const card::tlv::Element element = outer.next();
    outer.finish();
    card::tlv::Reader children{element.value};
    card::Bytes content;
    for (unsigned index = 0; !children.at_end(); ++index) {
        const card::tlv::Element child = children.next();
        card::append(content,
            index == path.front() ? edit_der(child.whole, path.subspan(1), change) : card::to_bytes(child.whole));
    }
    return card::tlv::encode(element.tag, content);
}

inline card::Bytes edit_der(
    card::ByteView der, std::initializer_list<unsigned> path, const std::function<card::Bytes(card::Bytes)>& change)
{
    return edit_der(der, std::span{path.begin(), path.size()}, change);
}

/// For edit_der: takes the element away.
inline card::Bytes nothing(const card::Bytes&)
{
    return {};
}

/// For edit_der: the element twice.
inline card::Bytes twice(const card::Bytes& element)
{
    return card::concat({element, element});
}

} // namespace test
