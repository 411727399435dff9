// SPDX-License-Identifier: Apache-2.0
#include "trace.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace refcard {

namespace {

constexpr std::size_t header_size = 4;
constexpr std::size_t status_size = 2;

} // namespace

// Appending, so that who reads it may empty it in between.
Trace::Trace(const std::filesystem::path& path)
{
    if (path.empty())
        return;
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw std::runtime_error{"cannot write " + path.string()};
}

Trace::~Trace()
{
    if (file_ >= 0)
        ::close(file_);
}

void Trace::add(ByteView command, const std::optional<Bytes>& answer) const
{
    if (file_ < 0)
        return;
    const std::size_t answered = answer ? answer->size() : 0;
    std::string line = to_hex(command.first(std::min(command.size(), header_size)));
    line += " " + std::to_string(command.size()) + " " + std::to_string(answered);
    if (answered >= status_size)
        line += " " + to_hex(ByteView{*answer}.last(status_size));
    line += "\n";
    if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        throw std::runtime_error{"cannot write the trace"};
}

} // namespace refcard
