// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "test_card.hpp"

namespace refcard_test {

/// OpenSSL as the peer that knows only the public key of a GENERATE ASYMMETRIC KEY PAIR.
bool verifies_ecdsa(ByteView key_template, ByteView hash, ByteView signature);
/// block^e mod n
Bytes rsa_public_operation(ByteView key_template, ByteView block);

} // namespace refcard_test
