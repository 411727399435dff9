// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/security_infos.hpp"
#include "card/lds/sod.hpp"
#include "card/pki/certificate.hpp"
#include "card/profile/profile.hpp"

#include <nlohmann/json.hpp>

#include <string>

/// Parts of decode(): each takes one kind of content.
namespace idcard::decoding {

using Json = nlohmann::ordered_json;

/// Adds a text that is not empty, printable.
void add(Json& out, const char* key, std::string_view value);
void add(Json& out, const char* key, const std::vector<std::string>& values);

const char* hash_name(card::crypto::Hash hash);
Json security_infos(const card::lds::SecurityInfos& infos);
Json certificate(const card::pki::Certificate& certificate);
/// Hashes by the names "DG1" … or whatever `prefix` says.
Json hashes(const card::lds::SecurityObject& object, const char* prefix);

/// Files of the identity application, by number of the data group.
Json data_group(unsigned number, card::ByteView content, const card::profile::Profile& profile);
/// Objects of the PKI application, by tag.
Json pki_object(std::uint32_t tag, card::ByteView content);

} // namespace idcard::decoding
