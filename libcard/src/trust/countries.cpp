// SPDX-License-Identifier: Apache-2.0
#include "card/trust/countries.hpp"

#include <algorithm>
#include <iterator>

namespace card::trust {

namespace {

struct Country {
    std::string_view icao;
    std::string_view alpha2;
};

/// Ascending by ICAO code. [9303-3] §5; the two letters of Kosovo, the European Union and the United Nations are those
/// that their CSCAs use, those of Caribbean Community, Order of Malta and Interpol are set aside for users in ISO
/// 3166-1. The other organisations of part D (XBA, XCE, XCO, XDC, XEC, XES, XIM, XMP) have no two letters, so that
/// nobody can sign for them; part E (XXA to XXX) names people without a state, whose documents a state issues.
// clang-format off
constexpr Country countries[] = {
    Country{"ABW", "AW"}, Country{"AFG", "AF"}, Country{"AGO", "AO"}, Country{"AIA", "AI"}, Country{"ALA", "AX"},
    Country{"ALB", "AL"}, Country{"AND", "AD"}, Country{"ARE", "AE"}, Country{"ARG", "AR"}, Country{"ARM", "AM"},
    Country{"ASM", "AS"}, Country{"ATA", "AQ"}, Country{"ATF", "TF"}, Country{"ATG", "AG"}, Country{"AUS", "AU"},
    Country{"AUT", "AT"}, Country{"AZE", "AZ"}, Country{"BDI", "BI"}, Country{"BEL", "BE"}, Country{"BEN", "BJ"},
    Country{"BES", "BQ"}, Country{"BFA", "BF"}, Country{"BGD", "BD"}, Country{"BGR", "BG"}, Country{"BHR", "BH"},
    Country{"BHS", "BS"}, Country{"BIH", "BA"}, Country{"BLM", "BL"}, Country{"BLR", "BY"}, Country{"BLZ", "BZ"},
    Country{"BMU", "BM"}, Country{"BOL", "BO"}, Country{"BRA", "BR"}, Country{"BRB", "BB"}, Country{"BRN", "BN"},
    Country{"BTN", "BT"}, Country{"BVT", "BV"}, Country{"BWA", "BW"}, Country{"CAF", "CF"}, Country{"CAN", "CA"},
    Country{"CCK", "CC"}, Country{"CHE", "CH"}, Country{"CHL", "CL"}, Country{"CHN", "CN"}, Country{"CIV", "CI"},
    Country{"CMR", "CM"}, Country{"COD", "CD"}, Country{"COG", "CG"}, Country{"COK", "CK"}, Country{"COL", "CO"},
    Country{"COM", "KM"}, Country{"CPV", "CV"}, Country{"CRI", "CR"}, Country{"CUB", "CU"}, Country{"CUW", "CW"},
    Country{"CXR", "CX"}, Country{"CYM", "KY"}, Country{"CYP", "CY"}, Country{"CZE", "CZ"}, Country{"D", "DE"},
    Country{"DJI", "DJ"}, Country{"DMA", "DM"}, Country{"DNK", "DK"}, Country{"DOM", "DO"}, Country{"DZA", "DZ"},
    Country{"ECU", "EC"}, Country{"EGY", "EG"}, Country{"ERI", "ER"}, Country{"ESH", "EH"}, Country{"ESP", "ES"},
    Country{"EST", "EE"}, Country{"ETH", "ET"}, Country{"EUE", "EU"}, Country{"FIN", "FI"}, Country{"FJI", "FJ"},
    Country{"FLK", "FK"}, Country{"FRA", "FR"}, Country{"FRO", "FO"}, Country{"FSM", "FM"}, Country{"GAB", "GA"},
    Country{"GBD", "GB"}, Country{"GBN", "GB"}, Country{"GBO", "GB"}, Country{"GBP", "GB"}, Country{"GBR", "GB"},
    Country{"GBS", "GB"}, Country{"GEO", "GE"}, Country{"GGY", "GG"}, Country{"GHA", "GH"}, Country{"GIB", "GI"},
    Country{"GIN", "GN"}, Country{"GLP", "GP"}, Country{"GMB", "GM"}, Country{"GNB", "GW"}, Country{"GNQ", "GQ"},
    Country{"GRC", "GR"}, Country{"GRD", "GD"}, Country{"GRL", "GL"}, Country{"GTM", "GT"}, Country{"GUF", "GF"},
    Country{"GUM", "GU"}, Country{"GUY", "GY"}, Country{"HKG", "HK"}, Country{"HMD", "HM"}, Country{"HND", "HN"},
    Country{"HRV", "HR"}, Country{"HTI", "HT"}, Country{"HUN", "HU"}, Country{"IDN", "ID"}, Country{"IMN", "IM"},
    Country{"IND", "IN"}, Country{"IOT", "IO"}, Country{"IRL", "IE"}, Country{"IRN", "IR"}, Country{"IRQ", "IQ"},
    Country{"ISL", "IS"}, Country{"ISR", "IL"}, Country{"ITA", "IT"}, Country{"JAM", "JM"}, Country{"JEY", "JE"},
    Country{"JOR", "JO"}, Country{"JPN", "JP"}, Country{"KAZ", "KZ"}, Country{"KEN", "KE"}, Country{"KGZ", "KG"},
    Country{"KHM", "KH"}, Country{"KIR", "KI"}, Country{"KNA", "KN"}, Country{"KOR", "KR"}, Country{"KWT", "KW"},
    Country{"LAO", "LA"}, Country{"LBN", "LB"}, Country{"LBR", "LR"}, Country{"LBY", "LY"}, Country{"LCA", "LC"},
    Country{"LIE", "LI"}, Country{"LKA", "LK"}, Country{"LSO", "LS"}, Country{"LTU", "LT"}, Country{"LUX", "LU"},
    Country{"LVA", "LV"}, Country{"MAC", "MO"}, Country{"MAF", "MF"}, Country{"MAR", "MA"}, Country{"MCO", "MC"},
    Country{"MDA", "MD"}, Country{"MDG", "MG"}, Country{"MDV", "MV"}, Country{"MEX", "MX"}, Country{"MHL", "MH"},
    Country{"MKD", "MK"}, Country{"MLI", "ML"}, Country{"MLT", "MT"}, Country{"MMR", "MM"}, Country{"MNE", "ME"},
    Country{"MNG", "MN"}, Country{"MNP", "MP"}, Country{"MOZ", "MZ"}, Country{"MRT", "MR"}, Country{"MSR", "MS"},
    Country{"MTQ", "MQ"}, Country{"MUS", "MU"}, Country{"MWI", "MW"}, Country{"MYS", "MY"}, Country{"MYT", "YT"},
    Country{"NAM", "NA"}, Country{"NCL", "NC"}, Country{"NER", "NE"}, Country{"NFK", "NF"}, Country{"NGA", "NG"},
    Country{"NIC", "NI"}, Country{"NIU", "NU"}, Country{"NLD", "NL"}, Country{"NOR", "NO"}, Country{"NPL", "NP"},
    Country{"NRU", "NR"}, Country{"NZL", "NZ"}, Country{"OMN", "OM"}, Country{"PAK", "PK"}, Country{"PAN", "PA"},
    Country{"PCN", "PN"}, Country{"PER", "PE"}, Country{"PHL", "PH"}, Country{"PLW", "PW"}, Country{"PNG", "PG"},
    Country{"POL", "PL"}, Country{"PRI", "PR"}, Country{"PRK", "KP"}, Country{"PRT", "PT"}, Country{"PRY", "PY"},
    Country{"PSE", "PS"}, Country{"PYF", "PF"}, Country{"QAT", "QA"}, Country{"REU", "RE"}, Country{"RKS", "KS"},
    Country{"ROU", "RO"}, Country{"RUS", "RU"}, Country{"RWA", "RW"}, Country{"SAU", "SA"}, Country{"SDN", "SD"},
    Country{"SEN", "SN"}, Country{"SGP", "SG"}, Country{"SGS", "GS"}, Country{"SHN", "SH"}, Country{"SJM", "SJ"},
    Country{"SLB", "SB"}, Country{"SLE", "SL"}, Country{"SLV", "SV"}, Country{"SMR", "SM"}, Country{"SOM", "SO"},
    Country{"SPM", "PM"}, Country{"SRB", "RS"}, Country{"SSD", "SS"}, Country{"STP", "ST"}, Country{"SUR", "SR"},
    Country{"SVK", "SK"}, Country{"SVN", "SI"}, Country{"SWE", "SE"}, Country{"SWZ", "SZ"}, Country{"SXM", "SX"},
    Country{"SYC", "SC"}, Country{"SYR", "SY"}, Country{"TCA", "TC"}, Country{"TCD", "TD"}, Country{"TGO", "TG"},
    Country{"THA", "TH"}, Country{"TJK", "TJ"}, Country{"TKL", "TK"}, Country{"TKM", "TM"}, Country{"TLS", "TL"},
    Country{"TON", "TO"}, Country{"TTO", "TT"}, Country{"TUN", "TN"}, Country{"TUR", "TR"}, Country{"TUV", "TV"},
    Country{"TWN", "TW"}, Country{"TZA", "TZ"}, Country{"UGA", "UG"}, Country{"UKR", "UA"}, Country{"UMI", "UM"},
    Country{"UNA", "UN"}, Country{"UNK", "UN"}, Country{"UNO", "UN"}, Country{"URY", "UY"}, Country{"USA", "US"},
    Country{"UZB", "UZ"}, Country{"VAT", "VA"}, Country{"VCT", "VC"}, Country{"VEN", "VE"}, Country{"VGB", "VG"},
    Country{"VIR", "VI"}, Country{"VNM", "VN"}, Country{"VUT", "VU"}, Country{"WLF", "WF"}, Country{"WSM", "WS"},
    Country{"XCC", "XC"}, Country{"XOM", "XO"}, Country{"XPO", "XP"}, Country{"YEM", "YE"}, Country{"ZAF", "ZA"}, Country{"ZMB", "ZM"}, Country{"ZWE", "ZW"}};
// clang-format on

} // namespace

std::optional<std::string> alpha2_of_icao(std::string_view icao)
{
    const auto found = std::lower_bound(std::begin(countries), std::end(countries), icao,
        [](const Country& country, std::string_view code) { return country.icao < code; });
    if (found == std::end(countries) || found->icao != icao)
        return std::nullopt;
    return std::string{found->alpha2};
}

} // namespace card::trust
