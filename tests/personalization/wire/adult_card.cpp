// SPDX-License-Identifier: Apache-2.0
#include "personalization/wire/adult_card.hpp"

#include "bench/cpu_time.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace test {

namespace wire = bench::wire;

AdultCard make_adult(IssuingStation& station, const refcard::Buffers& buffers)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.buffers = buffers;
    PoweredCard card{station.next_serial(), profile};
    AdultCard made;
    card.watch = [&](card::ByteView command, card::ByteView answer) {
        made.all.push_back({.cla = command[0],
            .ins = command[1],
            .p1 = command[2],
            .p2 = command[3],
            .command = command.size(),
            .answer = answer.size()});
    };
    auto process = station.start();
    const std::string application = station.approved(perso::CardType::adult, wire_images);
    const double before = bench::cpu_seconds();
    const auto ended = station.make(process, card, application);
    made.cpu_seconds = bench::cpu_seconds() - before;
    if (ended.error || !ended.finished)
        throw std::runtime_error{"the card was not issued"};
    made.issuing = wire::issuing_part(made.all);
    made.checking = wire::checking_part(made.all);
    const auto& image = card.image();
    for (const auto& [file, content] : image.files)
        made.file_bytes += content.size();
    for (const auto& [object, content] : image.piv_objects)
        made.file_bytes += content.size();
    made.file_bytes += image.card_security->size();
    made.secured = image.secured();
    return made;
}

std::string broken(const Bounds& bounds, const AdultCard& made)
{
    std::string words;
    if (100 * made.file_block_bytes() > (100 + bounds.file_percent) * made.file_bytes)
        words += fmt::format("file blocks more than {} % longer than the files; ", bounds.file_percent);
    if (made.other_bytes() > bounds.other_bytes)
        words += fmt::format("everything else more than {} bytes; ", bounds.other_bytes);
    const auto percent = static_cast<double>(bounds.cpu_percent);
    if (100 * made.cpu_seconds > percent * wire::contact_time(made.all).wire)
        words += fmt::format("CPU time more than {} % of that on the wire; ", bounds.cpu_percent);
    return words;
}

} // namespace test
