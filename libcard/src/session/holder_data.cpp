// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/session/verification.hpp"

namespace card::session {

namespace {

template <class Decode>
auto decoded(const trust::Evidence& evidence, unsigned group, Decode decode)
    -> std::optional<decltype(decode(ByteView{}))>
{
    const auto found = evidence.groups.find(group);
    if (found == evidence.groups.end() || !found->second.was_read())
        return std::nullopt;
    try {
        return decode(found->second.content);
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

HolderData decode_holder(const trust::Evidence& evidence, const profile::Profile& profile)
{
    return {
        .dg1 = decoded(evidence, 1, lds::decode_dg1),
        .dg2 = decoded(evidence, 2, lds::decode_dg2),
        .dg7 = decoded(evidence, 7, lds::decode_dg7),
        .dg11 = decoded(evidence, 11, lds::decode_dg11),
        .dg12 = decoded(evidence, 12, lds::decode_dg12),
        .dg13 = decoded(evidence, 13, [&](ByteView file) { return lds::decode_dg13(file, profile); }),
        .dg16 = decoded(evidence, 16, lds::decode_dg16),
    };
}

} // namespace card::session
