// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace perso::issuer::lint {

/// The identifiers of the rules that an object breaks: "extended_key_usage". Empty: it may leave the office.
class Findings {
public:
    void rule(std::string_view id, bool holds)
    {
        if (!holds)
            broken_.emplace_back(id);
    }

    bool has(std::string_view id) const;

    bool empty() const noexcept { return broken_.empty(); }

    const std::vector<std::string>& broken() const noexcept { return broken_; }

    /// Throws certificate_unfit unless it is empty; the field is kind and first rule, "document_signer/key_usage".
    void require_none(std::string_view kind) const;

private:
    std::vector<std::string> broken_;
};

} // namespace perso::issuer::lint
