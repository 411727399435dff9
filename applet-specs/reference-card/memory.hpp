// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "disk.hpp"
#include "image.hpp"

#include <functional>
#include <memory>

namespace refcard {

/// The card's non-volatile memory. What update() changed is durable when it returns; if it throws, nothing changed.
class Memory {
public:
    explicit Memory(Image image) : image_{std::move(image)} {}

    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    virtual ~Memory() = default;

    const Image& image() const { return image_; }

    /// Applies all of `change` or nothing. Throws Refusal{memory_failure} when it cannot be kept.
    void update(const std::function<void(Image&)>& change);

protected:
    virtual void keep(const Image&) {}

private:
    Image image_;
};

/// Memory in a file of mode 0600, replaced as a whole by each change. One chip: only one of these has the file at a
/// time.
class ImageFile : public Memory {
public:
    /// Throws std::runtime_error if there is no such image, or another process uses it.
    explicit ImageFile(std::filesystem::path path);

    /// Writes a new image. Throws std::runtime_error if the file exists.
    static void create(const std::filesystem::path& path, const Image& image);

protected:
    void keep(const Image& image) override;

private:
    explicit ImageFile(std::unique_ptr<SoleFile> file);

    std::unique_ptr<SoleFile> file_;
};

/// What an image file holds now, even while a card lives on it. Throws std::runtime_error.
Image read_image(const std::filesystem::path& path);

} // namespace refcard
