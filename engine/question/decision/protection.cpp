#include "question/decision/protection.h"

#include <bit>

#include "question/decision/reveals.h"
#include "question/decision/words.h"

namespace tacit::question::decision {

namespace {

std::string source(std::uint16_t participants) {
    return participants == 2
               ? "Authenticated garbling with half-gates of Katz, Ranellucci, Rosulek and Wang (ePrint "
                 "2018/578), on "
                 "Wang, Ranellucci and Katz (ePrint 2017/030), over SoftSpoken OT (ePrint 2022/192). It "
                 "rests on AES "
                 "as an ideal cipher, BLAKE2b as a random oracle and ristretto255. Statistical security 40 "
                 "bits."
               : "Authenticated garbling among many of Wang, Ranellucci and Katz (ePrint 2017/189), over "
                 "SoftSpoken "
                 "OT (ePrint 2022/192). It rests on AES as an ideal cipher, BLAKE2b as a random oracle and "
                 "ristretto255. Statistical security 40 bits.";
}

std::string others(std::uint16_t participants) {
    return participants == 3 ? "both others" : "all " + std::to_string(participants - 1) + " others";
}

std::string withheld(std::uint32_t recipients, std::uint16_t participants) {
    if (std::popcount(recipients) == 1) return "It can put in any number it likes, or break the run off. ";
    return participants == 2
               ? "It can put in any number it likes, or break the run off; the partner's program learns "
                 "the answer first, and an altered one can keep it from the organizer. "
               : "It can put in any number it likes, or break the run off, also after it has learnt the "
                 "answer and before the others have. ";
}

std::string conclusion(const Setting& setting, std::uint32_t recipients) {
    return reveals_of(setting.formula, setting.participants, recipients).front();
}

}  // namespace

void describe_protocol(const Setting& setting, api::ProposalText& text) {
    const auto participants = setting.participants;
    const auto recipients = setting.recipients & ((std::uint32_t{1} << participants) - 1);
    const bool two = participants == 2;
    text.security = two ? "Your number stays secret even from a partner whose program was altered (malicious "
                          "security)."
                        : "Your number stays secret even if " + others(participants) +
                              " join forces and their programs were altered (malicious security).";
    text.protocol_name = two ? "KRRW18: authenticated garbling between two, malicious"
                             : "WRK17: authenticated garbling among many, malicious, all but one corrupted";
    text.protocol = source(participants);
    text.protection.push_back(
        {"What happens to your number",
         "Your table stays on this computer; only the one number enters, and it enters encrypted. The "
         "programs turn "
         "the question into a circuit of logical gates, lock every gate with secrets of all participants, "
         "and compute "
         "with locked values only. Of all these values, the answer alone is unlocked."});
    text.protection.push_back(
        {two ? "What a partner with an altered program cannot do"
             : "What partners with altered programs cannot do",
         "It cannot find out more of your number than the answer tells, and it cannot make the answer wrong "
         "for the "
         "numbers that were put in: checks within the protocol stop the run where somebody departs from it." +
             std::string(two ? ""
                             : " This holds as long as your own program is unaltered, whoever else joins "
                               "forces.")});
    text.protection.push_back({"What it still can do",
                               withheld(recipients, participants) +
                                   "No protocol can tell whether the number that somebody brings is true."});
    text.protection.push_back({"What becomes known besides the answer",
                               "From the answer and their own number, whoever learns it can conclude: " +
                                   conclusion(setting, recipients) +
                                   " Everything on the network is encrypted; whoever watches it sees that "
                                   "you exchange data, and when. How "
                                   "much is sent does not depend on anybody's number."});
    text.protection.push_back({"Protocol and source", text.protocol});
}

}  // namespace tacit::question::decision
