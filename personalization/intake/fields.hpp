// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rules.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perso::intake {

/// The classes of the Lao Electronic Data Protection Law (25/NA, 2017). The law names race, religion and health among
/// specific data; what identifies a person by number or body is treated so here, too.
enum class DataClass {
    general,   ///< may be worked with for the purpose for which it was collected
    specific,  ///< only by who needs it for this purpose, and never beyond it
    prohibited ///< no record may have it: it is refused unread, neither stored nor told
};

/// How a field is shown to somebody whose work does not need it.
enum class Mask {
    plain,       ///< as it is
    initial,     ///< the first letter
    last_digits, ///< the last three characters
    year,        ///< the year of a date
    hidden       ///< only that it is there
};

enum class Presence {
    required,
    optional,
    flag ///< a word that a person sets, never a value
};

/// Everything that the station knows about one field of a record. Order of keys, classes and rules stand in the table
/// of fields.cpp and nowhere else: reading, tables, masking, sealing, results and the purge go by it. The class bounds
/// what its line may say: specific data are never shown plainly to others nor returned, prohibited ones neither stored
/// nor shown. A record is sealed in one part for each class, and each part goes when kept_after() says so.
struct Field {
    std::string_view path; ///< `name.lao.given`; `notify[].telephone` of a list
    Presence presence = Presence::required;
    DataClass data_class = DataClass::general;
    Mask mask = Mask::plain;
    bool returned = false;                             ///< a result file gives it back to the registry
    rules::Reason (*rule)(std::string_view) = nullptr; ///< null: a choice, or what intake.cpp decides from the rest
    const char* label = "";                            ///< what a person reads
};

/// How long data of a class are kept after their application ended, in an office whose settings say `wanted`: general
/// data as the settings say, specific ones never longer than their purpose can ask for them, prohibited ones not at
/// all.
std::chrono::days kept_after(DataClass data_class, std::chrono::days wanted);

/// The class of a key at the top of a record, with all that is below it; specific for one that no field has.
DataClass class_of(std::string_view key);

/// All fields that a record may have, in the order of the template.
std::span<const Field> all_fields();

/// Kinds of data that must not be in a record whatever it says, by the last part of a path.
std::span<const Field> prohibited_fields();

/// The field of a path, `notify[1].name` as well as `notify[].name`; null if a record has none of that path.
const Field* find_field(std::string_view path);

/// The paths of all fields with the lists written out: `notify[0].name` to `notify[1].address.province`.
const std::vector<std::string>& all_paths();

/// `notify[0].name` as a pointer into JSON: `/notify/0/name`.
nlohmann::json::json_pointer pointer_to(std::string_view path);

/// Whether a key, `religion` or `holder.religion`, names data that are prohibited in a record.
bool is_prohibited(std::string_view path);

/// How often a list, `notify[]`, may have its fields.
inline constexpr std::size_t most_contacts = 2;

} // namespace perso::intake
