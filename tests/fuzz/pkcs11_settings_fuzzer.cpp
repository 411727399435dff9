// SPDX-License-Identifier: Apache-2.0
// The settings files of the PKCS#11 module: the table [pkcs11] over what was set before.
#include "fuzz.hpp"
#include "settings.hpp"
#include "toml_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = card::as_text({data, size});
    if (fuzz::stops_the_parser(text))
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
