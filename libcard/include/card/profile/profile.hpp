// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/tlv/tag.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The card profile: every value of applet-specs/profile.toml, typed. Only what is ours stands there; what a standard
/// fixes stands in the code that uses it. Each struct is one table of the file, each member one key of the same name.
namespace card::profile {

/// Number of a data group of files that STORE DATA writes. [GP] §11.11.2
struct Dgi {
    std::uint16_t value = 0;
    friend constexpr auto operator<=>(Dgi, Dgi) = default;
};

/// Key version number of a GlobalPlatform key set.
struct KeyVersion {
    std::uint8_t value = 0;
    friend constexpr auto operator<=>(KeyVersion, KeyVersion) = default;
};

struct Card {
    std::string issuing_state;           ///< three letters of the MRZ
    std::string country;                 ///< two letters of the certificates
    std::string document_code;           ///< first two characters of the MRZ
    unsigned personal_number_digits = 0; ///< of every citizen's number
};

/// How long a card holds, by the age of its holder on the day of issue.
struct Validity {
    unsigned under_6_until_age = 0; ///< such a card ends the day before this birthday
    unsigned from_6_until_age = 0;  ///< and a card issued from then on the day before this one
    unsigned adult_years = 0;       ///< first card
    unsigned renewal_years = 0;     ///< each later card
    unsigned lifetime_from_age = 0; ///< from here on a card has no expiry
    unsigned technical_life_years = 0;
    std::string lifetime_mrz_expiry; ///< YYMMDD of a card without expiry
};

/// What EF.ATR/INFO of a new card announces: whole APDUs, in bytes.
struct Buffers {
    std::size_t command = 0;
    std::size_t response = 0;
};

/// Mapping of PACE's nonce. [9303-11] §4.4.3.3
enum class Mapping { generic, chip_authentication };

struct Pace {
    std::size_t can_digits = 0;
    unsigned parameter_id = 0; ///< standardized domain parameters. [9303-11] §9.5.1
    unsigned key_bits = 0;
    std::vector<Mapping> mappings; ///< in the order of EF.CardAccess
    unsigned cam_key_id = 0;       ///< of the key in EF.CardSecurity
    unsigned first_delay_ms = 0;
    unsigned longest_delay_ms = 0;
};

struct ChipAuthentication {
    unsigned key_id = 0;
    unsigned key_bits = 0;
};

/// How a card's keys follow from a master key.
enum class Diversification { kdf3, an10922 };

struct Management {
    Bytes issuer_security_domain; ///< AID
    KeyVersion transport_kvn;
    unsigned transport_key_bits = 0;
    KeyVersion issuer_kvn;
    unsigned issuer_key_bits = 0;
    Diversification diversification = Diversification::kdf3;
    Bytes diversification_prefix; ///< six bytes
    Bytes transport_master_key;   ///< a published development key, therefore no secret
};

struct Dgis {
    Dgi ef_com, ef_sod;
    Dgi dg1, dg2, dg7, dg11, dg12, dg13, dg14, dg16;
    Dgi card_security; ///< a file of the master file
    Dgi can;           ///< its value travels encrypted under Key-DEK
    Dgi mrz;           ///< likewise
};

/// Largest contents, in bytes.
struct Sizes {
    std::size_t dg2 = 0;
    std::size_t dg7 = 0;
    std::size_t other_files = 0;
    std::size_t piv_object = 0;
};

struct Pin {
    std::size_t min_digits = 0;
    std::size_t max_digits = 0;
    unsigned tries = 0;
    std::string transport_value; ///< published, therefore no secret
};

struct Puk {
    std::size_t digits = 0;
    unsigned tries = 0;
    std::string transport_value; ///< published, therefore no secret
};

/// The key 9B, which cards of other makes have. [800-78-4] table 6-2
struct ManagementKey {
    std::uint8_t algorithm = 0; ///< 03 TDES, 08 AES-128, 0A AES-192, 0C AES-256
    Bytes key;                  ///< of a card for tests, therefore no secret
};

struct Piv {
    std::vector<std::uint8_t> slots;       ///< key references of adults' cards
    std::vector<std::uint8_t> algorithms;  ///< of the keys in `slots`, in their order. [800-78-4] table 6-2
    std::vector<std::uint8_t> child_slots; ///< key references of the cards for ages 6 to 14, all among `slots`
    Bytes chuid_fasc_n;                    ///< 25 bytes
    tlv::Tag change_counter_tag{0};        ///< inside DO 73 of the answer to SELECT
    tlv::Tag guid_tag{0};
    unsigned retired_keys = 0;                   ///< of the keys 82 ... 95, from the first on
    std::optional<ManagementKey> management_key; ///< its table may be left out
};

/// Data objects of DG13, inside its template 6D.
struct Dg13 {
    tlv::Tag version{0}, card_type{0}, no_expiry{0}, technical_life{0};
    tlv::Tag names{0}; ///< holds the six names below
    tlv::Tag household_book{0}, birth_precision{0}, status_index{0}, guid{0};
    tlv::Tag slot_binding{0}; ///< one per slot; holds slot and key_hash
    tlv::Tag title_lao{0}, given_lao{0}, family_lao{0};
    tlv::Tag title_latin{0}, given_latin{0}, family_latin{0};
    tlv::Tag slot{0}, key_hash{0};
};

struct Profile {
    std::string profile; ///< its name
    unsigned version = 0;
    Card card;
    Validity validity;
    Buffers buffers;
    Pace pace;
    ChipAuthentication chip_authentication;
    Management management;
    Dgis dgi;
    Sizes sizes;
    Pin pin;
    Puk puk;
    Piv piv;
    Dg13 dg13;
};

/// Reads a profile. Every key must be present but those of [piv.management_key], none may be unknown, each value must
/// lie in its range; otherwise throws config_invalid with field() = "table.key" and number() = the line, where there is
/// one.
CARD_API Profile parse(std::string_view toml);

/// The profile that the build embedded.
CARD_API const Profile& builtin();

} // namespace card::profile
