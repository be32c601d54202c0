#include "ui/text/fault_text.h"

#include <QCoreApplication>

#include "ui/text/sanitize.h"

namespace tacit::ui {
namespace {

struct FaultTexts {
    Q_DECLARE_TR_FUNCTIONS(FaultText)

  public:
    // Sentences that several faults have in common.
    // Only what this program can know: others may have had their result already when one of them vanished.
    static QString nothingOpened() {
        return tr(
            "No result is shown or kept on this computer. Your rows stayed here; only encrypted pieces may "
            "have "
            "left it.");
    }
    static QString nothingSent() { return tr("Nothing of your data has been sent."); }
    static QString newInvitation() { return tr("Ask the organizer for a new invitation."); }

    static Message ofSession(const Error& error, const QString& who);
    static Message ofInvitation(const Error& error, const QString& who);
    static Message ofProtocol(const Error& error, const QString& who);
    static Message ofData(const Error& error);
    static Message ofComputer(const Error& error);
};

Message FaultTexts::ofSession(const Error& error, const QString& who) {
    const QString detail = plainLines(error.detail, 500);
    switch (error.fault) {
        case Fault::partner_gone:
            return {tr("%1 no longer answers.").arg(who), nothingOpened(),
                    tr("Ask them whether their computer is on and Tacit is open. Then start a new session "
                       "with the "
                       "same question.")};
        case Fault::declined:
            return {tr("%1 declined the proposal.").arg(who),
                    detail.isEmpty()
                        ? nothingSent()
                        : tr("Their reason: “%1” Nothing of anybody's data has been sent.").arg(detail),
                    tr("Talk to them about what would be acceptable, and start a new session with a changed "
                       "question or without them.")};
        case Fault::cancelled:
            return {error.partner.empty() ? tr("You cancelled this session.")
                                          : tr("%1 cancelled this session.").arg(who),
                    nothingOpened(), tr("Start a new session whenever all of you are ready.")};
        case Fault::deadline:
            return {tr("A step took longer than this session allows."), nothingOpened(),
                    tr("Agree on a time when everybody is at the computer, and start a new session.")};
        case Fault::partner_failed:
            return {tr("The program of %1 could not go on.").arg(who), nothingOpened(),
                    tr("Ask them what Tacit shows on their screen. When that is put right, start a new "
                       "session with the same question.")};
        default:
            return {};
    }
}

Message FaultTexts::ofInvitation(const Error& error, const QString& who) {
    switch (error.fault) {
        case Fault::invitation_invalid:
            return {tr("This file is not a valid invitation."),
                    tr("It may have been damaged or changed on its way. Nobody has been contacted."),
                    tr("Ask the organizer to send the invitation again, as an attached file.")};
        case Fault::invitation_used:
            return {
                tr("This invitation has already been used."), nothingSent(),
                tr("If you joined with it yourself, look among your sessions. If it was neither you nor a "
                   "colleague, tell the organizer: the invitation may have been intercepted. A new "
                   "invitation makes the old one worthless.")};
        case Fault::invitation_expired:
            return {tr("This invitation has expired."), nothingSent(), newInvitation()};
        case Fault::wrong_clock:
            return {tr("The clocks of the two computers differ too much."), nothingSent(),
                    tr("Check date, time and time zone of this computer, ask the organizer to do the same, "
                       "and try "
                       "again.")};
        case Fault::wrong_host:
            return {tr("The computer at that address is not the one that %1 invited you from.").arg(who),
                    tr("Tacit stopped before anything was sent."),
                    tr("Call the organizer and compare the fingerprint of the invitation. Do not go on if it "
                       "differs.")};
        case Fault::refused:
            return {tr("The organizer's computer did not accept this one."), nothingSent(),
                    tr("Ask the organizer whether the session is still open and the invitation is meant for "
                       "you.")};
        case Fault::changed_proposal:
            return {
                tr("What was shown to you is not what the others were asked to sign."),
                tr("Tacit stopped before anything was sent."),
                tr("Talk to the organizer. Join again only with a new invitation whose text you have read.")};
        case Fault::version_differs:
            return {tr("%1 uses a version of Tacit that does not fit this one.").arg(who), nothingSent(),
                    tr("Update Tacit on both sides to the newest version and try again.")};
        default:
            return {};
    }
}

Message FaultTexts::ofProtocol(const Error& error, const QString& who) {
    switch (error.fault) {
        case Fault::cheating:
            return {error.partner.empty() ? tr("A check failed: somebody did not follow the agreement.")
                                          : tr("A check failed: %1 did not follow the agreement.").arg(who),
                    tr("Tacit stopped at once. No result is shown or kept on this computer."),
                    tr("Talk to your partners before you try again. A faulty installation can be the cause "
                       "as well as intent. Among three or more, what partners send each other passes "
                       "through the organizer, who may have altered it.")};
        case Fault::malformed_message:
            return {
                tr("%1 sent something that Tacit never sends.").arg(who), nothingOpened(),
                tr("Ask them to install Tacit from the original source. Among three or more, what partners "
                   "send each other passes through the organizer, who may have altered it. If it happens "
                   "again, do not run this session.")};
        case Fault::unreachable:
            return {error.detail.empty() ? tr("Nobody answers at the organizer's address.")
                                         : tr("Nobody answers at %1.").arg(plain(error.detail, 120)),
                    nothingSent(),
                    tr("Ask the organizer whether the session is open, and your IT whether this computer may "
                       "connect "
                       "to that address.")};
        case Fault::network_failed:
            return {tr("This computer could not open the network connection."), nothingOpened(),
                    tr("Check that you are online and that no other program uses the same address. Your IT "
                       "may have "
                       "to allow Tacit.")};
        default:
            return {};
    }
}

Message FaultTexts::ofData(const Error& error) {
    const QString detail = plain(error.detail, 300);
    switch (error.fault) {
        case Fault::file_refused:
            // What the import says of a file, it says with what to do about it.
            if (!detail.isEmpty())
                return {tr("This file cannot be read as a table."), detail,
                        tr("Nothing was imported, and the file is unchanged.")};
            return {tr("This file cannot be read as a table."),
                    tr("Nothing was imported, and the file is unchanged."),
                    tr("Save it as an Excel workbook (.xlsx) or as CSV with one header row, and choose it "
                       "again.")};
        case Fault::database_refused:
            return {detail.isEmpty() ? tr("The database cannot be read.")
                                     : tr("The database cannot be read: %1").arg(detail),
                    tr("Nothing was imported, and nothing in the database was changed."),
                    tr("Check the address, the name and the password, or save the table as a spreadsheet and "
                       "choose that.")};
        case Fault::column_missing:
            return {detail.isEmpty() ? tr("A column that the question asks for is missing.")
                                     : tr("A column that the question asks for is missing: %1").arg(detail),
                    nothingSent(), tr("Choose the matching column of your table, or another file.")};
        case Fault::cell_invalid:
            return {detail.isEmpty() ? tr("Some cells do not hold what the question needs.")
                                     : tr("Some cells do not hold what the question needs: %1").arg(detail),
                    tr("Tacit does not guess values and leaves no row out silently. Nothing has been sent."),
                    tr("Correct these cells in your spreadsheet and choose the file again.")};
        case Fault::data_missing:
            return {tr("This question needs data from you, and none was chosen."), nothingSent(),
                    tr("Choose a spreadsheet and the columns to use.")};
        case Fault::receipt_invalid:
            return {
                detail.isEmpty() ? tr("This file is no receipt, or it was altered.")
                                 : tr("This file is no receipt, or it was altered: %1.").arg(detail),
                tr("It proves nothing. Receipts hold as they were saved, to the letter; opening one in an "
                   "editor and saving it again is enough to break it."),
                tr("Ask whoever gave it to you to save it again from their session.")};
        default:
            return {};
    }
}

Message FaultTexts::ofComputer(const Error& error) {
    const QString detail = plain(error.detail, 300);
    switch (error.fault) {
        case Fault::profile_busy:
            return {tr("Your profile is already open in another window of Tacit."),
                    tr("Nothing was changed."),
                    tr("Go on in that window, or close it and start Tacit again.")};
        case Fault::profile_damaged:
            return {
                tr("Your profile cannot be opened: its file is damaged, changed, or from a newer version."),
                tr("Tacit left the file untouched. Past results in it stay sealed."),
                tr("Update Tacit, or restore the profile folder from a backup.")};
        case Fault::passphrase_needed:
            return {tr("Your profile is locked by a passphrase, and it was not given or is wrong."),
                    tr("Keys and past results stay sealed."), tr("Enter the passphrase and try again.")};
        case Fault::storage_failed:
            return {detail.isEmpty() ? tr("A file could not be written.")
                                     : tr("A file could not be written: %1").arg(detail),
                    tr("What you wanted to save is not saved. Nothing left this computer because of it."),
                    tr("Check free space and permissions of the folder, or choose another place.")};
        case Fault::out_of_memory:
            return {
                tr("This computer does not have enough free memory for that."),
                tr("Your files and past results are unchanged."),
                tr("Close other programs and try again, or use fewer rows or a computer with more memory.")};
        case Fault::not_supported:
            return {detail.isEmpty() ? tr("This version of Tacit cannot do that yet.")
                                     : tr("This version of Tacit cannot do that yet: %1").arg(detail),
                    nothingSent(), tr("Choose another option, or look for an update.")};
        case Fault::usage:
            return {detail.isEmpty() ? tr("Something that was entered does not make sense.")
                                     : tr("Something that was entered does not make sense: %1").arg(detail),
                    nothingSent(), tr("Check what you entered and try again.")};
        case Fault::internal:
            return {tr("Tacit ran into a mistake of its own."), nothingOpened(),
                    tr("Start Tacit again. If it happens twice, tell the support the word “%1”.")
                        .arg(detail.isEmpty() ? QStringLiteral("internal") : detail)};
        default:
            return {};
    }
}

}  // namespace

Message faultMessage(const Error& error) {
    const QString name = plain(error.partner, 80);
    const QString who = name.isEmpty() ? FaultTexts::tr("A partner") : name;
    // No default: the compiler asks for a place whenever the list of faults grows.
    switch (error.fault) {
        case Fault::partner_gone:
        case Fault::declined:
        case Fault::cancelled:
        case Fault::deadline:
        case Fault::partner_failed:
            return FaultTexts::ofSession(error, who);
        case Fault::invitation_invalid:
        case Fault::invitation_used:
        case Fault::invitation_expired:
        case Fault::wrong_clock:
        case Fault::wrong_host:
        case Fault::refused:
        case Fault::changed_proposal:
        case Fault::version_differs:
            return FaultTexts::ofInvitation(error, name.isEmpty() && error.fault == Fault::wrong_host
                                                       ? FaultTexts::tr("the organizer")
                                                       : who);
        case Fault::cheating:
        case Fault::malformed_message:
        case Fault::unreachable:
        case Fault::network_failed:
            return FaultTexts::ofProtocol(error, who);
        case Fault::file_refused:
        case Fault::database_refused:
        case Fault::column_missing:
        case Fault::cell_invalid:
        case Fault::data_missing:
        case Fault::receipt_invalid:
            return FaultTexts::ofData(error);
        case Fault::profile_busy:
        case Fault::profile_damaged:
        case Fault::passphrase_needed:
        case Fault::storage_failed:
        case Fault::out_of_memory:
        case Fault::not_supported:
        case Fault::usage:
        case Fault::internal:
            return FaultTexts::ofComputer(error);
    }
    return FaultTexts::ofComputer({Fault::internal, {}, {}});
}

Message interruptedMessage() {
    return {FaultTexts::tr("This session did not end: Tacit was closed while it was under way."),
            FaultTexts::nothingOpened(), FaultTexts::tr("Start a new session with the same question.")};
}

const QVector<Fault>& allFaults() {
    static const QVector<Fault> faults = [] {
        QVector<Fault> all;
        for (int i = 0; i <= static_cast<int>(Fault::internal); ++i) all << static_cast<Fault>(i);
        return all;
    }();
    return faults;
}

}  // namespace tacit::ui
