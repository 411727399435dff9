// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/trust/check.hpp"
#include "card/trust/evidence.hpp"

#include <concepts>
#include <optional>
#include <vector>

namespace card::trust {

/// A data group decoded, or why it may not be used. Both are empty if the signed document has no such group.
template <typename T>
struct Believed {
    std::optional<T> value;
    std::optional<Errc> problem;
};

/// The data groups as far as the checks before allow to believe them: a group's own hash check and those that come
/// first (signature, chain) must have passed. [9303-11] §5.1
class SignedGroups {
public:
    SignedGroups(const Evidence& evidence, std::vector<Check> hashes, std::vector<Check> conditions)
        : evidence_{evidence}, hashes_{std::move(hashes)}, conditions_{std::move(conditions)}
    {
    }

    template <std::invocable<ByteView> Decode>
    auto read(unsigned group, Decode decode) const -> Believed<std::invoke_result_t<Decode, ByteView>>
    {
        const Check* const hash = hash_check(group);
        for (const Check& condition : conditions_)
            if (condition.state != State::passed)
                return {std::nullopt, condition.reason};
        if (hash == nullptr)
            return {};
        if (hash->state != State::passed)
            return {std::nullopt, hash->reason};
        if (evidence_.groups.at(group).status == FileReading::Status::withheld)
            return {std::nullopt, Errc::data_withheld};
        try {
            return {decode(evidence_.groups.at(group).content), std::nullopt};
        } catch (const Error&) {
            return {std::nullopt, Errc::data_group_malformed};
        }
    }

private:
    const Check* hash_check(unsigned group) const
    {
        for (const Check& check : hashes_)
            if (check.group == group)
                return &check;
        return nullptr;
    }

    const Evidence& evidence_;
    std::vector<Check> hashes_;
    std::vector<Check> conditions_;
};

} // namespace card::trust
