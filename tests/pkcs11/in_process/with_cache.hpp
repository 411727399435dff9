// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

#include <filesystem>
#include <vector>

namespace test {

/// The cache of public objects, in a folder of its own.
class WithCache {
public:
    /// What is kept, one file for a card.
    std::vector<std::filesystem::path> files() const
    {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator{folder_.path() / "idcard/pkcs11"})
            if (entry.path().filename() != "key")
                files.push_back(entry.path());
        return files;
    }

private:
    TemporaryFolder folder_;
    Variable on_{"IDCARD_PKCS11_CACHE", "1"};
    Variable place_{"XDG_CACHE_HOME", folder_.path().c_str()};
};

} // namespace test
