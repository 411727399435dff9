// SPDX-License-Identifier: Apache-2.0
#include "intake/batch/tar_index.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "intake/batch/expect.hpp"
#include "intake/file_name.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>

namespace perso::intake {

namespace {

constexpr std::string_view picture_folder = "photographs/";
constexpr std::size_t piece_size = 32 * 1024;

struct FreeReader {
    void operator()(::archive* reader) const noexcept { archive_read_free(reader); }
};

void expect_archive(bool holds, std::string_view sentence)
{
    expect(holds, sentence, "archive of the batch");
}

/// What libarchive reads from. Nothing may be thrown through it.
struct Pull {
    const Content& tar;
    std::uint64_t at = 0;
    card::Bytes piece;
    std::optional<card::Error> failed;
};

la_ssize_t pull(::archive* reader, void* context, const void** bytes)
{
    auto& from = *static_cast<Pull*>(context);
    try {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, from.tar.size() - from.at));
        from.piece = from.tar.read(from.at, size);
        from.at += size;
        *bytes = from.piece.data();
        return static_cast<la_ssize_t>(size);
    } catch (const card::Error& error) {
        from.failed = error;
    }
    archive_set_error(reader, EIO, "unreadable");
    return ARCHIVE_FATAL;
}

la_int64_t skip(::archive*, void* context, la_int64_t request)
{
    auto& from = *static_cast<Pull*>(context);
    const auto left = static_cast<la_int64_t>(from.tar.size() - from.at);
    const la_int64_t done = std::clamp<la_int64_t>(request, 0, left);
    from.at += static_cast<std::uint64_t>(done);
    return done;
}

} // namespace

TarIndex::TarIndex(const Content& tar)
{
    Pull from{.tar = tar, .piece = {}, .failed = {}};
    const std::unique_ptr<::archive, FreeReader> reader{archive_read_new()};
    expect_archive(reader && archive_read_support_format_tar(reader.get()) == ARCHIVE_OK &&
                       archive_read_set_read_callback(reader.get(), pull) == ARCHIVE_OK &&
                       archive_read_set_skip_callback(reader.get(), skip) == ARCHIVE_OK &&
                       archive_read_set_callback_data(reader.get(), &from) == ARCHIVE_OK &&
                       archive_read_open1(reader.get()) == ARCHIVE_OK,
        text("the archive is no tar"));
    ::archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
        const char* const name = archive_entry_pathname(entry);
        expect_archive(name != nullptr && archive_entry_hardlink(entry) == nullptr,
            text("the archive has something else than a regular file"));
        if (archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        expect_archive(archive_entry_filetype(entry) == AE_IFREG && archive_entry_sparse_count(entry) == 0,
            text("the archive has something else than a regular file"));
        const la_int64_t size = archive_entry_size(entry);
        const la_int64_t at = archive_filter_bytes(reader.get(), 0); // all before the file's bytes has been read
        expect_archive(archive_entry_size_is_set(entry) != 0 && size >= 0 && at >= 0 &&
                           static_cast<std::uint64_t>(at) + static_cast<std::uint64_t>(size) <= tar.size(),
            text("a file of the archive ends early"));
        add(name, {static_cast<std::uint64_t>(at), static_cast<std::uint64_t>(size)});
    }
    if (from.failed)
        throw card::Error{*from.failed};
    expect_archive(status == ARCHIVE_EOF && !files_.empty(), text("the archive is damaged"));

    const auto by_name = [](const Picture& a, const Picture& b) { return a.name < b.name; };
    std::sort(pictures_.begin(), pictures_.end(), by_name);
    const auto same = std::adjacent_find(
        pictures_.begin(), pictures_.end(), [](const Picture& a, const Picture& b) { return a.name == b.name; });
    expect_archive(same == pictures_.end(), text("a name stands twice in the archive"));
}

void TarIndex::add(std::string_view name, TarPlace place)
{
    if (name.starts_with("./"))
        name.remove_prefix(2);
    if (name.starts_with(picture_folder)) {
        name.remove_prefix(picture_folder.size());
        expect_archive(!file_name(name), text("the archive has a picture whose name no record can give"));
        expect_archive(pictures_.size() < most_files, text("the archive has too many files"));
        expect_archive(place.at + place.size <= 0xFFFF'FFFF, text("the archive is too long"));
        pictures_.push_back(
            {short_name(name), static_cast<std::uint32_t>(place.at), static_cast<std::uint32_t>(place.size)});
        return;
    }
    expect_archive(name == "manifest.json" || name == "records.csv" || name == "records.jsonl",
        text("the archive has a file that does not belong into a batch"));
    expect_archive(files_.emplace(name, place).second, text("a name stands twice in the archive"));
}

std::optional<TarPlace> TarIndex::file(const std::string& name) const
{
    const auto found = files_.find(name);
    return found == files_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<TarPlace> TarIndex::picture(const std::string& name) const
{
    const auto wanted = short_name(name);
    const auto found = std::lower_bound(pictures_.begin(), pictures_.end(), wanted,
        [](const Picture& picture, const auto& sought) { return picture.name < sought; });
    if (found == pictures_.end() || found->name != wanted)
        return std::nullopt;
    return TarPlace{found->at, found->size};
}

std::array<std::uint8_t, 12> TarIndex::short_name(std::string_view name)
{
    const card::Bytes whole = card::crypto::digest(card::crypto::Hash::sha256, card::as_bytes(name));
    std::array<std::uint8_t, 12> out{};
    std::copy_n(whole.begin(), out.size(), out.begin());
    return out;
}

} // namespace perso::intake
