// SPDX-License-Identifier: Apache-2.0
#include "card/trust/check.hpp"

namespace card::trust {

std::string_view name(CheckId id)
{
    switch (id) {
    case CheckId::access_protocol:
        return "access_protocol";
    case CheckId::sod_signature:
        return "sod_signature";
    case CheckId::chain:
        return "chain";
    case CheckId::signer_revocation:
        return "signer_revocation";
    case CheckId::group_hash:
        return "group_hash";
    case CheckId::chip_genuine:
        return "chip_genuine";
    case CheckId::access_parameters:
        return "access_parameters";
    case CheckId::binding:
        return "binding";
    case CheckId::document_validity:
        return "document_validity";
    case CheckId::card_status:
        return "card_status";
    case CheckId::holder:
        return "holder";
    }
    return {};
}

std::string_view name(State state)
{
    switch (state) {
    case State::passed:
        return "passed";
    case State::failed:
        return "failed";
    case State::stale:
        return "stale";
    case State::not_done:
        return "not_done";
    case State::not_applicable:
        return "not_applicable";
    }
    return {};
}

std::optional<CheckId> check_named(std::string_view wanted)
{
    for (const CheckId id : all_checks)
        if (name(id) == wanted)
            return id;
    return std::nullopt;
}

} // namespace card::trust
