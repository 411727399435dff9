// SPDX-License-Identifier: Apache-2.0
#include "commands/requested.hpp"

#include <iostream>

namespace perso {

void say_requested(const Context& context)
{
    if (!context.json())
        std::cout << context.text("Another person must confirm this.") << '\n';
}

} // namespace perso
