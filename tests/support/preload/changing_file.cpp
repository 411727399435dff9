// SPDX-License-Identifier: Apache-2.0
// Named in LD_PRELOAD, this library changes a file while a program reads it: after the first half of FILE_THAT_CHANGES
// was read, the file gets a byte more, loses its end, or has another byte near its end, as FILE_CHANGE says: longer,
// shorter, other.
#include <cstdlib>
#include <string>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using Read = ssize_t (*)(int, void*, size_t);

bool is_the_file(int descriptor)
{
    const char* const name = std::getenv("FILE_THAT_CHANGES");

    struct stat wanted {};

    struct stat opened {};

    return name != nullptr && ::stat(name, &wanted) == 0 && ::fstat(descriptor, &opened) == 0 &&
           wanted.st_ino == opened.st_ino && wanted.st_dev == opened.st_dev;
}

void change(Read real)
{
    const std::string_view how = std::getenv("FILE_CHANGE");
    const int file = ::open(std::getenv("FILE_THAT_CHANGES"), O_RDWR | O_CLOEXEC);
    const off_t size = ::lseek(file, 0, SEEK_END);
    char last = 0;
    bool done = false;
    if (how == "longer") {
        done = ::write(file, "x", 1) == 1;
    } else if (how == "shorter") {
        done = ::ftruncate(file, size - 1) == 0;
    } else {
        ::lseek(file, size - 1, SEEK_SET);
        done = real(file, &last, 1) == 1;
        last = static_cast<char>(last ^ 1);
        done = done && ::pwrite(file, &last, 1, size - 1) == 1;
    }
    if (!done)
        std::_Exit(125);
    ::close(file);
}

} // namespace

extern "C" ssize_t read(int descriptor, void* out, size_t size)
{
    static const auto real = reinterpret_cast<Read>(::dlsym(RTLD_NEXT, "read"));
    static bool changed = false;
    if (changed || size < 2 || !is_the_file(descriptor))
        return real(descriptor, out, size);
    const ssize_t got = real(descriptor, out, size / 2);
    changed = true;
    change(real);
    return got;
}
