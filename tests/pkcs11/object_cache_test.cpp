// SPDX-License-Identifier: Apache-2.0
#include "object_cache.hpp"

#include "card/base/error.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/stat.h>

namespace {

using card::Bytes;
using card::Errc;
using p11::ObjectCache;
namespace fs = std::filesystem;

const ObjectCache::Key key{Bytes(16, 0x42), Bytes{0, 0, 0, 7}};

ObjectCache::Contents contents()
{
    return {{card::piv::object::certificate_9a, Bytes(700, 0x55)}, {card::piv::object::discovery, Bytes{1, 2, 3}}};
}

/// The only file beside the user's key.
fs::path file_in(const fs::path& folder)
{
    fs::path found;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.path().filename() != "key") {
            CHECK(found.empty());
            found = entry.path();
        }
    return found;
}

fs::perms permissions(const fs::path& path)
{
    return fs::status(path).permissions();
}

} // namespace

TEST_CASE("object cache: keeps what it was given, for this user alone, under names that tell nothing")
{
    const test::TemporaryFolder outer;
    const fs::path folder = outer.path() / "a/b";
    const ObjectCache cache{folder};
    CHECK(cache.load(key).empty());
    CHECK_FALSE(fs::exists(folder)); // asking leaves no trace
    cache.store(key, contents());
    CHECK(cache.load(key) == contents());
    CHECK(permissions(folder) == fs::perms::owner_all);
    CHECK(permissions(folder / "key") == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(permissions(file_in(folder)) == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(file_in(folder).filename().string().find("4242") == std::string::npos);
}

TEST_CASE("object cache: one file for a card; another state takes its place; removed, it is gone")
{
    const test::TemporaryFolder outer;
    const ObjectCache cache{outer.path() / "cache"};
    cache.store(key, contents());
    const ObjectCache::Key later{key.card, Bytes{0, 0, 0, 8}};
    CHECK(cache.load(later).empty());
    cache.store(later, contents());
    CHECK(cache.load(key).empty());
    CHECK(cache.load(later) == contents());
    CHECK_FALSE(file_in(outer.path() / "cache").empty());
    cache.remove(key);
    CHECK(file_in(outer.path() / "cache").empty());
}

TEST_CASE("object cache: a damaged file counts for nothing, wherever the damage is")
{
    const test::TemporaryFolder outer;
    const ObjectCache cache{outer.path() / "cache"};
    cache.store(key, {{card::piv::object::discovery, Bytes{1, 2, 3}}});
    const fs::path file = file_in(outer.path() / "cache");
    std::string good(fs::file_size(file), '\0');
    std::ifstream{file, std::ios::binary}.read(good.data(), static_cast<std::streamsize>(good.size()));
    const auto rewrite = [&](const std::string& text) { std::ofstream{file, std::ios::binary} << text; };
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string wrong = good;
        wrong[i] = static_cast<char>(wrong[i] ^ 0x10);
        rewrite(wrong);
        CHECK(cache.load(key).empty());
        rewrite(good.substr(0, i));
        CHECK(cache.load(key).empty());
    }
    rewrite(good);
    CHECK_FALSE(cache.load(key).empty());
}

TEST_CASE("object cache: what is open to others, a link or a pipe counts as not there")
{
    const test::TemporaryFolder outer;
    const fs::path folder = outer.path() / "cache";
    const ObjectCache cache{folder};
    cache.store(key, contents());
    const fs::path file = file_in(folder);
    fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
    CHECK(cache.load(key).empty());
    fs::permissions(file, fs::perms::group_read, fs::perm_options::remove);
    CHECK(cache.load(key) == contents());
    fs::permissions(folder, fs::perms::others_exec, fs::perm_options::add);
    CHECK(cache.load(key).empty());
    fs::permissions(folder, fs::perms::others_exec, fs::perm_options::remove);

    fs::rename(file, outer.path() / "elsewhere");
    fs::create_symlink(outer.path() / "elsewhere", file);
    CHECK(cache.load(key).empty());
    fs::remove(file);
    REQUIRE(mkfifo(file.c_str(), 0600) == 0);
    CHECK(cache.load(key).empty());
}

TEST_CASE("object cache: a folder that cannot be made is no cache, and no error")
{
    const ObjectCache cache{"/proc/none"};
    cache.store(key, contents());
    CHECK(cache.load(key).empty());
    cache.remove(key);
}

TEST_CASE("object cache: a body that breaks its format is refused")
{
    const Bytes good = p11::encode_contents(contents());
    CHECK(p11::decode_contents(good) == contents());
    for (std::size_t size = 1; size < 10; ++size)
        CHECK(test::error_of([&] { p11::decode_contents(card::ByteView{good}.first(size)); }) == Errc::malformed_tlv);
    CHECK(test::error_of([&] {
        p11::decode_contents(Bytes{0x30, 0x05, 0x5C, 0x01, 0x42, 0x53, 0x00});
    }) == Errc::malformed_data);
}
