// SPDX-License-Identifier: Apache-2.0
#include "support/sandbox.hpp"

#include <cstdlib>
#include <stdexcept>

namespace test {
namespace {

/// Runs a function of sandbox_card.sh, which bash reads by itself inside the sandbox.
void call(const std::string& function)
{
    if (std::getenv("CARD_SANDBOX") == nullptr)
        throw std::runtime_error{"this test runs inside tests/support/sandbox.sh"};
    if (std::system(("exec bash -c '" + function + "'").c_str()) != 0)
        throw std::runtime_error{"failed in the sandbox: " + function};
}

} // namespace

void insert_card(const std::string& image, const std::string& options)
{
    call("insert \"" + image + "\" " + options);
}

void eject_card()
{
    call("eject");
}

} // namespace test
