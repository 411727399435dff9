// SPDX-License-Identifier: Apache-2.0
// The settings files: profile and verification policy.
#include "card/profile/profile.hpp"
#include "card/trust/policy.hpp"
#include "fuzz.hpp"
#include "toml_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = card::as_text({data, size});
    if (fuzz::stops_the_parser(text))
        return 0;
    fuzz::may_refuse([&] { card::profile::parse(text); });
    fuzz::may_refuse([&] {
        const card::trust::Policy policy = card::trust::parse_policy(text);
        fuzz::must_hold(card::trust::parse_policy(card::trust::to_toml(policy)) == policy, "a policy survives writing");
    });
    return 0;
}
