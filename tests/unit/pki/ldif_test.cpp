// SPDX-License-Identifier: Apache-2.0
#include "card/pki/ldif.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace card;
using test::error_of;

namespace {

std::vector<std::string> values(std::string_view text, std::string_view attribute = pki::ldif::master_list)
{
    std::vector<std::string> out;
    for (const Bytes& value : pki::ldif_values(as_bytes(text), attribute))
        out.emplace_back(as_text(value));
    return out;
}

const std::string pkd = "# from the PKD\n"
                        "version: 1\n"
                        "\n"
                        "dn: cn=CN\\=CSCA,o=ml,c=LA,dc=data,dc=download,dc=pkd,dc=icao,dc=int\n"
                        "objectClass: pkdMasterList\n"
                        "sn: 1\n"
                        "pkdMasterListContent:: bG9u\n"
                        " ZyBs\n"
                        " aXN0\n"
                        "\n"
                        "dn: cn=CN\\=CSCA,o=dsc,c=LA\r\n"
                        "userCertificate;binary:: Y2VydA==\r\n"
                        "description:: wqM=\n"
                        "PKDMASTERLISTCONTENT:: c2Vjb25k\n";

} // namespace

TEST_CASE("ldif: values of one attribute, folded lines joined, options and case apart")
{
    CHECK(values(pkd) == std::vector<std::string>{"long list", "second"});
    CHECK(values(pkd, pki::ldif::certificate) == std::vector<std::string>{"cert"});
    CHECK(values(pkd, pki::ldif::revocation_list).empty());
}

TEST_CASE("ldif: how it begins")
{
    CHECK(pki::is_ldif(as_bytes(pkd)));
    CHECK(pki::is_ldif(as_bytes("dn: c=LA\n")));
    CHECK(pki::is_ldif(as_bytes("\n# only\n\r\nversion: 1\n")));
    CHECK(!pki::is_ldif(as_bytes("")));
    CHECK(!pki::is_ldif(as_bytes("-----BEGIN CERTIFICATE-----\n")));
    CHECK(!pki::is_ldif(from_hex("30820100")));
}

TEST_CASE("ldif: values that are text or stand elsewhere are passed over")
{
    CHECK(values("pkdMasterListContent: text\npkdMasterListContent:< file:///etc/passwd\n").empty());
    CHECK(values("dn: c=LA\nchangetype: add\n-\npkdMasterListContent::\n") == std::vector<std::string>{""});
}

TEST_CASE("ldif: broken lines are refused with their number")
{
    const auto line_of = [](std::string_view text) -> long {
        try {
            values(text);
        } catch (const Error& error) {
            CHECK(error.code() == Errc::malformed_data);
            return error.number().value_or(0);
        }
        return -1;
    };
    CHECK(line_of("version: 1\nno attribute\n") == 2);
    CHECK(line_of(": value\n") == 1);
    for (const std::string bad : {"YQ", "YQ=", "Y===", "YQ==YQ==", "Y-==", "YR==", "YWE=b", "YQ== "}) {
        CAPTURE(bad);
        CHECK(line_of("dn: c=LA\npkdMasterListContent:: " + bad + "\n") == 2);
    }
    CHECK(line_of("pkdMasterListContent:: YQ\n ==\n") == -1);
    CHECK(line_of("description:: not base64 but nobody asks\n") == -1);
}
