// SPDX-License-Identifier: Apache-2.0
#include <card/base/hex.hpp>
#include <card/version.hpp>

int main()
{
    const card::Bytes bytes = card::from_hex("CA FE");
    return card::to_hex(bytes) == "cafe" && card::library_version() == card::version ? 0 : 1;
}
