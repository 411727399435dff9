// SPDX-License-Identifier: Apache-2.0
#include "card/trust/policy.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace card;
using trust::CheckId;

namespace {

/// "field:line" of the error; empty if there is none.
std::string problem(std::string_view toml)
{
    try {
        trust::parse_policy(toml);
    } catch (const Error& error) {
        CHECK(error.code() == Errc::config_invalid);
        return error.field() + ":" + std::to_string(error.number().value_or(0));
    }
    return {};
}

} // namespace

TEST_CASE("policy: the default, written and read again")
{
    CHECK(trust::parse_policy(trust::to_toml(trust::default_policy())) == trust::default_policy());
    CHECK(!trust::default_policy().requires_check(CheckId::signer_revocation));
    CHECK(!trust::default_policy().requires_check(CheckId::card_status));
    CHECK(!trust::default_policy().requires_check(CheckId::binding));
}

TEST_CASE("policy: every check has a name that is read again")
{
    for (const CheckId id : trust::all_checks)
        CHECK(trust::check_named(trust::name(id)) == id);
    CHECK(!trust::check_named("everything"));
}

TEST_CASE("policy: what is unknown or missing is told with its line")
{
    const std::string good = trust::to_toml(trust::default_policy());
    CHECK(problem(good) == "");
    const auto lines = std::count(good.begin(), good.end(), '\n');
    CHECK(problem(good + "colour = 1\n") == "colour:" + std::to_string(lines + 1));
    CHECK(
        problem("schema = \"idcard-policy-1\"\nissuing_state = \"LAO\"\ncountry = \"LA\"\nrequired = [\n\"chains\"]") ==
        "required:5");
    CHECK(problem("schema = \"idcard-policy-1\"\nissuing_state = \"LAO\"\ncountry = 7") == "country:3");
    CHECK(problem("schema = \"idcard-policy-2\"") == "schema:1");
    CHECK(problem("schema = \"idcard-policy-1\"\ncountry = \"LA\"\nrequired = [\"chain\"]") == "issuing_state:1");
    CHECK(problem("schema = \"idcard-policy-1\"\nissuing_state = \"LAO\"\ncountry = \"LA\"") == "required:1");
    CHECK(problem("= 1") == "policy:1");
    CHECK(problem("[=") == "policy:0"); // what toml++ takes for impossible
}
