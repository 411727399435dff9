// SPDX-License-Identifier: Apache-2.0
#include "card/session/inspection.hpp"

#include "reading.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/piv/application.hpp"
#include "card/session/detect.hpp"
#include "card/tlv/reader.hpp"

namespace card::session {

namespace {

namespace sw = iso7816::sw;

// [7816-4:2005] §8.2.1.1
constexpr tlv::Tag application_template{0x61};
constexpr tlv::Tag application_identifier{0x4F};

// [7816-4:2005] §8.2.1.1 and [7816-4:2013] §12.7.1
const iso7816::Sfi ef_dir{0x1E};
const iso7816::Sfi ef_atr_info{0x01};

/// One visit without a password. The methods run in the order in which they stand here.
class Visit {
public:
    Visit(iso7816::Transport& transport, const profile::Profile& profile) : profile_{profile}, counter_{transport} {}

    CardInfo run(ByteView atr)
    {
        counter_.begin_step(std::string{name(Phase::identifying)});
        info_.interface = interface_of(atr);
        if (plain_.transmit(iso7816::select_master_file()).sw() == sw::ok)
            read_master_file();
        select_applications();
        plain_.transmit(iso7816::select_master_file());
        info_.costs = counter_.steps();
        return std::move(info_);
    }

private:
    void read_master_file()
    {
        info_.buffers = tell([&] {
            return iso7816::decode_atr_info(iso7816::read_small_file(plain_, ef_atr_info, "READ BINARY EF.ATR/INFO"));
        }).value_or(std::nullopt);
        info_.listed = tell([&] {
            return decode_application_list(iso7816::read_small_file(plain_, ef_dir, "READ BINARY EF.DIR"));
        }).value_or(std::vector<iso7816::Aid>{});
        const auto file = read_evidence(plain_, lds::file::card_access, profile_.sizes.other_files);
        if (file.was_read())
            info_.card_access = tell([&] { return lds::decode_security_infos(file.content); });
    }

    void select_applications()
    {
        info_.identity = plain_.transmit(iso7816::select_application(identity_aid())).sw() == sw::ok;
        info_.secrets = tell([&] { return pin_state(plain_, profile_); });
        info_.pki = info_.secrets.has_value();
        if (info_.pki)
            info_.personalized = info_.secrets->guid.has_value();
    }

    /// What a card does not have, refuses or tells in a broken form stays empty; a lost connection ends the visit.
    template <class Ask>
    static auto tell(Ask ask) -> std::optional<decltype(ask())>
    {
        try {
            return ask();
        } catch (const Error& error) {
            if (is_transport_failure(error.code()))
                throw;
            return std::nullopt;
        }
    }

    const profile::Profile& profile_;
    iso7816::CountingTransport counter_;
    iso7816::PlainChannel plain_{counter_};
    CardInfo info_;
};

} // namespace

Interface interface_of(ByteView atr)
{
    const bool made_up =
        atr.size() >= 5 && atr[0] == 0x3B && (atr[1] & 0xF0) == 0x80 && atr[2] == 0x80 && atr[3] == 0x01;
    return made_up ? Interface::contactless : Interface::contact;
}

std::vector<iso7816::Aid> decode_application_list(ByteView content)
{
    std::vector<iso7816::Aid> names;
    tlv::Reader reader{content};
    while (!reader.at_end()) {
        tlv::Reader entry{reader.expect(application_template)};
        while (!entry.at_end()) { // labels and paths may follow the name
            const tlv::Element element = entry.next();
            if (element.tag == application_identifier)
                names.emplace_back(element.value);
        }
    }
    return names;
}

CardInfo inspect(iso7816::Transport& transport, ByteView atr, const profile::Profile& profile, const Progress& progress)
{
    if (progress)
        progress(Phase::identifying, "");
    return Visit{transport, profile}.run(atr);
}

} // namespace card::session
