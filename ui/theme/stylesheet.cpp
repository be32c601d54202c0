#include "ui/theme/stylesheet.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

namespace tacit::ui {
namespace {

// Names in @...@ are replaced by tokens. Sections follow the widgets from the outside to the inside.
const char* const frameRules = R"(
QMainWindow, QDialog { background: @window@; }
QMessageBox, QInputDialog { background: @surface@; }
QMessageBox QLabel#qt_msgbox_label { font-size: @px:1.15@px; font-weight: 600; min-width: 380px; }
QMessageBox QLabel#qt_msgbox_informativelabel { color: @textMuted@; min-width: 380px; padding-bottom: 8px; }
QToolTip { background: @surface@; color: @text@; border: 1px solid @border@; padding: 6px 8px; }
QFrame[surface="header"] { background: @surface@; border: none; border-bottom: 1px solid @border@; }
QFrame[surface="footer"] { background: @surface@; border: none; border-top: 1px solid @border@; }
QFrame[card="true"] { background: @surface@; border: 1px solid @border@; border-radius: 12px; }
QFrame[card="inset"] { background: @surfaceAlt@; border: none; border-radius: 8px; }
QFrame[line="true"] { background: @border@; border: none; min-height: 1px; max-height: 1px; }
QScrollArea { background: transparent; border: none; }
QWidget[transparent="true"] { background: transparent; }
QMenuBar { background: @surface@; color: @text@; border-bottom: 1px solid @border@; padding: 2px 12px; }
QMenuBar::item { background: transparent; padding: 6px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: @hover@; }
QMenu { background: @surface@; color: @text@; border: 1px solid @border@; padding: 6px; }
QMenu::item { padding: 7px 28px 7px 12px; border-radius: 6px; }
QMenu::item:selected { background: @hover@; }
QMenu::item:disabled { color: @textDisabled@; }
QMenu::separator { height: 1px; background: @border@; margin: 6px 4px; }
QMenu::icon { padding-left: 8px; }
)";

const char* const textRules = R"(
QLabel { color: @text@; background: transparent; }
QLabel[muted="true"] { color: @textMuted@; }
QLabel[textRole="display"] { font-size: @px:2.86@px; font-weight: 600; }
QLabel[textRole="title"] { font-size: @px:1.72@px; font-weight: 600; }
QLabel[textRole="heading"] { font-size: @px:1.15@px; font-weight: 600; }
QLabel[textRole="body"] { font-size: @px:1.0@px; }
QLabel[textRole="strong"] { font-size: @px:1.0@px; font-weight: 600; }
QLabel[textRole="caption"] { font-size: @px:0.9@px; }
QLabel[textRole="mono"] { font-family: "DejaVu Sans Mono", "Consolas", monospace; font-size: @px:0.9@px; }
QLabel[tone="info"] { color: @info@; }
QLabel[tone="success"] { color: @success@; }
QLabel[tone="warning"] { color: @warning@; }
QLabel[tone="error"] { color: @error@; }
QLabel[tone="accent"] { color: @accent@; }
QLabel:disabled { color: @textDisabled@; }
QWidget { font-size: @px:1.0@px; }
)";

const char* const buttonRules = R"(
QPushButton { background: @surface@; color: @text@; border: 1px solid @borderStrong@; border-radius: 8px;
  padding: 8px 16px; font-weight: 500; min-height: 20px; }
QPushButton:hover { background: @hover@; }
QPushButton:pressed { background: @surfaceAlt@; }
QPushButton:focus { border: 2px solid @accent@; padding: 7px 15px; }
QPushButton:disabled { color: @textDisabled@; border-color: @border@; background: @surfaceAlt@; }
QPushButton[kind="primary"] { background: @accent@; color: @onAccent@; border: 1px solid @accent@;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover@; border-color: @accentHover@; }
QPushButton[kind="primary"]:pressed { background: @accentPressed@; }
QPushButton[kind="primary"]:focus { border: 2px solid @text@; padding: 7px 15px; }
QPushButton[kind="primary"]:disabled { background: @surfaceAlt@; color: @textDisabled@; border-color: @border@; }
QPushButton[kind="danger"] { color: @error@; border-color: @error@; background: @surface@; }
QPushButton[kind="danger"]:hover { background: @errorSoft@; }
QPushButton[kind="danger"]:focus { border: 2px solid @error@; }
QPushButton[kind="danger"]:disabled { color: @textDisabled@; border-color: @border@; background: @surfaceAlt@; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: @accent@;
  padding: 8px 10px; }
QPushButton[kind="quiet"]:hover { background: @hover@; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent@; padding: 7px 9px; }
QPushButton[kind="quiet"]:disabled { color: @textDisabled@; }
QPushButton[kind="action"] { background: @surface@; border: 1px solid @border@; border-radius: 12px;
  padding: 0; text-align: left; }
QPushButton[kind="action"]:hover { border-color: @accent@; background: @surface@; }
QPushButton[kind="action"]:focus { border: 2px solid @accent@; }
QPushButton[kind="action"]:checked { border: 2px solid @accent@; background: @accentSoft@; }
QPushButton[kind="action"]:disabled { background: @surfaceAlt@; }
QPushButton[kind="action-primary"] { background: @accent@; border: 1px solid @accent@; border-radius: 12px;
  padding: 0; text-align: left; }
QPushButton[kind="action-primary"]:hover { background: @accentHover@; }
QPushButton[kind="action-primary"]:focus { border: 2px solid @text@; }
QPushButton[kind="action-primary"] QLabel { color: @onAccent@; }
QToolButton { background: transparent; color: @text@; border: 1px solid transparent; border-radius: 8px;
  padding: 6px 8px; }
QToolButton:hover { background: @hover@; }
QToolButton:focus { border: 2px solid @accent@; padding: 5px 7px; }
QToolButton:disabled { color: @textDisabled@; }
QToolButton[kind="disclosure"] { color: @accent@; font-weight: 500; padding: 6px 8px 6px 0; }
QToolButton[kind="disclosure"]:focus { padding: 5px 7px 5px 0; }
QToolButton[kind="disclosure"]:hover { background: transparent; color: @accentHover@; }
)";

// Fields with a hint in them take the colour of what is typed from the palette: given one here, Qt shows the
// hint at half its strength, which is too pale to be read.
const char* const inputRules = R"(
QTextEdit, QComboBox, QSpinBox, QDateTimeEdit { color: @text@; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateTimeEdit { background: @surface@;
  border: 1px solid @borderStrong@; border-radius: 8px; padding: 8px 10px; min-height: 20px;
  selection-background-color: @accent@; selection-color: @onAccent@; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid @accent@; padding: 7px 9px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border: 2px solid @error@; padding: 7px 9px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled { background: @surfaceAlt@;
  color: @textDisabled@; border-color: @border@; }
QLineEdit:read-only { background: @surfaceAlt@; border-color: @border@; }
QComboBox::drop-down { border: none; width: 30px; }
QComboBox::down-arrow { image: url(:/tacit/icons/qss-chevron-down-@theme@.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @surface@; color: @text@; border: 1px solid @border@; padding: 4px;
  outline: none; selection-background-color: @accentSoft@; selection-color: @text@; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 26px; background: transparent; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: @hover@; }
QSpinBox::up-arrow { image: url(:/tacit/icons/qss-chevron-up-@theme@.svg); width: 14px; height: 14px; }
QSpinBox::down-arrow { image: url(:/tacit/icons/qss-chevron-down-@theme@.svg); width: 14px; height: 14px; }
QCheckBox, QRadioButton { color: @text@; spacing: 10px; padding: 4px 2px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: @textDisabled@; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 18px; height: 18px; border: 1px solid @borderStrong@;
  border-radius: 5px; background: @surface@; }
QCheckBox::indicator:hover { border-color: @accent@; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: @accent@;
  border-color: @accent@; image: url(:/tacit/icons/qss-check-@theme@.svg); }
QCheckBox::indicator:disabled { background: @surfaceAlt@; border-color: @border@; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent@; border-radius: 6px; padding: 2px 0px; }
QRadioButton::indicator { width: 18px; height: 18px; border: 1px solid @borderStrong@; border-radius: 10px;
  background: @surface@; }
QRadioButton::indicator:hover { border-color: @accent@; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 6px solid @accent@; background: @surface@; }
QRadioButton::indicator:disabled { background: @surfaceAlt@; border-color: @border@; }
QProgressBar { background: @surfaceAlt@; border: none; border-radius: 4px; min-height: 8px; max-height: 8px;
  text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent@; border-radius: 4px; }
)";

const char* const viewRules = R"(
QTableView, QListView, QTreeView { background: @surface@; alternate-background-color: @surface@; color: @text@;
  border: 1px solid @border@; border-radius: 8px; gridline-color: @border@; outline: none;
  selection-background-color: @accentSoft@; selection-color: @text@; }
QTableView[embedded="true"], QListView[embedded="true"] { border: none; border-radius: 0; }
QTableView:focus, QListView:focus { border: 2px solid @accent@; }
QTableView[embedded="true"]:focus, QListView[embedded="true"]:focus { border: none; }
QTableView::item { padding: 6px 10px; border: none; border-bottom: 1px solid @border@; }
QTableView::item:selected, QListView::item:selected { background: @accentSoft@; color: @text@; }
QHeaderView { background: @surfaceAlt@; border: none; }
QHeaderView::section { background: @surfaceAlt@; color: @textMuted@; border: none;
  border-bottom: 1px solid @border@; padding: 8px 13px; font-size: @px:0.9@px; font-weight: 600; }
QTableView#sessionTable QHeaderView::section { padding: 8px 10px; }
QTableView#sessionTable QHeaderView::section:first { padding-left: 24px; }
QTableCornerButton::section { background: @surfaceAlt@; border: none; border-bottom: 1px solid @border@; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @scroll@; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @borderStrong@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

const char* const toneRules = R"(
QFrame[banner="info"] { background: @infoSoft@; border: 1px solid @info@; border-radius: 12px; }
QFrame[banner="success"] { background: @successSoft@; border: 1px solid @success@; border-radius: 12px; }
QFrame[banner="warning"] { background: @warningSoft@; border: 1px solid @warning@; border-radius: 12px; }
QFrame[banner="error"] { background: @errorSoft@; border: 1px solid @error@; border-radius: 12px; }
QFrame[badge="neutral"] { background: @surfaceAlt@; border-radius: 12px; }
QFrame[badge="accent"] { background: @accentSoft@; border-radius: 12px; }
QFrame[badge="info"] { background: @infoSoft@; border-radius: 12px; }
QFrame[badge="success"] { background: @successSoft@; border-radius: 12px; }
QFrame[badge="warning"] { background: @warningSoft@; border-radius: 12px; }
QFrame[badge="error"] { background: @errorSoft@; border-radius: 12px; }
QFrame[dropTarget="true"] { background: @surface@; border: 2px dashed @borderStrong@; border-radius: 12px; }
QFrame[dropTarget="over"] { background: @accentSoft@; border: 2px dashed @accent@; border-radius: 12px; }
)";

// Of the data panel and the new-session wizard.
const char* const wizardRules = R"(
QFrame[surface="rail"] { background: @surface@; border: none; border-right: 1px solid @border@; }
QTableView[data="true"]:focus { border: 1px solid @accent@; }
QTableView[data="true"] QHeaderView::section { padding: 8px 10px; }
QPushButton[kind="choice"] { background: @surface@; border: 1px solid @border@; border-radius: 12px; padding: 0; }
QPushButton[kind="choice"]:hover { border-color: @accent@; }
QPushButton[kind="choice"]:focus { border: 2px solid @accent@; }
QPushButton[kind="choice"]:checked { border: 2px solid @accent@; }
QPushButton[kind="choice"]:checked:focus { background: @hover@; }
QPushButton[kind="choice"]:disabled { background: transparent; border: 1px solid @border@; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
  color: @textMuted@; padding: 5px 12px; min-height: 18px; }
QPushButton[kind="segment"]:hover { color: @text@; }
QPushButton[kind="segment"]:checked { background: @surface@; color: @text@; border: 1px solid @border@; }
QPushButton[kind="segment"]:focus { border: 2px solid @accent@; padding: 4px 11px; }
QPushButton[kind="token"] { background: @surfaceAlt@; border: 1px solid @border@; border-radius: 6px;
  padding: 3px 9px; min-height: 18px; font-family: "DejaVu Sans Mono", "Consolas", monospace; font-size: @px:0.9@px; }
QPushButton[kind="token"]:hover { background: @hover@; border-color: @accent@; }
QPushButton[kind="token"]:focus { border: 2px solid @accent@; padding: 2px 8px; }
)";

}  // namespace

QString styleSheet(const Tokens& t, int basePixels) {
    QString sheet = QLatin1String(textRules);
    for (const char* part : {frameRules, buttonRules, inputRules, viewRules, toneRules, wizardRules})
        sheet += QLatin1String(part);
    const QHash<QString, QString> values{
        {"window", t.window.name()},
        {"surface", t.surface.name()},
        {"surfaceAlt", t.surfaceAlt.name()},
        {"hover", t.hover.name()},
        {"border", t.border.name()},
        {"borderStrong", t.borderStrong.name()},
        {"text", t.text.name()},
        {"textMuted", t.textMuted.name()},
        {"textDisabled", t.textDisabled.name()},
        {"accent", t.accent.name()},
        {"accentHover", t.accentHover.name()},
        {"accentPressed", t.accentPressed.name()},
        {"onAccent", t.onAccent.name()},
        {"accentSoft", t.accentSoft.name()},
        {"success", t.success.name()},
        {"successSoft", t.successSoft.name()},
        {"warning", t.warning.name()},
        {"warningSoft", t.warningSoft.name()},
        {"error", t.error.name()},
        {"errorSoft", t.errorSoft.name()},
        {"errorHover", t.errorHover.name()},
        {"info", t.info.name()},
        {"infoSoft", t.infoSoft.name()},
        {"scroll", t.dark ? "#4A586A" : "#B6C0CC"},
        {"theme", t.dark ? "dark" : "light"},
    };
    for (auto it = values.begin(); it != values.end(); ++it) sheet.replace('@' + it.key() + '@', it.value());
    static const QRegularExpression size(QStringLiteral("@px:([0-9.]+)@"));
    for (auto match = size.match(sheet); match.hasMatch(); match = size.match(sheet)) {
        sheet.replace(match.captured(0), QString::number(qRound(match.captured(1).toDouble() * basePixels)));
    }
    return sheet;
}

}  // namespace tacit::ui
