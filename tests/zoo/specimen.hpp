// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "forge.hpp"

#include "support/der_editor.hpp"
#include "unit/trust/counter.hpp"

#include "card/lds/file_ids.hpp"
#include "card/tlv/writer.hpp"
#include "card/trust/evidence_codec.hpp"

#include <string_view>
#include <vector>

namespace zoo {

namespace crypto = card::crypto;
namespace lds = card::lds;
namespace pki = card::pki;
namespace tlv = card::tlv;
namespace trust = card::trust;
using card::parse_date;
using test::at;
using trust::FileReading;

/// One card before a counter, with all that the counter knows: good, until a defect changes it.
struct Specimen : test::Counter {
    /// The CMS of EF.SOD as a forger would begin: all right until something is changed.
    Cms cms() const { return cms_of(lds::decode_sod(evidence.sod.content).signed_data.content(), content.pki.signer); }

    void present(ByteView cms_bytes) { evidence.sod = FileReading::of(tlv::encode(lds::file::sod.tag, cms_bytes)); }

    /// EF.SOD from these parts, signed by the card's own signer.
    void sign(const Cms& cms) { present(cms.encode(AnyKey::of(content.pki.signer_key))); }

    /// EF.SOD truly signed, then changed at this path into ContentInfo.
    void edit_sod(std::initializer_list<unsigned> path, const Change& change)
    {
        present(test::edit_der(cms().encode(AnyKey::of(content.pki.signer_key)), path, change));
    }

    /// The signer's certificate with these changes, truly issued by the CSCA, and EF.SOD signed with it.
    void sign_with_changed_signer(const std::vector<TbsChange>& changes, const Scheme& scheme = Scheme::ecdsa())
    {
        const Bytes content_bytes = cms().content;
        const Bytes der = reissued(content.pki.signer, changes, AnyKey::of(content.pki.csca_key), scheme);
        content.pki.signer = pki::Certificate::parse(der);
        sign(cms_of(content_bytes, content.pki.signer));
    }

    /// The same with another key of any kind.
    void sign_with_other_key(const AnyKey& key, const Scheme& scheme)
    {
        sign_with_key_written_as(key.spki(), key, scheme);
    }

    void sign_with_key_written_as(const Bytes& spki, const AnyKey& key, const Scheme& scheme)
    {
        Cms forged = cms();
        const Bytes der = reissued(content.pki.signer, {{tbs::spki, always(spki)}}, AnyKey::of(content.pki.csca_key));
        forged.certificates = {der};
        forged.digest = scheme.hash;
        forged.scheme = scheme;
        forged.set_attributes();
        present(forged.encode(key));
    }

    /// EF.SOD over another LDSSecurityObject, truly signed.
    void sign_content(Bytes security_object) { sign(cms_of(std::move(security_object), content.pki.signer)); }

    /// The same EF.SOD, whose signer says that it signed at this UTCTime.
    void claim_signing_time(std::string_view utc_time)
    {
        Cms claimed = cms();
        claimed.signing_time = utc_time;
        claimed.set_attributes();
        sign(claimed);
    }

    /// A data group with this content, listed in EF.SOD with its hash.
    void put(unsigned number, Bytes file)
    {
        auto groups = test::data_groups_of(content);
        groups[number] = file;
        evidence.groups[number] = FileReading::of(std::move(file));
        evidence.sod = FileReading::of(test::sod_of(content, groups));
    }

    /// A card without expiry, with the last day of its technical life.
    void make_lifetime()
    {
        content.mrz.date_of_expiry = "991231";
        content.dg13.card_type = lds::CardType::lifetime;
        content.dg13.no_expiry = true;
        content.dg13.technical_life = parse_date("20461122");
        read_card();
    }

    /// EF.SOD without this data group, and a card that has it not.
    void leave_out(unsigned number)
    {
        auto groups = test::data_groups_of(content);
        groups.erase(number);
        evidence.groups.erase(number);
        evidence.sod = FileReading::of(test::sod_of(content, groups));
    }

    /// What is left when the evidence was saved at this level.
    void keep(trust::Level level) { evidence = trust::decode_evidence(trust::encode(evidence, level)).evidence; }
};

/// How one animal of the zoo is made from a good card. What is wrong with it, and the verdict that it gets, stand in
/// zoo.json under the same name.
struct Breed {
    std::string_view name;
    void (*make)(Specimen& card);
};

std::vector<Breed> sod_breeds();
std::vector<Breed> signature_breeds();
std::vector<Breed> chain_breeds();
std::vector<Breed> group_breeds();
std::vector<Breed> chip_breeds();
std::vector<Breed> document_breeds();
std::vector<Breed> trust_breeds();
std::vector<Breed> good_breeds();

} // namespace zoo
