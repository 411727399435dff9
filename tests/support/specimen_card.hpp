// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/document_pki.hpp"
#include "support/specimen_mrz.hpp"

#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg2.hpp"
#include "card/lds/security_infos.hpp"
#include "card/lds/sod.hpp"
#include "card/profile/profile.hpp"

#include <map>

/// The files of one card as the station would make them, from a small PKI in memory.
namespace test {

namespace lds = card::lds;
namespace profile = card::profile;
namespace tlv = card::tlv;
using card::Bytes;
using card::parse_date;

/// A key of a chip, whose private part nobody needs here.
inline crypto::Point new_public_key()
{
    return crypto::Group{crypto::Curve::p256}.generate(crypto::system_random()).public_key();
}

/// What goes into the files; a test changes what it is about and then makes the card.
struct CardContent {
    DocumentPki pki;
    crypto::Point chip_key = new_public_key();
    std::optional<crypto::Point> mapping_key = {}; ///< that of EF.CardSecurity, if there is one
    crypto::Point slot_9e_key = new_public_key();
    lds::Mrz mrz = specimen_mrz();
    lds::Dg12 dg12{.issuing_authority = "Vientiane Capital", .date_of_issue = parse_date("20261122")};
    lds::Dg13 dg13;
    lds::SecurityInfos card_access;
    unsigned chip_cipher_bits = 128; ///< of Chip Authentication

    CardContent()
    {
        dg13.lao = {.title = "ນາງ", .given = "ດາວເຮືອງ", .family = "ພົມມະວົງ"};
        dg13.slots = {{0x9E, pki::key_hash(slot_9e_key)}};
        card_access.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 12});
    }
};

/// The files, whole, by number of the data group.
inline std::map<unsigned, Bytes> data_groups_of(const CardContent& content)
{
    lds::SecurityInfos infos = content.card_access;
    const std::string cipher = std::to_string(content.chip_cipher_bits / 64); // 2: AES-128
    infos.chip_authentication.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.3.2." + cipher}, 1, 1});
    infos.chip_authentication_keys.push_back({content.chip_key, 1});
    if (content.mapping_key)
        infos.chip_authentication_keys.push_back({*content.mapping_key, 2});
    return {{1, lds::encode(lds::Dg1{content.mrz})},
        {2, lds::encode(lds::Dg2{.width = 413, .height = 531, .image = Bytes(400, 0xD8)})},
        {11, lds::encode(lds::Dg11{.full_name = "ພົມມະວົງ<<ດາວເຮືອງ",
                 .other_names = {},
                 .personal_number = "123456789012",
                 .full_date_of_birth = "19900401",
                 .place_of_birth = {},
                 .address = {}})},
        {12, lds::encode(content.dg12)}, {13, lds::encode(content.dg13, profile::builtin())},
        {14, lds::encode_dg14(infos)}};
}

inline Bytes sod_of(const CardContent& content, const std::map<unsigned, Bytes>& groups)
{
    return lds::make_sod(groups, content.pki.signer, content.pki.signer_key, at(2026, 11, 22));
}

} // namespace test
