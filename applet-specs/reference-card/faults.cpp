// SPDX-License-Identifier: Apache-2.0
#include "faults.hpp"

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace refcard {

namespace {

constexpr std::array names{
    std::pair{std::string_view{"mute"}, Fault::Kind::mute},
    std::pair{std::string_view{"cut"}, Fault::Kind::cut},
    std::pair{std::string_view{"tear"}, Fault::Kind::tear},
    std::pair{std::string_view{"swap"}, Fault::Kind::swap},
    std::pair{std::string_view{"shorten"}, Fault::Kind::shorten},
    std::pair{std::string_view{"status"}, Fault::Kind::status},
};

[[noreturn]] void refuse(std::string_view specification)
{
    throw std::invalid_argument{"not a fault: " + std::string{specification}};
}

Fault::Kind kind_of(std::string_view name, std::string_view specification)
{
    for (const auto& [known, kind] : names) {
        if (known == name)
            return kind;
    }
    refuse(specification);
}

} // namespace

Fault parse_fault(std::string_view specification)
{
    const std::size_t at_sign = specification.find('@');
    if (at_sign == std::string_view::npos)
        refuse(specification);
    const std::size_t colon = specification.find(':', at_sign);
    const std::string_view number = specification.substr(at_sign + 1, colon - at_sign - 1);
    Fault fault{kind_of(specification.substr(0, at_sign), specification), 0, {}};
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), fault.at);
    if (error != std::errc{} || end != number.data() + number.size() || fault.at == 0)
        refuse(specification);
    if (colon != std::string_view::npos)
        fault.argument = specification.substr(colon + 1);
    const bool wants_argument = fault.kind == Fault::Kind::swap || fault.kind == Fault::Kind::status;
    if (wants_argument == fault.argument.empty())
        refuse(specification);
    return fault;
}

std::optional<Fault> Faults::next_command()
{
    ++count_;
    for (const Fault& fault : faults_) {
        if (fault.at == count_)
            return fault;
    }
    return std::nullopt;
}

} // namespace refcard
