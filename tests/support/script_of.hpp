// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/vectors.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace test {

/// A script for ScriptedTransport out of commands and answers in hexadecimal.
inline std::string script_of(std::initializer_list<std::pair<std::string, std::string>> exchanges)
{
    std::string script;
    for (const auto& [command, answer] : exchanges)
        script += "> " + command + "\n< " + answer + "\n";
    return script;
}

/// The same from the fields Command_<step> and Response_<step> of a vector.
inline std::string script_of(const Vector& vector, std::initializer_list<const char*> steps)
{
    std::string script;
    for (const char* step : steps)
        script += std::string{"step "} + step + "\n> " + vector.text(std::string{"Command_"} + step) + "\n< " +
                  vector.text(std::string{"Response_"} + step) + "\n";
    return script;
}

} // namespace test
