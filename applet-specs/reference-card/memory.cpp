// SPDX-License-Identifier: Apache-2.0
#include "memory.hpp"

#include "disk.hpp"
#include "status.hpp"

#include <stdexcept>

namespace refcard {

void Memory::update(const std::function<void(Image&)>& change)
{
    Image changed = image_;
    change(changed);
    try {
        keep(changed);
    } catch (const std::runtime_error&) {
        throw Refusal{Sw::memory_failure};
    }
    image_ = std::move(changed);
}

ImageFile::ImageFile(std::filesystem::path path) : Memory{decode_image(read_whole_file(path))}, path_{std::move(path)}
{
}

void ImageFile::create(const std::filesystem::path& path, const Image& image)
{
    if (std::filesystem::exists(path))
        throw std::runtime_error{"there is already a file " + path.string()};
    replace_file(path, encode(image));
}

void ImageFile::keep(const Image& image)
{
    replace_file(path_, encode(image));
}

} // namespace refcard
