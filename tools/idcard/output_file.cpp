// SPDX-License-Identifier: Apache-2.0
#include "idcard/output_file.hpp"

#include "card/base/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

    void keep()
    {
        if (close(std::exchange(descriptor_, -1)) != 0 || rename(path_.c_str(), final_.c_str()) != 0)
            fail(final_, errno);
        kept_ = true;
    }

private:
    fs::path final_;
    fs::path path_;
    int descriptor_;
    bool kept_ = false;
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
    draft.keep();
}

void make_folder(const fs::path& path)
{
    if (mkdir(path.c_str(), S_IRWXU) == 0)
        return;
    const int code = errno;
    std::error_code ignored;
    if (code != EEXIST || !fs::is_directory(path, ignored))
        fail(path, code);
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

} // namespace idcard
