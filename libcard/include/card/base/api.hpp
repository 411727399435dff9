// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Marks what libcard.so exports; everything else is hidden.
#define CARD_API __attribute__((visibility("default")))
