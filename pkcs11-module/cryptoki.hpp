// SPDX-License-Identifier: Apache-2.0
#pragma once

// Cryptoki 2.40 as p11-kit declares it. Its functions are what this module exports; everything else stays hidden.
#pragma GCC visibility push(default)
#include <p11-kit/pkcs11.h>
#pragma GCC visibility pop
