// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace idcard {

/// Static files of a web server in this country, by plain HTTP: what they hold is signed, so nobody need hide or
/// vouch for them on their way. Redirections are not followed.
class Mirror {
public:
    /// `base` is the address of the folder with the packages; what was fetched of one waits in `waiting`.
    /// A transfer that takes longer than `longest` is ended: on a line of 20 kB/s the largest package comes in time,
    /// and the next one goes on from there. Throws usage for anything but http:// or https:// without a name of a user.
    Mirror(std::string base, std::filesystem::path waiting, std::chrono::seconds longest = std::chrono::minutes{30});

    /// The newest serial, which the file `latest` names: a hint, and no more. Throws download_failed, download_slow.
    std::uint32_t latest() const;

    /// A whole file of at most max_package_size; nothing if the server has no such file. A part that waits from before
    /// is continued, if the server gives the rest of it; what is no file (a redirection, an error) leaves it as it is.
    /// Throws download_failed, download_slow, disk_full, file_unwritable, package_busy while somebody else fetches.
    std::optional<card::Bytes> fetch(const std::string& name) const;
    /// The file was used, or is of no use: the next fetch() begins at its first byte.
    void forget(const std::string& name) const;

    /// Bytes that fetch() took from where they waited instead of the network, so far.
    std::uint64_t continued() const { return continued_; }

private:
    void hold() const;

    std::string base_;
    std::filesystem::path waiting_;
    std::chrono::seconds longest_;
    mutable card::Descriptor lock_{-1}; ///< the folder where files wait
    mutable std::uint64_t continued_ = 0;
};

} // namespace idcard
