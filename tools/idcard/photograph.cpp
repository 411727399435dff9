// SPDX-License-Identifier: Apache-2.0
#include "idcard/photograph.hpp"

#include "card/base/error.hpp"
#include "card/image/decoder.hpp"

namespace idcard {

Photograph decode_photograph(card::ByteView compressed)
{
    try {
        return {card::image::to_png(compressed), {}};
    } catch (const card::Error& error) {
        return {{}, error.code()};
    }
}

} // namespace idcard
