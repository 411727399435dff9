// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/security_object.hpp"
#include "card/piv/slots.hpp"
#include "card/pki/cms.hpp"
#include "idcard/output/decoding_parts.hpp"

#include <fmt/format.h>

namespace idcard::decoding {

namespace piv = card::piv;
using card::ByteView;

namespace {

Json chuid(const piv::Chuid& chuid)
{
    Json out = {{"fasc_n", card::to_hex(chuid.fasc_n)}, {"guid", card::to_hex(chuid.guid)}};
    add(out, "date_of_expiry", chuid.expiry);
    return out;
}

Json discovery(const piv::Discovery& discovery)
{
    return {{"applications", Json::array({card::to_hex(discovery.aid)})},
        {"pin_usage_policy", fmt::format("{:04X}", discovery.pin_usage_policy)}};
}

Json security_object(const piv::SecurityObject& object)
{
    Json out = Json::object();
    for (const auto& [number, container] : object.containers)
        out["objects"][fmt::format("{}", number)] = container == piv::SignedContainer::chuid ? "CHUID" : "CCC";
    const auto signed_data = card::pki::SignedData::parse(object.cms);
    const auto list = card::lds::decode_security_object(signed_data.content());
    out["hash"] = hash_name(list.algorithm);
    out["hashes"] = hashes(list, "");
    out["signer"] = certificate(signed_data.signer());
    return out;
}

} // namespace

Json pki_object(std::uint32_t tag, ByteView content)
{
    switch (tag) {
    case piv::object::discovery.value:
        return discovery(piv::decode_discovery(content));
    case piv::object::chuid.value:
        return chuid(piv::decode_chuid(content));
    case piv::object::ccc.value:
        return {{"card_id", card::to_hex(piv::decode_ccc(content).card_id)}};
    case piv::object::security_object.value:
        return security_object(piv::decode_security_object(content));
    default:
        return certificate(card::pki::Certificate::parse(piv::decode_certificate_container(content)));
    }
}

} // namespace idcard::decoding
