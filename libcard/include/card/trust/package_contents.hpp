// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace card::trust {

/// Files of a package by name: "csca/one.cer". The same names stand in the folder where it is installed.
using Files = std::map<std::string, Bytes>;

inline constexpr std::size_t max_package_files = 10'000;
inline constexpr std::uint32_t largest_serial = 999'999'999;

/// The folders of a package and policy.toml, which is a part of its own:
///
///   csca/*.cer            pinned CSCAs, each by its whole bytes
///   csca/*.ml *.ldif      master lists, where documents of other states are taken
///   link/*.cer            link certificates
///   crl/*.crl             complete lists about document signers
///   citizen/*.cer *.crl   CAs of the holders' keys, their lists
///   status/*.bin          card status list
///   root/next.p7m         the next root of packages
///   policy.toml           verification policy and limits of age
///
/// In a delta package, *.delta changes the list of that name: a .bin by status_list.hpp, a .crl by list_changes.hpp.
/// Names are lower-case letters, digits, '-', '_' and inner dots, at most 64 characters.
CARD_API bool is_package_file(std::string_view name);

/// "csca" of "csca/one.cer", "policy" of policy.toml.
CARD_API std::string_view part_of(std::string_view name);

/// From when data speak and when newer ones are due.
struct Period {
    Time this_update{};
    Time next_update{};

    bool contains(Time time) const { return this_update <= time && time <= next_update; }

    friend bool operator==(const Period&, const Period&) = default;
};

/// The first file of the archive, manifest.toml.
struct Manifest {
    std::uint32_t serial = 0; ///< 1 to largest_serial; rises with every package
    Period period;
    std::optional<std::uint32_t> base = {}; ///< a delta package: the serial that it changes
    std::set<std::string> removed = {};     ///< files of the base that are gone
    std::map<std::string, Period> parts;    ///< exactly those with a file in the whole that results; for people alone
    Bytes contents;                         ///< contents_digest() of the whole that results

    friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// SHA-256 of each file by its name.
using FileDigests = std::map<std::string, Bytes>;

CARD_API FileDigests digests_of(const Files& files);

/// SHA-256 over name and SHA-256 of every file, in the order of their names.
CARD_API Bytes contents_digest(const Files& files);

CARD_API std::string to_toml(const Manifest& manifest);

/// Throws package_invalid, with key and line, for what is unknown, missing or outside its range.
CARD_API Manifest parse_manifest(std::string_view toml);

/// Throws package_invalid unless the manifest speaks of these files: the whole of a package, after a delta was applied.
/// Of files that nobody wants to read the digests are enough: what was read is compared all the same.
CARD_API void check_contents(const Manifest& manifest, const Files& files, const FileDigests& unread = {});

/// `whole` as it is after the delta: files in it replace those of their name, a .delta changes the list of its name.
/// Throws package_invalid for a file or list that is not there, or a change to another list.
CARD_API Files apply_delta(Files whole, const Manifest& manifest, const Files& changed);

/// What a delta package carries: the files of `newer` that `older` lacks or has otherwise, of a list its changes where
/// they are shorter. Throws as make_status_delta() and make_list_changes() do.
CARD_API Files make_delta(const Files& older, const Files& newer);
/// The names that `newer` lacks.
CARD_API std::set<std::string> removed_files(const Files& older, const Files& newer);

/// `2026-11-22T00:00:00Z`.
CARD_API std::string utc_text(Time time);

} // namespace card::trust
