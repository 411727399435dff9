// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace_parameters.hpp"

#include "aes_key_size.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <array>

namespace card::auth::pace {

namespace {

/// The arcs of [9303-11] §9.2.1 that end in a cipher.
struct Family {
    std::string_view oid;
    Mapping mapping;
};

constexpr std::array families{
    Family{"0.4.0.127.0.7.2.2.4.2", Mapping::generic},             // id-PACE-ECDH-GM
    Family{"0.4.0.127.0.7.2.2.4.6", Mapping::chip_authentication}, // id-PACE-ECDH-CAM
};

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
    const auto curve = curve_of(info.parameter_id);
    if (info.version != 2 || !curve)
        return std::nullopt;
    for (const Family& family : families) {
        if (const auto key_size = aes_key_size(info.oid, family.oid))
            return Parameters{.protocol = info.oid,
                .parameter_id = *info.parameter_id,
                .group = crypto::Group{*curve},
                .key_size = *key_size,
                .mapping = family.mapping};
    }
    return std::nullopt;
}

std::optional<Parameters> choose(const lds::SecurityInfos& card_access, Mapping mapping)
{
    for (const lds::PaceInfo& info : card_access.pace) {
        auto parameters = supported(info);
        if (!parameters || parameters->mapping != mapping)
            continue;
        parameters->ambiguous = std::count_if(card_access.pace.begin(), card_access.pace.end(),
                                    [&](const lds::PaceInfo& other) { return other.oid == info.oid; }) > 1;
        return parameters;
    }
    return std::nullopt;
}

Parameters choose(const lds::SecurityInfos& card_access)
{
    for (const Mapping mapping : {Mapping::chip_authentication, Mapping::generic}) {
        if (auto parameters = choose(card_access, mapping))
            return *std::move(parameters);
    }
    throw Error{Errc::pace_unsupported, "EF.CardAccess offers no PACE protocol that is supported"};
}

} // namespace card::auth::pace
