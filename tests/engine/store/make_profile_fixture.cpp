// Writes the profile that test_profile opens as one of an earlier version; see profile-v2/README.md.
#include "base/clock.h"
#include "store/profile.h"

using namespace tacit;

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    store::NoKeyVault vault;
    crypto::SystemRandom random;
    SystemClock clock;
    auto profile = store::Profile::open(argv[1], vault, {}, random, clock);
    if (!profile) return 1;
    const auto key = crypto::SigningKey::generate(random);
    store::Session session;
    session.id = "fixture";
    session.title = "Pay gap of fixture";
    session.question = "total";
    session.state = "finished";
    session.result = to_bytes(as_view("{}"));
    session.participants = {{0, "Northwind", "Ada", key.verify_key()}};
    const bool written =
        (*profile)
            ->set_identity({"Northwind", "Ada", crypto::SigningKey::from_seed(key.seed().view()),
                            crypto::CurveKey::generate(random), 0})
            .ok() &&
        (*profile)->upsert_partner({{1}, {2}, "Contoso", "Grace", store::Trust::verified, 0, 0}).ok() &&
        (*profile)->save_session(session).ok() &&
        (*profile)->append_audit("fixture", as_view("made"), key).ok() &&
        (*profile)->save_session_rows("fixture", as_view("rows of fixture")).ok();
    return written ? 0 : 1;
}
