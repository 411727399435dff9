// SPDX-License-Identifier: Apache-2.0
#include "architecture/rules.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::string_view tables = R"(
| layer | may include | what it is |
| --- | --- | --- |
| `base` | – | visible to all |
| `tlv` `crypto` | base | two |
| `iso7816` | tlv | three |
| `session` | all but cli | four |
| `cli` | base | five |

| component | may include from libcard | what it is |
| --- | --- | --- |
| `tools` | all | a program |
| `applet-specs` | – | the card |

| library's headers | only in |
| --- | --- |
| `botan/` | libcard/src/crypto |

| folder of the station | what it is |
| --- | --- |
| `base` | files |
| `store` `stock` | two |
)";

/// What is wrong with one line of a file with a proper head.
std::vector<std::string> check(const std::string& path, const std::string& line)
{
    const std::string head = "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n";
    return architecture::violations({path, head + line + "\n"}, architecture::parse_rules(tables),
        {"libcard/src/tlv/near.hpp", "libcard/src/crypto/far.hpp", "tools/idcard/output.hpp",
            "personalization/base/file.hpp", "personalization/store/job.hpp", "personalization/stock/blank.hpp",
            "personalization/other/thing.hpp"});
}

} // namespace

TEST_CASE("architecture: a layer includes only what its row names")
{
    CHECK(check("libcard/src/iso7816/a.cpp", "#include \"card/tlv/reader.hpp\"").empty());
    CHECK(check("libcard/src/iso7816/a.cpp", "#include \"card/iso7816/command.hpp\"").empty());
    CHECK(check("libcard/include/card/tlv/a.hpp", "#include \"card/base/bytes.hpp\"").empty());
    CHECK(check("libcard/src/session/a.cpp", "#include <card/iso7816/command.hpp>").empty());
    CHECK(check("libcard/src/iso7816/a.cpp", "#include \"card/crypto/hash.hpp\"") ==
          std::vector<std::string>{"libcard/src/iso7816/a.cpp:3: may not include the layer crypto"});
    CHECK(check("libcard/include/card/tlv/a.hpp", "  # include <card/iso7816/command.hpp>").size() == 1);
    CHECK(check("libcard/src/session/a.cpp", "#include \"card/cli/parse.hpp\"").size() == 1);
}

TEST_CASE("architecture: private headers stay in their folder, programs stay apart")
{
    CHECK(check("libcard/src/tlv/a.cpp", "#include \"near.hpp\"").empty());
    CHECK(check("libcard/src/tlv/a.cpp", "#include \"far.hpp\"").size() == 1);
    CHECK(check("tools/idcard/commands/verify.cpp", "#include \"output.hpp\"").empty());
    CHECK(check("applet-specs/reference-card/a.cpp", "#include \"output.hpp\"").size() == 1);
    CHECK(check("applet-specs/reference-card/a.cpp", "#include \"card/base/bytes.hpp\"").size() == 1);
}

TEST_CASE("architecture: a folder of the station includes only those before it")
{
    CHECK(check("personalization/store/a.cpp", "#include \"base/file.hpp\"").empty());
    CHECK(check("personalization/store/sql/a.cpp", "#include \"store/job.hpp\"").empty());
    CHECK(check("personalization/stock/a.cpp", "#include \"store/job.hpp\"").empty());
    CHECK(check("personalization/main.cpp", "#include \"stock/blank.hpp\"").empty());
    CHECK(check("personalization/base/a.cpp", "#include \"store/job.hpp\"") ==
          std::vector<std::string>{"personalization/base/a.cpp:3: may not include the folder store"});
    CHECK(check("personalization/store/a.cpp", "#include \"stock/blank.hpp\"").size() == 1);
    CHECK(check("personalization/store/a.cpp", "#include \"other/thing.hpp\"").size() == 1);
    CHECK(check("personalization/other/a.cpp", "#include \"base/file.hpp\"") ==
          std::vector<std::string>{"personalization/other/a.cpp:3: the folder other has no row"});
}

TEST_CASE("architecture: third-party headers stay where the table keeps them")
{
    CHECK(check("libcard/src/crypto/hash.cpp", "#include <botan/hash.h>").empty());
    CHECK(check("libcard/src/tlv/a.cpp", "#include <botan/hash.h>").size() == 1);
    CHECK(check("tools/idcard/main.cpp", "#include <botan/hash.h>").size() == 1);
}

TEST_CASE("architecture: the head and the length of a file")
{
    const architecture::Rules rules = architecture::parse_rules(tables);
    const std::string head = "// SPDX-License-Identifier: Apache-2.0\n";
    CHECK(architecture::violations({"tools/a.cpp", "int x;\n"}, rules, {}).size() == 1);
    CHECK(architecture::violations({"tools/a.hpp", head}, rules, {}).size() == 1);
    CHECK(architecture::violations({"tools/a.cpp", head + std::string(399, '\n')}, rules, {}).empty());
    CHECK(architecture::violations({"tools/a.cpp", head + std::string(400, '\n')}, rules, {}).size() == 1);
}

TEST_CASE("architecture: a table that is missing or names an unknown layer is an error")
{
    CHECK_THROWS(architecture::parse_rules("# nothing here"));
    CHECK_THROWS(architecture::parse_rules("| layer | may include |\n| --- | --- |\n| `tlv` | bass |\n"));
}
