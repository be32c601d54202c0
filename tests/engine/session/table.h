#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "people.h"
#include "session/organizer_lobby.h"
#include "session/partner_lobby.h"

namespace tacit::session::test {

/// The people and keys of a session; the machines refer to them.
struct World {
    crypto::SeededRandom random;
    std::vector<Person> people;
    Proposal proposal;
    World(std::uint64_t seed, std::size_t n)
        : random(seed), people(make_people(random, n)), proposal(make_proposal(random, people[0], n)) {}
    Place size() const { return static_cast<Place>(people.size()); }
};

/// One session with all its machines and a network that delivers in any order between pairs, and in order
/// within one. A value: copying it forks the session.
class Table {
  public:
    /// Something that may happen next: an own step of a participant, or the arrival of a message.
    struct Step {
        enum class Kind { join, agree, finish, to_organizer, to_partner } kind;
        Place place;
    };

    explicit Table(const World& world) : world_(&world), organizer_(world.proposal, world.people[0].key) {
        for (Place place = 1; place < world.size(); ++place)
            partners_.emplace_back(world.proposal, place, world.people[place].card, world.people[place].key);
        seen_.resize(world.size());
    }

    OrganizerLobby& organizer() { return organizer_; }
    PartnerLobby& partner(Place place) { return partners_.at(place - 1u); }

    std::vector<Step> steps() {
        std::vector<Step> out;
        for (Place place = 0; place < world_->size(); ++place) {
            auto& seen = seen_[place];
            const bool joined = place == 0 || seen.joined;
            if (!joined) out.push_back({Step::Kind::join, place});
            if (joined && !seen.agreed && !over(place)) out.push_back({Step::Kind::agree, place});
            if (running(place) && !seen.finished) out.push_back({Step::Kind::finish, place});
            if (!up_[place].empty()) out.push_back({Step::Kind::to_organizer, place});
            if (!down_[place].empty() && joined) out.push_back({Step::Kind::to_partner, place});
        }
        return out;
    }

    void take(const Step& step, int times = 1) {
        const auto place = step.place;
        switch (step.kind) {
            case Step::Kind::join:
                seen_[place].joined = true;
                carry_out(0, organizer_.claimed(place, world_->people[place].card));
                carry_out(0, organizer_.connected(place));
                carry_out(place, partner(place).connected());
                break;
            case Step::Kind::agree:
                agree(place);
                break;
            case Step::Kind::finish: {
                seen_[place].finished = true;
                const crypto::Digest commitment{static_cast<std::uint8_t>(place)};
                carry_out(place, place == 0 ? organizer_.run_finished(commitment)
                                            : partner(place).run_finished(commitment));
                break;
            }
            case Step::Kind::to_organizer: {
                const auto bytes = pop(up_[place]);
                for (int i = 0; i < times; ++i) carry_out(0, organizer_.message(place, bytes));
                break;
            }
            case Step::Kind::to_partner: {
                const auto bytes = pop(down_[place]);
                for (int i = 0; i < times; ++i) carry_out(place, partner(place).message(bytes));
                break;
            }
        }
    }
    Bytes drop(const Step& step) {
        return pop(step.kind == Step::Kind::to_organizer ? up_[step.place] : down_[step.place]);
    }

    /// Lets everything happen, in one fixed order.
    void run_out() {
        for (auto next = steps(); !next.empty(); next = steps()) take(next.front());
    }

    /// What a machine wants done after an event that the test gave it.
    void carry_out(Place at, const Effects& effects) {
        for (const auto& effect : effects) {
            if (const auto* send = std::get_if<Send>(&effect)) {
                if (at == 0)
                    down_[send->to].push_back(send->body);
                else
                    up_[at].push_back(send->body);
            } else if (const auto* ready = std::get_if<AgreementReady>(&effect)) {
                seen_[at].agreement = ready->agreement;
            } else if (const auto* all = std::get_if<AllFinished>(&effect)) {
                seen_[at].outcomes = all->outcomes;
            } else if (const auto* end = std::get_if<Ended>(&effect)) {
                ++seen_[at].ends;
                seen_[at].ended = *end;
            }
        }
    }

    bool over(Place place) {
        return place == 0 ? organizer_.state() >= OrganizerLobby::State::finished
                          : partner(place).state() >= PartnerLobby::State::finished;
    }
    bool finished(Place place) {
        return place == 0 ? organizer_.state() == OrganizerLobby::State::finished
                          : partner(place).state() == PartnerLobby::State::finished;
    }
    bool running(Place place) {
        return place == 0 ? organizer_.state() == OrganizerLobby::State::running
                          : partner(place).state() == PartnerLobby::State::running;
    }

    struct Seen {
        bool joined = false, agreed = false, finished = false;
        std::optional<Agreement> agreement;
        std::optional<std::vector<Finished>> outcomes;
        std::optional<Ended> ended;
        int ends = 0;
    };
    const Seen& seen(Place place) const { return seen_[place]; }

    /// All that decides what can still happen, so that equal states need to be looked at once.
    std::string fingerprint() {
        std::string out;
        const auto put = [&](std::size_t value) { out += static_cast<char>('0' + value); };
        put(static_cast<std::size_t>(organizer_.state()));
        for (Place place = 0; place < world_->size(); ++place) {
            const auto& who = organizer_.participants()[place];
            put(who.agree.has_value() + 2u * who.seal.has_value() + 4u * who.ready +
                8u * who.finished.has_value() + 16u * who.card.has_value());
            put(seen_[place].joined + 2u * seen_[place].agreed + 4u * seen_[place].finished);
            if (place > 0) put(static_cast<std::size_t>(partner(place).state()));
            for (const auto* queue : {&up_[place], &down_[place]}) {
                out += '/';
                for (const auto& message : *queue) put(message.front());
            }
        }
        return out;
    }

  private:
    void agree(Place place) {
        seen_[place].agreed = true;
        const auto& key = world_->people[place].ephemeral.public_key();
        carry_out(place, place == 0 ? organizer_.agree(key, "7 rows") : partner(place).agree(key, "9 rows"));
    }
    static Bytes pop(std::deque<Bytes>& queue) {
        auto out = std::move(queue.front());
        queue.pop_front();
        return out;
    }

    const World* world_;
    OrganizerLobby organizer_;
    std::vector<PartnerLobby> partners_;
    std::map<Place, std::deque<Bytes>> up_, down_;
    std::vector<Seen> seen_;
};

/// Lets steps of these kinds happen until none is left.
inline void settle(Table& table, std::initializer_list<Table::Step::Kind> kinds) {
    for (bool moved = true; moved;) {
        moved = false;
        for (const auto& step : table.steps())
            if (std::find(kinds.begin(), kinds.end(), step.kind) != kinds.end()) {
                table.take(step);
                moved = true;
                break;
            }
    }
}

/// All have agreed and the organizer's first answer is under way.
inline void settle_until_running(Table& table) {
    settle(table, {Table::Step::Kind::join, Table::Step::Kind::agree, Table::Step::Kind::to_organizer,
                   Table::Step::Kind::to_partner});
}

inline std::string partner_of(const Table& table, Place place) {
    const auto& ended = table.seen(place).ended;
    return ended ? ended->error.partner : "(not ended)";
}
inline std::optional<Fault> fault_of(const Table& table, Place place) {
    const auto& ended = table.seen(place).ended;
    return ended ? std::optional(ended->error.fault) : std::nullopt;
}

}  // namespace tacit::session::test
