// SPDX-License-Identifier: Apache-2.0
// The settings files of the PKCS#11 module: the table [pkcs11] over what was set before.
#include "fuzz.hpp"
#include "settings.hpp"

#include <algorithm>

namespace {

/// As in settings_fuzzer.cpp: characters that stop toml++ 3.3 in a checked build.
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
    const p11::Settings before{.allow_final_try = false, .cache = true, .cache_folder = "/before"};
    fuzz::may_refuse([&] {
        const p11::Settings after = p11::apply_settings(text, before);
        fuzz::must_hold(after.cache_folder.empty() || after.cache_folder.is_absolute(), "an absolute folder");
        fuzz::must_hold(p11::apply_settings(text, after) == after, "a file that is read twice sets nothing new");
        fuzz::must_hold(text.find("pkcs11") != text.npos || text.find('\\') != text.npos || after == before,
            "tables of other programs set nothing");
    });
    return 0;
}
