// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "stock/blank.hpp"

#include <map>

namespace perso::stock {

struct Delivery {
    std::string number;
    std::int64_t blanks = 0;
    std::string announced_by;
    std::string received_by; ///< empty: nobody counted it yet
    bool blocked = false;
};

/// How many blanks are where, for `status`.
struct Summary {
    bool required = false;             ///< cards are made from listed blanks only
    std::optional<std::int64_t> shift; ///< the one that is open
    std::map<State, std::int64_t> blanks;
    std::int64_t blocked = 0; ///< unused ones of blocked deliveries
};

Summary summary(store::Database& database);

/// The numbered blank cards of the office. Each function is one change and notes itself; where two people are needed,
/// one requests and another confirms. All throw stock_state, with the number of the chip or delivery, for what is not
/// possible, chip_unlisted for a chip of no delivery, same_person, clock_wrong.
class Stock {
public:
    /// The database must outlive it.
    explicit Stock(store::Database& database) : database_{database} {}

    /// A delivery is on its way or stands here: its list. Chips of an earlier delivery throw stock_state.
    void announce(
        const std::string& delivery, const std::vector<Kdd>& chips, const std::string& person, card::Time now);
    /// Somebody else counted it, with the same list: into the vault. Throws stock_differs, with the difference, for
    /// another list.
    void receive(const std::string& delivery, const std::vector<Kdd>& chips, const std::string& person, card::Time now);

    /// To the drawer, from the vault or back from an operator; or back to the vault, from the drawer.
    void move(const std::vector<Kdd>& chips, State target, const std::string& person, card::Time now);
    /// Out of the drawer to an operator, another person than the one who hands out.
    void hand_out(const std::vector<Kdd>& chips, const std::string& holder, const std::string& person, card::Time now);
    /// Whoever keeps them misses them; somebody else has looked as well. Throws usage when nobody requested it.
    void request_missing(const std::vector<Kdd>& chips, const std::string& person, card::Time now);
    void confirm_missing(const std::vector<Kdd>& chips, const std::string& person, card::Time now);

    /// Unused, missing or rejected ones, and revoked cards that came back.
    void request_destruction(const std::vector<Kdd>& chips, const std::string& person, card::Time now);
    void confirm_destruction(const std::vector<Kdd>& chips, const std::string& person, card::Time now);

    /// No card is made from blanks of this delivery until somebody else unblocks it.
    void block(const std::string& delivery, const std::string& person, card::Time now);
    void unblock(const std::string& delivery, const std::string& person, card::Time now);

    /// By number of the chip.
    std::vector<Blank> blanks();
    std::vector<Delivery> deliveries();
    /// The lowest numbers in this state, of one delivery if it is named. Throws stock_state if there are fewer.
    std::vector<Kdd> lowest(State state, const std::string& delivery, std::int64_t count);

private:
    Blank blank(const Kdd& kdd);
    void bring(const std::vector<Kdd>& chips, State target, std::initializer_list<State> origins,
        const std::string& holder, const std::string& person, card::Time now);
    void bring(const Kdd& kdd, State target, const std::string& holder, const std::string& person, card::Time now);
    void note(card::Time now, std::string_view event, const std::string& person, const std::vector<Kdd>& chips,
        const std::string& detail);

    store::Database& database_;
};

} // namespace perso::stock
