// SPDX-License-Identifier: Apache-2.0
#include "card/trust/archive.hpp"

#include "card/base/error.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace card::trust {

namespace {

struct FreeReader {
    void operator()(::archive* reader) const noexcept { archive_read_free(reader); }
};

struct FreeWriter {
    void operator()(::archive* writer) const noexcept { archive_write_free(writer); }
};

struct FreeEntry {
    void operator()(::archive_entry* entry) const noexcept { archive_entry_free(entry); }
};

constexpr mode_t file_mode = 0644;
constexpr int record_size = 512;

void expect(bool condition, std::string_view sentence)
{
    require(condition, Errc::package_invalid, "archive", sentence);
}

la_ssize_t take(::archive*, void* out, const void* bytes, std::size_t size)
{
    const auto* const first = static_cast<const std::uint8_t*>(bytes);
    static_cast<Bytes*>(out)->insert(static_cast<Bytes*>(out)->end(), first, first + size);
    return static_cast<la_ssize_t>(size);
}

Bytes read_content(::archive* reader, ::archive_entry* entry, std::size_t limit)
{
    const la_int64_t size = archive_entry_size(entry);
    expect(archive_entry_size_is_set(entry) != 0 && size >= 0 && static_cast<std::uint64_t>(size) <= limit,
        "the files are longer than their archive");
    Bytes content(static_cast<std::size_t>(size));
    std::size_t done = 0;
    while (done < content.size()) {
        const la_ssize_t got = archive_read_data(reader, content.data() + done, content.size() - done);
        expect(got > 0, "a file ends early");
        done += static_cast<std::size_t>(got);
    }
    return content;
}

} // namespace

Bytes write_archive(const ArchiveFiles& files)
{
    Bytes tar;
    const std::unique_ptr<::archive, FreeWriter> writer{archive_write_new()};
    expect(writer && archive_write_set_format_ustar(writer.get()) == ARCHIVE_OK &&
               archive_write_add_filter_none(writer.get()) == ARCHIVE_OK &&
               archive_write_set_bytes_per_block(writer.get(), record_size) == ARCHIVE_OK &&
               archive_write_open(writer.get(), &tar, nullptr, take, nullptr) == ARCHIVE_OK,
        "cannot be begun");
    for (const auto& [name, content] : files) {
        const std::unique_ptr<::archive_entry, FreeEntry> entry{archive_entry_new()};
        expect(entry != nullptr, "cannot be written");
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), file_mode);
        archive_entry_set_mtime(entry.get(), 0, 0);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
        expect(archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK, "cannot be written");
        const auto written = archive_write_data(writer.get(), content.data(), content.size());
        expect(written == static_cast<la_ssize_t>(content.size()), "cannot be written");
    }
    expect(archive_write_close(writer.get()) == ARCHIVE_OK, "cannot be ended");
    return tar;
}

ArchiveFiles read_archive(ByteView tar)
{
    const std::unique_ptr<::archive, FreeReader> reader{archive_read_new()};
    expect(reader && archive_read_support_format_tar(reader.get()) == ARCHIVE_OK &&
               archive_read_open_memory(reader.get(), tar.data(), tar.size()) == ARCHIVE_OK,
        "is no tar");
    ArchiveFiles files;
    std::set<std::string> names;
    std::size_t left = tar.size(); // all files together: a sparse one takes more room than it has in the archive
    ::archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
        const char* const name = archive_entry_pathname(entry);
        expect(name != nullptr && archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr,
            "something else than a regular file");
        expect(names.insert(name).second, "a name twice");
        expect(files.size() <= max_package_files, "too many files");
        files.emplace_back(name, read_content(reader.get(), entry, left));
        left -= files.back().second.size();
    }
    expect(status == ARCHIVE_EOF && !files.empty(), "is damaged");
    return files;
}

} // namespace card::trust
