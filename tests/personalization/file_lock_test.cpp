// SPDX-License-Identifier: Apache-2.0
#include "base/file_lock.hpp"

#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using card::Errc;
using test::error_of;

TEST_CASE("file lock: one at a time, until it is closed")
{
    const test::TemporaryFolder folder;
    const auto file = folder / "run.lock";
    {
        const auto first = lock_if_free(file);
        CHECK(first.has_value());
        CHECK_FALSE(lock_if_free(file).has_value());
        CHECK(lock_folder_if_free(folder.path()).has_value()); // which is another lock
    }
    CHECK(lock_if_free(file).has_value());
}

TEST_CASE("file lock: a folder")
{
    const test::TemporaryFolder folder;
    const auto first = lock_folder_if_free(folder.path());
    CHECK(first.has_value());
    CHECK_FALSE(lock_folder_if_free(folder.path()).has_value());
}

TEST_CASE("file lock: what cannot be locked is not taken for a lock of somebody else")
{
    const test::TemporaryFolder folder;
    CHECK(error_of([&] { return lock_if_free(folder / "missing/run.lock"); }) == Errc::file_unwritable);
    CHECK(error_of([&] { return lock_if_free(folder.path()); }) == Errc::file_unwritable); // a folder is no file
    CHECK(error_of([&] { return lock_folder_if_free(folder / "missing"); }) == Errc::file_unwritable);
    std::filesystem::create_symlink("elsewhere", folder / "link");
    CHECK(error_of([&] { return lock_if_free(folder / "link"); }) == Errc::file_unwritable);
    CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
}
