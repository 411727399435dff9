// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/hash.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Hash;

TEST_CASE("hash: \"abc\", [FIPS180-4] examples")
{
    const ByteView abc = as_bytes("abc");
    CHECK(to_hex(digest(Hash::sha1, abc)) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(to_hex(digest(Hash::sha224, abc)) == "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    CHECK(to_hex(digest(Hash::sha256, abc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(digest(Hash::sha384, abc)) ==
          "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    CHECK(to_hex(digest(Hash::sha512, abc)) ==
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
          "454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("hash: parts and secrets hash like the whole")
{
    const Bytes whole = digest(Hash::sha256, as_bytes("abcdef"));
    CHECK(digest(Hash::sha256, {as_bytes("abc"), ByteView{}, as_bytes("def")}) == whole);
    CHECK(ct_equal(crypto::secret_digest(Hash::sha256, {as_bytes("ab"), as_bytes("cdef")}), whole));
    for (const Hash hash : {Hash::sha1, Hash::sha224, Hash::sha256, Hash::sha384, Hash::sha512})
        CHECK(digest(hash, ByteView{}).size() == crypto::digest_size(hash));
}
