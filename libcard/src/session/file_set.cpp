// SPDX-License-Identifier: Apache-2.0
#include "card/session/file_set.hpp"

#include "reading.hpp"

#include "card/auth/pace.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/lds/com.hpp"
#include "card/lds/file_ids.hpp"
#include "card/lds/security_infos.hpp"
#include "card/lds/sod.hpp"
#include "card/piv/application.hpp"
#include "card/session/detect.hpp"
#include "card/sm/secure_channel.hpp"

#include <algorithm>
#include <set>

namespace card::session {

namespace {

namespace sw = iso7816::sw;

constexpr std::uint32_t ef_dir = 0x2F00;
constexpr std::uint32_t ef_atr_info = 0x2F01;

/// One visit that reads and does not judge. The methods run in the order in which they stand here.
class Visit {
public:
    Visit(iso7816::Transport& transport, const FileSetRequest& request, const Progress& progress)
        : request_{request}, progress_{progress}, counter_{transport}
    {
    }

    FileSet run()
    {
        identify();
        for (const KnownFile& file : wanted(Place::master_file))
            if (!file.needs_password)
                report(file);
        if (request_.password != nullptr)
            open();
        for (const KnownFile& file : wanted(Place::master_file))
            if (file.needs_password)
                report(file);
        report_all(Place::identity);
        report_all(Place::pki);
        std::vector<iso7816::StepCost> costs = counter_.steps();
        std::erase_if(costs, [](const iso7816::StepCost& step) { return step.apdus == 0; });
        return {std::move(reports_), std::move(costs)};
    }

private:
    void identify()
    {
        begin(Phase::identifying);
        if (plain_.transmit(iso7816::select_master_file()).sw() != sw::ok)
            throw Error{Errc::card_unknown, "no master file"};
        plain_.set_limits(iso7816::read_limits(plain_));
    }

    /// PACE from the master file, whatever was selected before.
    void open()
    {
        begin(Phase::opening);
        channel_.reset();
        select(Place::master_file);
        const auto file = read_evidence(plain_, lds::file::card_access, request_.profile->sizes.other_files);
        if (!file.was_read())
            throw Error{Errc::pace_unsupported, "no EF.CardAccess"};
        const auto parameters = auth::pace::choose(lds::decode_security_infos(file.content));
        channel_.emplace(plain_, establish_keys(parameters));
    }

    crypto::SessionKeys establish_keys(const auth::pace::Parameters& parameters)
    {
        try {
            return auth::pace::establish(plain_, parameters, *request_.password, *request_.random).keys;
        } catch (const Error& error) {
            if (error.status_word() == sw::reference_not_found)
                throw Error{Errc::card_unknown, "a card without this password: not personalized"};
            throw;
        }
    }

    std::vector<KnownFile> wanted(Place place) const
    {
        std::vector<KnownFile> files;
        const std::span<const KnownFile> all = request_.files.empty() ? known_files() : request_.files;
        std::ranges::copy_if(
            all, std::back_inserter(files), [&](const KnownFile& file) { return file.place == place; });
        return files;
    }

    /// Without one that is wanted, the application is not even selected.
    void report_all(Place place)
    {
        const std::vector<KnownFile> files = wanted(place);
        if (files.empty())
            return;
        begin(Phase::identifying);
        place_ = place;
        selection_ = select(place);
        for (const KnownFile& file : files)
            if (is_announced(file))
                report(file);
    }

    /// What stands in the way of the files there; nothing if they can be read.
    std::optional<Error> select(Place place)
    {
        try {
            switch (place) {
            case Place::master_file:
                channel().transmit(iso7816::select_master_file()).require(sw::ok, "SELECT MF");
                break;
            case Place::identity:
                channel()
                    .transmit(iso7816::select_application(identity_aid()))
                    .require(sw::ok, "SELECT identity application");
                break;
            case Place::pki:
                channel()
                    .transmit(iso7816::select_application_with_answer(piv::application_aid()))
                    .require(sw::ok, "SELECT PIV");
                break;
            }
            return std::nullopt;
        } catch (const Error& error) {
            if (is_transport_failure(error.code()))
                throw;
            return error;
        }
    }

    /// A data group that neither list names is not asked for, unless somebody did. The lists are no proof.
    bool is_announced(const KnownFile& file) const
    {
        return file.group == 0 || !request_.files.empty() || !listed_ || listed_->contains(file.group);
    }

    void report(const KnownFile& file)
    {
        FileReport report{file, {}, selection_};
        begin(Phase::reading, file.name);
        if (!report.problem) {
            report.problem = try_to_read(report);
            if (report.problem && lower_limits(*report.problem))
                report.problem = try_to_read(report);
        }
        if (report.was_read())
            note_list(report);
        reports_.push_back(std::move(report));
    }

    std::optional<Error> try_to_read(FileReport& report)
    {
        try {
            report.content = report.file.place == Place::pki ? read_object(report.file) : read_binary(report.file);
            return std::nullopt;
        } catch (const Error& error) {
            if (is_transport_failure(error.code()))
                throw;
            return error;
        }
    }

    Bytes read_binary(const KnownFile& file)
    {
        const std::string step = "READ BINARY " + std::string{file.name};
        const iso7816::Sfi sfi{file.short_id};
        if (file.id == ef_dir || file.id == ef_atr_info)
            return iso7816::read_small_file(channel(), sfi, step);
        return iso7816::read_file(channel(), sfi, bound(file), step);
    }

    std::size_t bound(const KnownFile& file) const
    {
        const profile::Sizes& sizes = request_.profile->sizes;
        if (file.group == lds::file::dg2.group)
            return sizes.dg2;
        return file.group == lds::file::dg7.group ? sizes.dg7 : sizes.other_files;
    }

    Bytes read_object(const KnownFile& file)
    {
        std::optional<Bytes> content = piv::get_data(channel(), tlv::Tag{file.id});
        if (!content || content->empty())
            throw Error{Errc::file_not_found, Step{"GET DATA " + std::string{file.name}}, sw::file_not_found};
        return *std::move(content);
    }

    /// The card or the reader takes less than EF.ATR/INFO announces: the card is opened once more, with the lengths
    /// that all take.
    bool lower_limits(const Error& problem)
    {
        if (lowered_ || !channel_ || channel_->is_open() || !iso7816::length_refused(problem))
            return false;
        lowered_ = true;
        plain_.set_limits(plain_.limits().lowered());
        open();
        selection_ = select(place_);
        return !selection_;
    }

    void note_list(const FileReport& report)
    {
        try {
            if (report.file == of(lds::file::com))
                add_listed(lds::decode_com(report.content).groups);
            else if (report.file == of(lds::file::sod))
                note_signed_list(lds::decode_sod(report.content, {.leniency = pki::Leniency::foreign_legacy}));
        } catch (const Error&) { // a list that cannot be read lists nothing
        }
    }

    void note_signed_list(const lds::Sod& sod)
    {
        for (const auto& [number, hash] : sod.object.hashes)
            add_listed({number});
    }

    void add_listed(const std::vector<unsigned>& numbers)
    {
        if (!listed_)
            listed_.emplace();
        listed_->insert(numbers.begin(), numbers.end());
    }

    static KnownFile of(const lds::File& file) { return {.place = Place::identity, .id = file.id}; }

    iso7816::Channel& channel() { return channel_ ? static_cast<iso7816::Channel&>(*channel_) : plain_; }

    void begin(Phase phase, std::string_view what = {})
    {
        counter_.begin_step(std::string{what.empty() ? name(phase) : what});
        if (progress_)
            progress_(phase, what);
    }

    const FileSetRequest& request_;
    const Progress& progress_;
    iso7816::CountingTransport counter_;
    iso7816::PlainChannel plain_{counter_};
    std::optional<sm::SecureChannel> channel_;
    Place place_ = Place::master_file;
    std::optional<Error> selection_;           ///< why the files of this place cannot be read
    std::optional<std::set<unsigned>> listed_; ///< groups that EF.COM or EF.SOD names
    bool lowered_ = false;
    std::vector<FileReport> reports_;
};

} // namespace

FileSet read_files(iso7816::Transport& transport, const FileSetRequest& request, const Progress& progress)
{
    return Visit{transport, request, progress}.run();
}

} // namespace card::session
