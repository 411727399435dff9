// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace_parameters.hpp"

#include "aes_key_size.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace card::auth::pace {

namespace {

constexpr std::string_view ecdh_gm = "0.4.0.127.0.7.2.2.4.2"; ///< id-PACE-ECDH-GM. [9303-11] §9.2.1

/// Standardized domain parameters. [9303-11] §9.5.1
std::optional<crypto::Curve> curve_of(std::optional<unsigned> parameter_id)
{
    switch (parameter_id.value_or(0)) {
    case 12:
        return crypto::Curve::p256;
    case 13:
        return crypto::Curve::brainpool_p256r1;
    case 15:
        return crypto::Curve::p384;
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<Parameters> supported(const lds::PaceInfo& info)
{
    const auto key_size = aes_key_size(info.oid, ecdh_gm);
    const auto curve = curve_of(info.parameter_id);
    if (info.version != 2 || !key_size || !curve)
        return std::nullopt;
    return Parameters{info.oid, *info.parameter_id, crypto::Group{*curve}, *key_size};
}

Parameters choose(const lds::SecurityInfos& card_access)
{
    for (const lds::PaceInfo& info : card_access.pace) {
        if (auto parameters = supported(info)) {
            parameters->ambiguous = std::count_if(card_access.pace.begin(), card_access.pace.end(),
                                        [&](const lds::PaceInfo& other) { return other.oid == info.oid; }) > 1;
            return *parameters;
        }
    }
    throw Error{Errc::pace_unsupported, "EF.CardAccess offers no PACE protocol that is supported"};
}

} // namespace card::auth::pace
