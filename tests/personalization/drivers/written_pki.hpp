// SPDX-License-Identifier: Apache-2.0
#pragma once

// of the reference card
#include "image.hpp"

namespace test {

/// The certificates of 9A, 9C, 9D and 9E, read by OpenSSL from the chip's memory, are for the keys in their slots: what
/// the private key signs, the certificate's key verifies. CHUID, CCC and
/// security object are there.
void check_written_pki(const refcard::Image& image);

} // namespace test
