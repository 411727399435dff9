// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/security_properties.hpp"

#include "idcard/setup/take_until.hpp"

#include <algorithm>
#include <charconv>

namespace idcard::setup {

Provider place_of_sunpkcs11(std::string_view properties)
{
    constexpr std::string_view key = "security.provider.";
    constexpr std::string_view class_name = "sun.security.pkcs11.SunPKCS11"; // as Java 8 wants it
    Provider place{.number = 1, .name = std::string{class_name}};
    while (!properties.empty()) {
        const std::string_view line = take_until(properties, '\n');
        if (!line.starts_with(key))
            continue;
        unsigned number = 0;
        const char* const last = line.data() + line.size();
        const auto [equals, error] = std::from_chars(line.data() + key.size(), last, number);
        constexpr unsigned most = 1000;
        if (error != std::errc{} || equals == last || *equals != '=' || number >= most)
            continue;
        const std::string_view value = line.substr(static_cast<std::size_t>(equals + 1 - line.data()));
        const std::string_view name = value.substr(0, value.find_first_of(" \t\r"));
        if (name == "SunPKCS11" || name == class_name)
            return {.number = number, .name = std::string{name}};
        if (name.find('.') == std::string_view::npos)
            place.name = "SunPKCS11"; // since Java 9 by name
        place.number = std::max(place.number, number + 1);
    }
    return place;
}

} // namespace idcard::setup
