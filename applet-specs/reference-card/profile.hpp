// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apdu.hpp"
#include "bytes.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace refcard {

/// Mapping of PACE's nonce. [9303-11] §4.4.3.3
enum class Mapping { generic, chip_authentication };

/// How a card's keys follow from a master key.
enum class Diversification { kdf3, an10922 };

/// The key 9B of cards of other makes.
struct ManagementKey {
    std::uint8_t algorithm; ///< 03, 08, 0A, 0C. [800-78-4] table 6-2
    Bytes value;
};

/// The values of profile.toml that a card needs, under their names there. The card has its own reader of that file.
struct Profile {
    Buffers buffers;

    struct Pace {
        std::size_t can_digits;
        unsigned parameter_id;
        unsigned key_bits;
        std::vector<Mapping> mappings; ///< in the order of EF.CardAccess
        std::uint8_t cam_key_id;
        unsigned first_delay_ms;
        unsigned longest_delay_ms;
    } pace;

    std::uint8_t ca_key_id;
    unsigned ca_key_bits;

    struct Management {
        Bytes isd_aid;
        std::uint8_t transport_kvn;
        unsigned transport_key_bits;
        Diversification diversification;
        Bytes diversification_prefix;
        Bytes transport_master_key;
    } management;

    /// A file of the identity application that STORE DATA can write.
    struct StoredFile {
        std::uint16_t dgi;
        std::uint16_t file_id;
        std::size_t largest;
    };

    std::vector<StoredFile> files;
    std::uint16_t can_dgi;
    std::uint16_t mrz_dgi;
    std::uint16_t card_security_dgi; ///< a file of the master file
    std::size_t largest_card_security;

    struct Reference {
        std::size_t min_digits;
        std::size_t max_digits;
        unsigned tries;
        Bytes transport_value; ///< digits, unpadded
    } pin, puk;

    struct Piv {
        std::vector<std::uint8_t> slots;
        std::size_t largest_object;
        std::uint8_t change_counter_tag;
        std::uint8_t guid_tag;
        unsigned retired_keys; ///< of the keys 82 ... 95, from the first on
        std::optional<ManagementKey> management_key;
    } piv;

    /// Throws std::runtime_error naming the value that is missing or out of range.
    static Profile parse(std::string_view toml);
    static Profile load(const std::filesystem::path& path);
    /// The profile that the build embedded.
    static const Profile& builtin();
};

/// The text of profile.toml as it stood at build time.
std::string_view embedded_profile();

} // namespace refcard
