#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "session/invitation.h"
#include "session/pairing.h"

namespace tacit::session::test {

inline const WallTime noon = from_unix_ms(1'800'000'000'000);

struct Person {
    crypto::SigningKey key;
    crypto::CurveKey curve;
    crypto::CurveKey ephemeral;
    IdentityCard card;
};

inline Person make_person(crypto::Random& random, const std::string& organisation) {
    auto key = crypto::SigningKey::generate(random);
    auto curve = crypto::CurveKey::generate(random);
    auto ephemeral = crypto::CurveKey::generate(random);
    auto card =
        IdentityCard::issue(key, organisation, "Person of " + organisation, curve.public_key(), noon).value();
    return {std::move(key), std::move(curve), std::move(ephemeral), std::move(card)};
}

inline std::vector<Person> make_people(crypto::Random& random, std::size_t n) {
    static const char* const names[] = {"Åbo Steel", "Northwind", "Contoso", "Fabrikam", "Litware",
                                        "Wingtip",   "Tailspin",  "Adatum",  "Proseware"};
    std::vector<Person> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(make_person(random, names[i % 9]));
    return out;
}

inline Proposal make_proposal(crypto::Random& random, const Person& organizer, std::size_t participants) {
    Proposal out;
    out.session_id = random.array<16>();
    out.title = "Salaries 2026, größer";
    out.organizer = organizer.card;
    out.question_kind = "total";
    out.question = Bytes{1, 2, 3, 4, 5};
    out.participants = static_cast<std::uint16_t>(participants);
    out.deadline = 300;
    out.created = noon;
    return out;
}

/// Calls `judge` with every way to spoil one byte (two flips per position), every truncation and some
/// extensions.
inline void for_each_damage(View good, const std::function<void(const Bytes&, const std::string&)>& judge) {
    for (std::size_t i = 0; i < good.size(); ++i)
        for (const std::uint8_t mask : {0x01, 0x80}) {
            auto bytes = to_bytes(good);
            bytes[i] ^= mask;
            judge(bytes, "byte " + std::to_string(i) + " flipped by " + std::to_string(mask));
        }
    for (std::size_t n = 0; n < good.size(); ++n)
        judge(to_bytes(good.first(n)), "cut to " + std::to_string(n));
    for (const std::uint8_t extra : {0, 10, 61, 255}) {
        auto bytes = to_bytes(good);
        bytes.push_back(extra);
        judge(bytes, "extended by " + std::to_string(extra));
    }
}

}  // namespace tacit::session::test
