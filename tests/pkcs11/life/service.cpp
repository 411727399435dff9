// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace test {
namespace {

/// Runs a function of sandbox_service.sh.
void call(const std::string& function)
{
    if (std::system(
            ("exec bash -c '. \"$CARD_SOURCE/tests/support/sandbox_service.sh\" && " + function + "'").c_str()) != 0)
        throw std::runtime_error{"failed in the sandbox: " + function};
}

} // namespace

void end_service(const char* signal)
{
    call(std::string{"end_service "} + signal);
}

void start_service(bool with_reader)
{
    call(with_reader ? "start_service" : "start_service none");
}

} // namespace test
