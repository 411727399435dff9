// SPDX-License-Identifier: Apache-2.0
#include "references.hpp"

namespace refcard {

namespace {

template <typename AnyImage>
auto& place(AnyImage& image, ReferenceId id)
{
    return id == ReferenceId::pin ? image.pin : image.puk;
}

} // namespace

const Profile::Reference& References::rules(ReferenceId id) const
{
    return id == ReferenceId::pin ? chip_.profile.pin : chip_.profile.puk;
}

bool References::exists(ReferenceId id) const
{
    return place(chip_.image(), id).has_value();
}

const Reference& References::stored(ReferenceId id) const
{
    require(exists(id), Sw::reference_not_found);
    return *place(chip_.image(), id);
}

unsigned References::all_tries(ReferenceId id) const
{
    return stored(id).most_tries.value_or(rules(id).tries);
}

unsigned References::tries(ReferenceId id) const
{
    return stored(id).tries;
}

void References::require_format(ReferenceId id, ByteView value) const
{
    require(value.size() == size, Sw::wrong_data);
    std::size_t digits = 0;
    while (digits < value.size() && value[digits] >= '0' && value[digits] <= '9')
        ++digits;
    for (const std::uint8_t filler : value.subspan(digits))
        require(filler == 0xFF, Sw::wrong_data);
    require(digits >= rules(id).min_digits && digits <= rules(id).max_digits, Sw::wrong_data);
}

void References::verify(ReferenceId id, ByteView value)
{
    require(tries(id) > 0, Sw::blocked);
    require_format(id, value);
    chip_.memory.update([&](Image& image) { --place(image, id)->tries; });
    require(ct_equal(stored(id).value, value), tries_left(stored(id).tries));
    chip_.memory.update([&](Image& image) { place(image, id)->tries = all_tries(id); });
}

void References::set(ReferenceId id, ByteView value)
{
    require_format(id, value);
    chip_.memory.update([&](Image& image) {
        const auto most = place(image, id) ? place(image, id)->most_tries : std::nullopt;
        place(image, id) = Reference{copy(value), most.value_or(rules(id).tries), most};
    });
}

void References::reset_both(unsigned pin_tries, unsigned puk_tries)
{
    const auto blank = [&](ReferenceId id, unsigned tries) {
        return Reference{padded_reference(rules(id).transport_value), tries, tries};
    };
    chip_.memory.update([&](Image& image) {
        image.pin = blank(ReferenceId::pin, pin_tries);
        image.puk = blank(ReferenceId::puk, puk_tries);
    });
}

void References::remove(ReferenceId id)
{
    chip_.memory.update([&](Image& image) { place(image, id).reset(); });
}

} // namespace refcard
