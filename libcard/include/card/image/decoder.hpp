// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/image/picture.hpp"

#include <chrono>
#include <filesystem>

/// Photographs come from a card, whoever wrote it, and decoders are large: they run in a process of their own that may
/// use no files and no network, little memory and little time. What comes back is pixels.
namespace card::image {

/// Largest compressed picture that is decoded, bytes.
inline constexpr std::size_t max_compressed = 1U << 20;

class CARD_API Decoder {
public:
    /// The program idcard-image-worker of this installation, or of the build tree this library lies in.
    Decoder();

    explicit Decoder(std::filesystem::path worker) : worker_{std::move(worker)} {}

    /// Decodes JPEG and JPEG 2000 in RGB, YCC or grey, 8 bits or more a sample. `patience` bounds the waiting.
    /// Throws image_broken when the picture is damaged or too large, or its decoder was ended; image_unsupported for
    /// other formats and colour spaces; image_decoder_missing when the worker cannot be started.
    Picture decode(ByteView picture, std::chrono::milliseconds patience = std::chrono::seconds{10}) const;

private:
    std::filesystem::path worker_;
};

/// decode and encode_png with this installation's worker.
CARD_API Bytes to_png(ByteView picture);

} // namespace card::image
