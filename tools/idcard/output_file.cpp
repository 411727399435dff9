// SPDX-License-Identifier: Apache-2.0
#include "idcard/output_file.hpp"

#include "idcard/draft.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <deque>
#include <iostream>

namespace idcard {

namespace fs = std::filesystem;

namespace {

/// Made for its owner alone, unless it was there; it goes again unless something was put into it.
class Folder {
public:
    explicit Folder(const fs::path& path) : path_{path}, made_{mkdir(path.c_str(), S_IRWXU) == 0}
    {
        const int code = errno;
        std::error_code ignored;
        if (!made_ && (code != EEXIST || !fs::is_directory(path, ignored)))
            fail_to_write(path, code);
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

bool same_file(const fs::path& one, const fs::path& other)
{
    std::error_code error;
    if (fs::equivalent(one, other, error) && !error)
        return true;
    const auto place = [](const fs::path& path) {
        std::error_code ignored;
        const fs::path whole = fs::absolute(path, ignored).lexically_normal();
        const fs::path folder = fs::canonical(whole.parent_path(), ignored);
        return (folder.empty() ? whole.parent_path() : folder) / whole.filename();
    };
    return place(one) == place(other);
}

void remove_old(const fs::path& path)
{
    if (path != "-" && unlink(path.c_str()) != 0 && errno != ENOENT)
        fail_to_write(path, errno);
}

void check_room(const fs::path& path, std::size_t size)
{
    if (path == "-")
        return;
    std::error_code error;
    const fs::file_status old = fs::symlink_status(path, error);
    if (fs::exists(old) && !fs::is_regular_file(old))
        fail_to_write(path, EEXIST);
    Draft{path}.reserve(size);
}

} // namespace idcard
