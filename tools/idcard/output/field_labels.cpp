// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/field_labels.hpp"

#include <algorithm>
#include <array>

namespace idcard {

using texts::Text;

namespace {

constexpr std::string_view field = "FIELD/";
constexpr std::string_view value = "VALUE/";

constexpr std::array labels{
    Text{"FIELD/address", "Address"},
    Text{"FIELD/applications", "Applications"},
    Text{"FIELD/birth_precision", "Date of birth is known to the"},
    Text{"FIELD/bytes", "Size of the picture in bytes"},
    Text{"FIELD/card_id", "Identifier of the card"},
    Text{"FIELD/card_type", "Kind of card"},
    Text{"FIELD/chip_authentication", "Chip Authentication"},
    Text{"FIELD/chip_authentication_keys", "Key of the chip"},
    Text{"FIELD/country", "Country"},
    Text{"FIELD/curve", "Curve"},
    Text{"FIELD/date_of_birth", "Date of birth"},
    Text{"FIELD/date_of_expiry", "Date of expiry"},
    Text{"FIELD/date_of_issue", "Date of issue"},
    Text{"FIELD/document_code", "Document code"},
    Text{"FIELD/document_number", "Document number"},
    Text{"FIELD/family", "Family name"},
    Text{"FIELD/fasc_n", "FASC-N"},
    Text{"FIELD/format", "Format"},
    Text{"FIELD/full_name", "Full name"},
    Text{"FIELD/given", "Given name"},
    Text{"FIELD/groups", "Data groups"},
    Text{"FIELD/guid", "GUID"},
    Text{"FIELD/hash", "Hash function"},
    Text{"FIELD/hashes", "Hashes"},
    Text{"FIELD/height", "Height in pixels"},
    Text{"FIELD/household_book", "Household book"},
    Text{"FIELD/issuing_authority", "Issued by"},
    Text{"FIELD/issuing_state", "Issuing state"},
    Text{"FIELD/key", "Public key"},
    Text{"FIELD/key_hash", "Hash of the public key"},
    Text{"FIELD/key_id", "Number of the key"},
    Text{"FIELD/keys", "Key for log-in or signature"},
    Text{"FIELD/lao", "Name in Lao"},
    Text{"FIELD/latin", "Name in Latin letters"},
    Text{"FIELD/lds_version", "LDS version"},
    Text{"FIELD/longest_command", "Longest command in bytes"},
    Text{"FIELD/longest_response", "Longest answer in bytes"},
    Text{"FIELD/nationality", "Nationality"},
    Text{"FIELD/no_expiry", "Valid for life"},
    Text{"FIELD/not_after", "Valid until"},
    Text{"FIELD/not_before", "Valid from"},
    Text{"FIELD/objects", "Signed objects"},
    Text{"FIELD/oid", "Object identifier"},
    Text{"FIELD/optional_data_1", "Optional data 1"},
    Text{"FIELD/optional_data_2", "Optional data 2"},
    Text{"FIELD/other_entries", "Other entries"},
    Text{"FIELD/other_names", "Other names"},
    Text{"FIELD/pace", "Protected access"},
    Text{"FIELD/personal_number", "Personal number"},
    Text{"FIELD/persons", "Person to notify"},
    Text{"FIELD/pictures", "Number of pictures"},
    Text{"FIELD/pin_usage_policy", "PIN usage policy"},
    Text{"FIELD/place_of_birth", "Place of birth"},
    Text{"FIELD/primary_identifier", "Family name in the machine-readable zone"},
    Text{"FIELD/protocol", "Protocol"},
    Text{"FIELD/recorded", "Recorded on"},
    Text{"FIELD/secondary_identifier", "Given names in the machine-readable zone"},
    Text{"FIELD/serial_number", "Serial number"},
    Text{"FIELD/sex", "Sex"},
    Text{"FIELD/signer", "Signer, not verified"},
    Text{"FIELD/slot", "Slot"},
    Text{"FIELD/status_index", "Index in the status list"},
    Text{"FIELD/subject", "Issued to"},
    Text{"FIELD/technical_life", "Technical life ends"},
    Text{"FIELD/telephone", "Telephone"},
    Text{"FIELD/title", "Title"},
    Text{"FIELD/unicode_version", "Unicode version"},
    Text{"FIELD/version", "Version"},
    Text{"FIELD/width", "Width in pixels"},
    Text{"VALUE/adult", "adult, ten years"},
    Text{"VALUE/day", "day"},
    Text{"VALUE/estimated", "year, estimated"},
    Text{"VALUE/from_6_to_14", "child of 6 to 14"},
    Text{"VALUE/lifetime", "from 60, valid for life"},
    Text{"VALUE/month", "month"},
    Text{"VALUE/renewal", "renewal, twenty years"},
    Text{"VALUE/under_6", "child under 6"},
    Text{"VALUE/year", "year"},
};

std::string label(std::string_view kind, std::string_view name, const card::cli::Catalogue& catalogue)
{
    const auto found = std::ranges::find_if(labels,
        [&](const Text& text) { return text.context.starts_with(kind) && text.context.substr(kind.size()) == name; });
    return found == labels.end() ? std::string{name} : catalogue.text(found->context, found->english);
}

} // namespace

std::string field_label(std::string_view key, const card::cli::Catalogue& catalogue)
{
    return label(field, key, catalogue);
}

std::string value_label(std::string_view word, const card::cli::Catalogue& catalogue)
{
    return label(value, word, catalogue);
}

std::span<const Text> all_labels()
{
    return labels;
}

} // namespace idcard
