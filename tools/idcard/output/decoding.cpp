// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/decoding.hpp"

#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/lds/card_security.hpp"
#include "card/lds/com.hpp"
#include "card/lds/dg2.hpp"
#include "card/lds/dg7.hpp"
#include "card/lds/file_ids.hpp"
#include "card/session/inspection.hpp"
#include "idcard/output/decoding_parts.hpp"
#include "idcard/output/protocols.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace idcard {

using card::ByteView;
using card::cli::printable;
using card::session::KnownFile;
using card::session::Place;
using decoding::Json;
namespace lds = card::lds;

namespace decoding {

void add(Json& out, const char* key, std::string_view value)
{
    if (!value.empty())
        out[key] = printable(value);
}

void add(Json& out, const char* key, const std::vector<std::string>& values)
{
    Json list = Json::array();
    for (const std::string& value : values)
        if (!value.empty())
            list.push_back(printable(value));
    if (!list.empty())
        out[key] = std::move(list);
}

namespace {

std::string curve_of(const card::crypto::Point& point)
{
    return std::string{curve_name(point.curve())};
}

std::string key_name(const card::pki::Certificate& certificate)
{
    try {
        const card::crypto::PublicKey key = certificate.public_key();
        if (const auto* const rsa = std::get_if<card::crypto::RsaPublicKey>(&key))
            return fmt::format("RSA {}", rsa->size() * 8);
        return "EC " + curve_of(std::get<card::crypto::Point>(key));
    } catch (const card::Error&) {
        return {};
    }
}

} // namespace

const char* hash_name(card::crypto::Hash hash)
{
    switch (hash) {
    case card::crypto::Hash::sha1:
        return "SHA-1";
    case card::crypto::Hash::sha224:
        return "SHA-224";
    case card::crypto::Hash::sha256:
        return "SHA-256";
    case card::crypto::Hash::sha384:
        return "SHA-384";
    case card::crypto::Hash::sha512:
        return "SHA-512";
    }
    return "";
}

Json security_infos(const lds::SecurityInfos& infos)
{
    Json out = Json::object();
    for (const auto& pace : infos.pace) {
        Json entry = {{"protocol", protocol_name(pace.oid)}, {"oid", pace.oid.dotted()}, {"version", pace.version}};
        if (pace.parameter_id)
            entry["curve"] = curve_name(*pace.parameter_id);
        out["pace"].push_back(std::move(entry));
    }
    for (const auto& info : infos.chip_authentication) {
        Json entry = {{"protocol", protocol_name(info.oid)}, {"oid", info.oid.dotted()}, {"version", info.version}};
        if (info.key_id)
            entry["key_id"] = *info.key_id;
        out["chip_authentication"].push_back(std::move(entry));
    }
    for (const auto& info : infos.chip_authentication_keys) {
        Json entry = {{"curve", curve_of(info.key)}, {"key", card::to_hex(info.key.encode())}};
        if (info.key_id)
            entry["key_id"] = *info.key_id;
        out["chip_authentication_keys"].push_back(std::move(entry));
    }
    if (!infos.others.empty())
        out["other_entries"] = infos.others.size();
    return out;
}

Json certificate(const card::pki::Certificate& certificate)
{
    Json out = Json::object();
    add(out, "subject", certificate.subject_common_name());
    add(out, "country", certificate.subject_country());
    out["serial_number"] = card::to_hex(certificate.serial_number());
    add(out, "key", key_name(certificate));
    const auto validity = certificate.validity();
    out["not_before"] = card::to_text(card::day_of(validity.not_before));
    out["not_after"] = card::to_text(card::day_of(validity.not_after));
    return out;
}

Json hashes(const lds::SecurityObject& object, const char* prefix)
{
    Json out = Json::object();
    for (const auto& [number, hash] : object.hashes)
        out[fmt::format("{}{}", prefix, number)] = card::to_hex(hash);
    return out;
}

namespace {

Json master_file(const KnownFile& file, ByteView content)
{
    Json out = Json::object();
    if (file.id == lds::file::card_access.id)
        return security_infos(lds::decode_security_infos(content));
    if (file.id == lds::file::card_security.id) {
        const lds::CardSecurity security = lds::decode_card_security(content);
        out = security_infos(security.infos);
        out["signer"] = certificate(security.signed_data.signer());
    } else if (file.name == "EF.DIR") {
        for (const auto& aid : card::session::decode_application_list(content))
            out["applications"].push_back(card::to_hex(aid.bytes()));
    } else if (const auto lengths = card::iso7816::decode_atr_info(content)) {
        out["longest_command"] = lengths->command;
        out["longest_response"] = lengths->response;
    }
    return out;
}

Json identity_file(const KnownFile& file, ByteView content, const card::profile::Profile& profile)
{
    if (file.group != 0)
        return data_group(file.group, content, profile);
    if (file.id == lds::file::com.id) {
        const lds::Com com = lds::decode_com(content);
        Json out = {{"lds_version", printable(com.lds_version)}, {"unicode_version", printable(com.unicode_version)}};
        for (const unsigned group : com.groups)
            out["groups"].push_back(fmt::format("DG{}", group));
        return out;
    }
    const lds::Sod sod = lds::decode_sod(content, {.leniency = card::pki::Leniency::foreign_legacy});
    return {{"hash", hash_name(sod.object.algorithm)}, {"hashes", hashes(sod.object, "DG")},
        {"signer", certificate(sod.signed_data.signer())}};
}

} // namespace

} // namespace decoding

Json decode(const KnownFile& file, ByteView content, const card::profile::Profile& profile)
{
    switch (file.place) {
    case Place::master_file:
        return decoding::master_file(file, content);
    case Place::identity:
        return decoding::identity_file(file, content, profile);
    case Place::pki:
        return decoding::pki_object(file.id, content);
    }
    return Json::object();
}

std::optional<card::Bytes> picture_in(const KnownFile& file, ByteView content)
{
    if (file.group == lds::file::dg2.group)
        return lds::decode_dg2(content).image;
    if (file.group == lds::file::dg7.group)
        return lds::decode_dg7(content).images.at(0);
    return std::nullopt;
}

} // namespace idcard
