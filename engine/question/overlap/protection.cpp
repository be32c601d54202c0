#include "question/overlap/protection.h"

namespace tacit::question {

namespace {

constexpr const char* never_leaves = "Your table stays on this computer: no key and no row of it is sent. ";
constexpr const char* all_is_encrypted =
    "Everything on the network is encrypted besides; whoever watches it sees that you exchange data, when, "
    "and how much.";

api::Explanation known_besides(bool rows) {
    return {"What becomes known besides the result",
            std::string("Each side learns how many different keys the other one has. ") +
                (rows ? "Whoever learns its matching keys thereby knows of the others that they are not on "
                        "the other list. "
                      : "") +
                all_is_encrypted};
}

void describe_malicious(const api::OverlapQuestion& p, api::ProposalText& text) {
    text.security =
        "Your keys stay secret even from a partner whose program was altered (malicious security).";
    text.protocol_name = "RR22: OKVS and silent VOLE over GF(2^128), malicious";
    text.protocol =
        "Rindal and Raghuraman (ePrint 2022/320), the malicious variant: oblivious key-value store and "
        "silent vector OLE over GF(2^128) from SoftSpoken OT (ePrint 2022/192) and the expand-convolute code "
        "(ePrint 2023/882). It rests on learning parity with noise, on AES as an ideal cipher and on "
        "ristretto255.";
    const bool both = p.to == api::Recipients::all;
    text.protection.push_back(
        {"What happens to your keys",
         std::string(never_leaves) +
             "Each program turns every key into a number that looks random, by a calculation that needs "
             "secrets of both sides, made anew for this session. Equal keys give equal numbers, and only "
             "such numbers are compared. Your partner cannot try out which key a number of yours stands for, "
             "now or later."});
    text.protection.push_back(
        {"What a partner with an altered program cannot do",
         std::string("It cannot find out a key of yours that it does not itself put on its list, and it "
                     "cannot make a key match that is not on its list. Checks within the protocol stop the "
                     "run where it departs from it. ") +
             (both ? "Whoever tells the other side of a match has to prove that it holds the key." : "")});
    text.protection.push_back(
        {"What it still can do",
         std::string("It can put guessed keys on its list and learn which of them you have; the number of "
                     "keys that it announces limits how many, and an altered program can exceed that about "
                     "threefold, with a short list by more. It can leave keys out, or break the run off") +
             (both ? ", and the program that learns first, usually the organizer's, can keep matches from "
                     "the other."
                   : ".") +
             " No protocol can tell whether the table that somebody brings is true."});
    text.protection.push_back(known_besides(true));
}

void describe_honest(const api::OverlapQuestion& p, api::ProposalText& text) {
    const bool rows = p.reveal == api::Reveal::rows;
    text.security =
        "Your keys stay secret from a partner who uses the program unaltered (honest but curious).";
    text.protocol_name =
        rows ? "OPRF (RFC 9497, ristretto255-SHA512)" : "DH-PSI-CA (ePrint 2011/141, ristretto255)";
    text.protocol =
        rows ? "Oblivious PRF of RFC 9497 (ristretto255-SHA512), masks in random order. Semi-honest."
             : "DH-PSI-CA of De Cristofaro, Gasti and Tsudik (ePrint 2011/141) on the hash-to-group of RFC "
               "9497 (ristretto255-SHA512). Semi-honest.";
    text.protection.push_back(
        {"What happens to your keys",
         std::string(never_leaves) +
             (rows ? "Each key becomes a point on a curve, which is locked with secret numbers of both "
                     "sides. Equal keys give equal locked points, and only these are compared. The secret "
                     "numbers are made anew for this session; your partner cannot try out which key a point "
                     "of yours stands for."
                   : "Each key becomes a point on a curve, which is locked with secret numbers of both sides "
                     "and returned in random order. How many locked points are equal is the result; which "
                     "ones they are cannot be told, because the order is lost.")});
    text.protection.push_back({"What a partner who uses the program unaltered cannot do",
                               "It cannot find out any key of yours that it does not have itself, even if it "
                               "keeps and studies everything that comes by."});
    text.protection.push_back({"What an altered program could do",
                               "It could ask about keys that are not in its table, up to the number it "
                               "announces, and it could give you a wrong result without your noticing. No "
                               "protocol can tell whether the table that somebody brings is true."});
    text.protection.push_back(known_besides(rows));
}

}  // namespace

void describe_protocol(const api::OverlapQuestion& question, api::ProposalText& text) {
    if (question.effective_security() == api::Security::malicious)
        describe_malicious(question, text);
    else
        describe_honest(question, text);
    text.protection.push_back({"Protocol and source", text.protocol});
}

}  // namespace tacit::question
