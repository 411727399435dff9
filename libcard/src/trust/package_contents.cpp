// SPDX-License-Identifier: Apache-2.0
#include "card/trust/package_contents.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/trust/list_changes.hpp"
#include "card/trust/status_list.hpp"

#include <algorithm>
#include <array>

namespace card::trust {

namespace {

constexpr std::size_t longest_name = 64;
constexpr std::string_view delta_ending = ".delta"; ///< of a change to the list of the same name
constexpr std::string_view status_part = "status";

struct Folder {
    std::string_view name;
    std::array<std::string_view, 3> endings;
};

constexpr std::array folders{
    Folder{"csca", {".cer", ".ml", ".ldif"}},
    Folder{"link", {".cer"}},
    Folder{"crl", {".crl", delta_ending}},
    Folder{"citizen", {".cer", ".crl", delta_ending}},
    Folder{status_part, {".bin", delta_ending}},
    Folder{"root", {"next.p7m"}},
};

bool is_plain(std::string_view name)
{
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, plain);
}

void expect(bool condition, std::string_view sentence)
{
    require(condition, Errc::package_invalid, "package", sentence);
}

std::string_view list_ending(std::string_view name)
{
    return part_of(name) == status_part ? ".bin" : ".crl";
}

/// "status/cards.bin" for "status/cards.delta".
std::string whole_name(std::string_view delta)
{
    return std::string{delta.substr(0, delta.size() - delta_ending.size())} + std::string{list_ending(delta)};
}

std::string delta_name(std::string_view whole)
{
    return std::string{whole.substr(0, whole.size() - list_ending(whole).size())} + std::string{delta_ending};
}

Bytes changed_list(const Files& whole, const std::string& name, ByteView delta)
{
    const auto before = whole.find(name);
    expect(before != whole.end(), "a change to a list that is not there");
    try {
        if (part_of(name) == status_part)
            return apply_status_delta(StatusList::parse(before->second), delta).encode();
        return apply_list_changes(before->second, delta);
    } catch (const Error& error) {
        throw Error{Errc::package_invalid, Step{"changes to a list"}, error.what()}.with_field(name);
    }
}

/// What changes the list, or nothing if the whole is no longer.
std::optional<Bytes> list_delta(std::string_view name, ByteView before, ByteView now)
{
    if (!name.ends_with(list_ending(name)))
        return std::nullopt;
    Bytes delta = part_of(name) == status_part ? make_status_delta(StatusList::parse(before), StatusList::parse(now))
                                               : make_list_changes(before, now);
    return delta.size() < now.size() ? std::optional{std::move(delta)} : std::nullopt;
}

Bytes digest_over(const FileDigests& files)
{
    crypto::Hasher whole{crypto::Hash::sha256};
    for (const auto& [name, digest] : files) {
        whole.update(as_bytes(name));
        whole.update(Bytes{0});
        whole.update(digest);
    }
    return whole.finish();
}

} // namespace

bool is_package_file(std::string_view name)
{
    if (name == "policy.toml")
        return true;
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos || name.size() > longest_name)
        return false;
    const auto folder = std::ranges::find(folders, name.substr(0, slash), &Folder::name);
    const std::string_view file = name.substr(slash + 1);
    if (folder == folders.end() || !is_plain(file))
        return false;
    if (folder->name == "root")
        return file == folder->endings[0];
    return std::ranges::any_of(folder->endings, [&](std::string_view ending) {
        return !ending.empty() && file.size() > ending.size() && file.ends_with(ending);
    });
}

std::string_view part_of(std::string_view name)
{
    return name.substr(0, name.find_first_of("/."));
}

FileDigests digests_of(const Files& files)
{
    FileDigests digests;
    for (const auto& [name, content] : files)
        digests.emplace_hint(digests.end(), name, crypto::digest(crypto::Hash::sha256, content));
    return digests;
}

Bytes contents_digest(const Files& files)
{
    return digest_over(digests_of(files));
}

void check_contents(const Manifest& manifest, const Files& files, const FileDigests& unread)
{
    for (const auto& [name, content] : files)
        expect(!content.empty(), "an empty file");
    FileDigests all = digests_of(files);
    for (const auto& [name, digest] : unread)
        expect(all.emplace(name, digest).second, "a file twice");
    expect(all.size() <= max_package_files, "too many files");
    std::set<std::string_view> parts;
    for (const auto& [name, digest] : all) {
        expect(is_package_file(name) && !name.ends_with(delta_ending), "a file that does not belong into a package");
        parts.insert(part_of(name));
    }
    expect(parts.contains("csca"), "no CSCA");
    expect(parts.contains("policy"), "no policy.toml");
    expect(std::ranges::equal(
               parts, manifest.parts, {}, {}, [](const auto& part) { return std::string_view{part.first}; }),
        "the manifest names other parts than there are");
    expect(digest_over(all) == manifest.contents, "the files are not those of the manifest");
}

Files apply_delta(Files whole, const Manifest& manifest, const Files& changed)
{
    for (const std::string& name : manifest.removed)
        expect(whole.erase(name) == 1, "a file is to be removed that is not there");
    for (const auto& [name, content] : changed) {
        const bool is_delta = name.ends_with(delta_ending);
        const std::string target = is_delta ? whole_name(name) : name;
        whole.insert_or_assign(target, is_delta ? changed_list(whole, target, content) : content);
    }
    return whole;
}

Files make_delta(const Files& older, const Files& newer)
{
    Files changed;
    for (const auto& [name, content] : newer) {
        const auto before = older.find(name);
        if (before != older.end() && before->second == content)
            continue;
        auto delta = before == older.end() ? std::nullopt : list_delta(name, before->second, content);
        if (delta)
            changed.emplace(delta_name(name), *std::move(delta));
        else
            changed.emplace(name, content);
    }
    return changed;
}

std::set<std::string> removed_files(const Files& older, const Files& newer)
{
    std::set<std::string> removed;
    for (const auto& [name, content] : older)
        if (!newer.contains(name))
            removed.insert(name);
    return removed;
}

} // namespace card::trust
