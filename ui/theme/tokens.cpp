#include "ui/theme/tokens.h"

namespace tacit::ui {

const Tokens& lightTokens() {
    static const Tokens tokens = [] {
        Tokens t;
        t.window = QColor("#F5F7F9");
        t.surface = QColor("#FFFFFF");
        t.surfaceAlt = QColor("#F0F3F6");
        t.hover = QColor("#EDF2F5");
        t.border = QColor("#DDE3EA");
        t.borderStrong = QColor("#838FA1");
        t.text = QColor("#14202E");
        t.textMuted = QColor("#525F72");
        t.textDisabled = QColor("#8792A2");
        t.accent = QColor("#0F5C73");
        t.accentHover = QColor("#0B4C60");
        t.accentPressed = QColor("#083D4D");
        t.onAccent = QColor("#FFFFFF");
        t.accentSoft = QColor("#E2F0F4");
        t.success = QColor("#17683F");
        t.successSoft = QColor("#E3F4EA");
        t.warning = QColor("#7F4C00");
        t.warningSoft = QColor("#FDF2DC");
        t.error = QColor("#A3261D");
        t.errorSoft = QColor("#FCEBE9");
        t.errorHover = QColor("#F8DAD6");
        t.info = QColor("#234F97");
        t.infoSoft = QColor("#E7EFFB");
        return t;
    }();
    return tokens;
}

const Tokens& darkTokens() {
    static const Tokens tokens = [] {
        Tokens t;
        t.dark = true;
        t.window = QColor("#10151B");
        t.surface = QColor("#181F28");
        t.surfaceAlt = QColor("#202934");
        t.hover = QColor("#25303C");
        t.border = QColor("#2C3744");
        t.borderStrong = QColor("#6C7B8F");
        t.text = QColor("#E8EDF3");
        t.textMuted = QColor("#A9B4C3");
        t.textDisabled = QColor("#6F7C8D");
        t.accent = QColor("#62C3DB");
        t.accentHover = QColor("#82D2E6");
        t.accentPressed = QColor("#4BAFC8");
        t.onAccent = QColor("#06222C");
        t.accentSoft = QColor("#163540");
        t.success = QColor("#74D6A4");
        t.successSoft = QColor("#15332A");
        t.warning = QColor("#F1C173");
        t.warningSoft = QColor("#3A2E18");
        t.error = QColor("#FFA198");
        t.errorSoft = QColor("#402220");
        t.errorHover = QColor("#532B28");
        t.info = QColor("#98BDFF");
        t.infoSoft = QColor("#1C2D4B");
        return t;
    }();
    return tokens;
}

const Tokens& tokensOf(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

QColor foreground(const Tokens& tokens, Tone tone) {
    switch (tone) {
        case Tone::neutral:
            return tokens.textMuted;
        case Tone::accent:
            return tokens.accent;
        case Tone::info:
            return tokens.info;
        case Tone::success:
            return tokens.success;
        case Tone::warning:
            return tokens.warning;
        case Tone::error:
            return tokens.error;
    }
    return tokens.text;
}

QColor background(const Tokens& tokens, Tone tone) {
    switch (tone) {
        case Tone::neutral:
            return tokens.surfaceAlt;
        case Tone::accent:
            return tokens.accentSoft;
        case Tone::info:
            return tokens.infoSoft;
        case Tone::success:
            return tokens.successSoft;
        case Tone::warning:
            return tokens.warningSoft;
        case Tone::error:
            return tokens.errorSoft;
    }
    return tokens.surface;
}

const char* toneName(Tone tone) {
    switch (tone) {
        case Tone::neutral:
            return "neutral";
        case Tone::accent:
            return "accent";
        case Tone::info:
            return "info";
        case Tone::success:
            return "success";
        case Tone::warning:
            return "warning";
        case Tone::error:
            return "error";
    }
    return "neutral";
}

}  // namespace tacit::ui
