// SPDX-License-Identifier: Apache-2.0
// Named in LD_PRELOAD, this library takes the power away while a program changes what DISK begins the path of: at the
// DISK_DIES_AT-th change there the program is killed. A write is cut off in the middle; and what the disk was not yet
// asked to keep is lost: of a file its content since the last fsync, and, with DISK_FORGETS_NAMES set, new names since
// the last fsync of their folder. Without DISK_DIES_AT nothing happens.
//
// Processes that the program forks count with it. With DISK_TAKES_ALL set, its whole process group dies; with
// DISK_KEEPS_ALL, nothing is lost but the second half of that write; with DISK_COUNTS_SYNCS, only what the disk is
// asked to keep counts as a change.
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

template <typename Function>
Function real(Function, const char* name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

struct Renamed {
    std::string from, to;
    unsigned flags;
};

struct Overwritten {
    off_t at;
    std::vector<char> content;
};

/// What a file that was written has for certain.
struct Kept {
    off_t length;
    std::vector<Overwritten> overwritten; ///< oldest first
};

struct Disk {
    std::map<std::string, Kept> kept;
    std::vector<Renamed> names; ///< not yet kept, oldest first
};

Disk& disk()
{
    static Disk one;
    return one;
}

/// Of this process and those that it forks later.
std::atomic<long>* shared_counter()
{
    void* const memory =
        ::mmap(nullptr, sizeof(std::atomic<long>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : new (memory) std::atomic<long>{0};
}

std::atomic<long>* const changes = shared_counter();

bool asked_for(const char* variable)
{
    return std::getenv(variable) != nullptr;
}

std::string path_of(int descriptor)
{
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = ::readlink(link.c_str(), path, sizeof path);
    return length > 0 ? std::string(path, static_cast<std::size_t>(length)) : std::string{};
}

std::string path_at(int folder, const char* name)
{
    return name[0] == '/' || folder == AT_FDCWD ? name : path_of(folder) + "/" + name;
}

bool is_on_disk(const std::string& path)
{
    const char* const place = std::getenv("DISK");
    return place != nullptr && path.starts_with(place);
}

using WriteAt = ssize_t (*)(int, const void*, size_t, off_t);

void lose_what_is_not_kept()
{
    const auto write_at = real(WriteAt{}, "pwrite");
    for (const auto& [path, kept] : disk().kept) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        for (auto piece = kept.overwritten.rbegin(); piece != kept.overwritten.rend(); ++piece)
            if (write_at(file, piece->content.data(), piece->content.size(), piece->at) < 0)
                std::perror(path.c_str());
        if (::truncate(path.c_str(), kept.length) != 0)
            std::perror(path.c_str()); // it has another name by now, or is gone
    }
    if (!asked_for("DISK_FORGETS_NAMES"))
        return;
    const auto rename_back = real(&::renameat2, "renameat2");
    for (auto name = disk().names.rbegin(); name != disk().names.rend(); ++name)
        if (rename_back(AT_FDCWD, name->to.c_str(), AT_FDCWD, name->from.c_str(), name->flags) != 0)
            std::perror(name->to.c_str());
}

enum class Change { content, sync };

/// Counts a change that is about to be made; true if it is the last.
bool is_last_change(const std::string& path, Change kind = Change::content)
{
    const char* const last = std::getenv("DISK_DIES_AT");
    if (last == nullptr || changes == nullptr || !is_on_disk(path))
        return false;
    if (kind != Change::sync && asked_for("DISK_COUNTS_SYNCS"))
        return false;
    return ++*changes == std::atol(last);
}

[[noreturn]] void die()
{
    if (!asked_for("DISK_KEEPS_ALL"))
        lose_what_is_not_kept();
    ::kill(asked_for("DISK_TAKES_ALL") ? 0 : ::getpid(), SIGKILL);
    std::abort();
}

void before_change(const std::string& path, Change kind = Change::content)
{
    if (is_last_change(path, kind))
        die();
}

/// The file is about to be written for the first time since it was kept, or once more.
Kept& not_kept(const std::string& path, int descriptor)
{
    struct stat status {};

    const bool known = ::fstat(descriptor, &status) == 0;
    return disk().kept.emplace(path, Kept{.length = known ? status.st_size : 0, .overwritten = {}}).first->second;
}

void before_sync(int descriptor)
{
    const std::string path = path_of(descriptor);
    before_change(path, Change::sync);
    disk().kept.erase(path);
}

ssize_t written_at(int descriptor, const void* data, size_t size, off_t at)
{
    const auto really = real(WriteAt{}, "pwrite");
    const std::string path = path_of(descriptor);
    if (!is_on_disk(path))
        return really(descriptor, data, size, at);
    Kept& kept = not_kept(path, descriptor);
    Overwritten before{.at = at, .content = std::vector<char>(size)};
    const ssize_t there = asked_for("DISK_KEEPS_ALL") ? 0 : ::pread(descriptor, before.content.data(), size, at);
    if (there > 0) {
        before.content.resize(static_cast<std::size_t>(there));
        kept.overwritten.push_back(std::move(before));
    }
    if (is_last_change(path)) {
        static_cast<void>(!really(descriptor, data, size / 2, at));
        die();
    }
    return really(descriptor, data, size, at);
}

void note_name(const std::string& from, const std::string& to, unsigned flags)
{
    if (!is_on_disk(to))
        return;
    auto& kept = disk().kept;
    if (const auto file = kept.find(from); file != kept.end()) {
        kept[to] = std::move(file->second);
        kept.erase(from);
    }
    disk().names.push_back({from, to, flags});
}

std::string folder_of(const std::string& path)
{
    return path.substr(0, path.rfind('/'));
}

int opened(const char* symbol, int folder, const char* name, int flags, mode_t mode)
{
    using OpenAt = int (*)(int, const char*, int, ...);
    const std::string path = path_at(folder, name);
    const bool creates = (flags & O_CREAT) != 0 && ::access(path.c_str(), F_OK) != 0;
    if (creates)
        before_change(path);
    return real(OpenAt{}, symbol)(folder, name, flags, mode);
}

} // namespace

extern "C" {

int open(const char* name, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened("openat", AT_FDCWD, name, flags, mode);
}

int open64(const char* name, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened("openat64", AT_FDCWD, name, flags, mode);
}

ssize_t write(int descriptor, const void* data, size_t size)
{
    const auto really = real(&::write, "write");
    const std::string path = path_of(descriptor);
    if (!is_on_disk(path))
        return really(descriptor, data, size);
    not_kept(path, descriptor);
    if (is_last_change(path)) {
        static_cast<void>(!really(descriptor, data, size / 2));
        die();
    }
    return really(descriptor, data, size);
}

ssize_t pwrite(int descriptor, const void* data, size_t size, off_t at)
{
    return written_at(descriptor, data, size, at);
}

ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t at)
{
    return written_at(descriptor, data, size, at);
}

int fdatasync(int descriptor)
{
    before_sync(descriptor);
    return real(&::fdatasync, "fdatasync")(descriptor);
}

int fsync(int descriptor)
{
    before_sync(descriptor);
    const std::string path = path_of(descriptor);
    std::erase_if(disk().names, [&](const Renamed& name) { return folder_of(name.to) == path; });
    return real(&::fsync, "fsync")(descriptor);
}

int ftruncate64(int descriptor, off64_t size) noexcept
{
    before_change(path_of(descriptor));
    return real(&::ftruncate64, "ftruncate64")(descriptor, size);
}

int ftruncate(int descriptor, off_t size) noexcept
{
    before_change(path_of(descriptor));
    return real(&::ftruncate, "ftruncate")(descriptor, size);
}

int mkdir(const char* name, mode_t mode) noexcept
{
    before_change(name);
    return real(&::mkdir, "mkdir")(name, mode);
}

int rename(const char* from, const char* to) noexcept
{
    before_change(to);
    const int result = real(&::rename, "rename")(from, to);
    if (result == 0)
        note_name(from, to, 0);
    return result;
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept
{
    before_change(path_at(to_folder, to));
    const int result = real(&::renameat2, "renameat2")(from_folder, from, to_folder, to, flags);
    if (result == 0)
        note_name(path_at(from_folder, from), path_at(to_folder, to), flags);
    return result;
}

int unlink(const char* name) noexcept
{
    before_change(name);
    return real(&::unlink, "unlink")(name);
}

int unlinkat(int folder, const char* name, int flags) noexcept
{
    before_change(path_at(folder, name));
    return real(&::unlinkat, "unlinkat")(folder, name, flags);
}

int remove(const char* name) noexcept
{
    before_change(name);
    return real(&::remove, "remove")(name);
}

int rmdir(const char* name) noexcept
{
    before_change(name);
    return real(&::rmdir, "rmdir")(name);
}

} // extern "C"
