// SPDX-License-Identifier: Apache-2.0
#include "memory.hpp"

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

ImageFile::ImageFile(std::filesystem::path path) : ImageFile{std::make_unique<SoleFile>(std::move(path))} {}

// The file is this one's before it is read.
ImageFile::ImageFile(std::unique_ptr<SoleFile> file) : Memory{read_image(file->path())}, file_{std::move(file)} {}

void ImageFile::create(const std::filesystem::path& path, const Image& image)
{
    if (std::filesystem::exists(path))
        throw std::runtime_error{"there is already a file " + path.string()};
    replace_file(path, encode(image));
}

void ImageFile::keep(const Image& image)
{
    file_->replace(encode(image));
}

Image read_image(const std::filesystem::path& path)
{
    return decode_image(read_whole_file(path));
}

} // namespace refcard
