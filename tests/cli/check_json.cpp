// SPDX-License-Identifier: Apache-2.0
// check_json SCHEMA: holds the JSON document on standard input against docs/schemas/SCHEMA.json; 0 if it fits.
#include "cli/json_schema.hpp"

#include <iostream>

int main(int argc, char** argv)
try {
    if (argc != 2)
        return 2;
    const std::string violation = test::schema_violation(nlohmann::json::parse(std::cin), test::load_schema(argv[1]));
    if (violation.empty())
        return 0;
    std::cerr << violation << '\n';
    return 1;

} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
