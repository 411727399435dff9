// SPDX-License-Identifier: Apache-2.0
#include "idcard/output_file.hpp"

#include "card/base/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <deque>
#include <iostream>
#include <utility>

namespace idcard {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

[[noreturn]] void fail(const fs::path& path, int code)
{
    throw Error{code == ENOSPC || code == EDQUOT ? Errc::disk_full : Errc::file_unwritable, "cannot be written"}
        .with_field(path.string());
}

/// A file beside the final one that disappears unless it is kept.
class Draft {
public:
    explicit Draft(const fs::path& final_path)
        : final_{final_path},
          path_{fmt::format("{}.{}.new", final_path.string(), getpid())},
          descriptor_{open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)}
    {
        if (descriptor_ < 0)
            fail(final_, errno);
    }

    ~Draft()
    {
        if (descriptor_ >= 0)
            close(descriptor_);
        if (!kept_)
            unlink(path_.c_str());
    }

    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(card::ByteView rest)
    {
        while (!rest.empty()) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                fail(final_, errno);
            rest = rest.subspan(static_cast<std::size_t>(written));
        }
    }

    void reserve(std::size_t size)
    {
        const int code = posix_fallocate(descriptor_, 0, static_cast<off_t>(size));
        if (code != 0 && code != EOPNOTSUPP && code != EINVAL) // not every file system can
            fail(final_, code);
    }

    /// Nothing more is written; some file systems tell only now that the disk is full.
    void finish()
    {
        if (close(std::exchange(descriptor_, -1)) != 0)
            fail(final_, errno);
    }

    void keep()
    {
        if (rename(path_.c_str(), final_.c_str()) != 0)
            fail(final_, errno);
        kept_ = true;
    }

private:
    fs::path final_;
    fs::path path_;
    int descriptor_;
    bool kept_ = false;
};

/// Made for its owner alone, unless it was there; it goes again unless something was put into it.
class Folder {
public:
    explicit Folder(const fs::path& path) : path_{path}, made_{mkdir(path.c_str(), S_IRWXU) == 0}
    {
        const int code = errno;
        std::error_code ignored;
        if (!made_ && (code != EEXIST || !fs::is_directory(path, ignored)))
            fail(path, code);
    }

    ~Folder()
    {
        if (made_)
            rmdir(path_.c_str()); // fails where there are files
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

private:
    fs::path path_;
    bool made_;
};

} // namespace

void write_file(const fs::path& path, card::ByteView content)
{
    if (path == "-") {
        std::cout << card::as_text(content);
        return;
    }
    Draft draft{path};
    draft.write(content);
    draft.finish();
    draft.keep();
}

void write_folder(const fs::path& path, std::span<const OutputFile> files)
{
    const Folder folder{path};
    std::deque<Draft> drafts;
    for (const OutputFile& file : files) {
        Draft& draft = drafts.emplace_back(path / file.name);
        draft.write(file.content);
        draft.finish();
    }
    for (Draft& draft : drafts)
        draft.keep();
}

void remove_old(const fs::path& path)
{
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (!fs::exists(status))
        return;
    if (!fs::is_regular_file(status) || unlink(path.c_str()) != 0)
        fail(path, errno);
}

void check_room(const fs::path& path, std::size_t size)
{
    if (path != "-")
        Draft{path}.reserve(size);
}

} // namespace idcard
