#include "question/decision/parser.h"

#include <algorithm>
#include <array>

#include "question/decision/tokens.h"
#include "question/decision/types.h"
#include "question/text.h"
#include "wire/reader.h"

namespace tacit::question::decision {

namespace {

struct Function {
    std::string_view name;
    Op op;
    std::uint16_t index = 0;
    Op several = Op::literal;  ///< what it is with more than one operand; literal: it takes one
};

constexpr std::array functions{
    Function{"sum", Op::sum},
    Function{"min", Op::min, 0, Op::least},
    Function{"max", Op::max, 0, Op::most},
    Function{"average", Op::average},
    Function{"median", Op::quartile, 2},
    Function{"quartile", Op::quartile},
    Function{"count", Op::count},
    Function{"all", Op::all},
    Function{"any", Op::any},
    Function{"none", Op::none},
    Function{"highest", Op::highest},
    Function{"lowest", Op::lowest},
    Function{"mine", Op::mine},
    Function{"organizer", Op::of_place, 0},
    Function{"partner", Op::of_place, the_partner},
    Function{"partner1", Op::of_place, 1},
    Function{"partner2", Op::of_place, 2},
    Function{"partner3", Op::of_place, 3},
    Function{"partner4", Op::of_place, 4},
    Function{"partner5", Op::of_place, 5},
    Function{"partner6", Op::of_place, 6},
    Function{"partner7", Op::of_place, 7},
};

/// Each `read_...` leaves the tokens behind what it read. The first thing that is wrong is kept in `flaw`;
/// what is returned from there on is not looked at.
class Parser {
  public:
    explicit Parser(std::string_view text) : tokens_(text) {}

    Result<Node> formula() {
        TACIT_ASSIGN(auto root, read_if(true));
        if (tokens_.now().kind != Token::Kind::end)
            return wrong(is_comparison() ? "a comparison stands between two numbers; for a range there is "
                                           "\"between 1 and 5\", and conditions are joined by and or or"
                                         : "the formula ends here, but there is more: " + tokens_.found() +
                                               unquoted_hint());
        return root;
    }
    const Flaw& flaw() const { return flaw_; }

  private:
    Error wrong(const std::string& what) {
        const auto& now = tokens_.now();
        return now.kind == Token::Kind::wrong ? wrong(now.begin, now.end, now.text)
                                              : wrong(now.begin, now.end, what);
    }
    Error wrong(std::size_t begin, std::size_t end, const std::string& what) {
        flaw_ = {begin, end, what};
        return error(Fault::usage, what);
    }
    bool is_sign(std::string_view sign) const {
        return tokens_.now().kind == Token::Kind::sign && tokens_.now().text == sign;
    }
    bool is_word(std::string_view word) const {
        return tokens_.now().kind == Token::Kind::word && lower_case(tokens_.now().text) == word;
    }
    bool is_comparison() const {
        return std::any_of(std::begin(comparisons), std::end(comparisons),
                           [&](auto comparison) { return is_sign(symbol(comparison)); });
    }
    std::string unquoted_hint() const {
        const auto kind = tokens_.now().kind;
        return kind == Token::Kind::word || kind == Token::Kind::number
                   ? "; names with blanks or other characters than letters, digits and _ need quotes, as in "
                     "sum(\"net exposure\")"
                   : "";
    }
    Status expect_sign(std::string_view sign, const std::string& expected) {
        if (!is_sign(sign)) return wrong(expected + " is expected, not " + tokens_.found() + unquoted_hint());
        tokens_.advance();
        return {};
    }
    Status expect_word(std::string_view word) {
        if (!is_word(word))
            return wrong('"' + std::string(word) + "\" is expected, not " + tokens_.found() +
                         unquoted_hint());
        tokens_.advance();
        return {};
    }

    Node make(Op op, std::size_t begin, std::vector<Node> operands) const {
        Node node;
        node.op = op;
        node.operands = std::move(operands);
        node.begin = static_cast<std::uint32_t>(begin);
        node.end = static_cast<std::uint32_t>(tokens_.behind());
        return node;
    }
    Node join(Op op, Node left, Node right) const {
        const auto begin = left.begin;
        std::vector<Node> operands;
        operands.push_back(std::move(left));
        operands.push_back(std::move(right));
        return make(op, begin, std::move(operands));
    }

    /// Counts what is inside each other.
    class Deeper {
      public:
        explicit Deeper(int& depth) : depth_(++depth) {}
        ~Deeper() { --depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

      private:
        int& depth_;
    };
    Status check_depth() {
        if (depth_ > deepest_formula)
            return wrong("the formula has more than " + std::to_string(deepest_formula) +
                         " brackets, signs or ifs inside each other");
        return {};
    }

    Result<Node> read_if(bool outermost = false) {
        if (!is_word("if")) return read_disjunction();
        const Deeper deeper(depth_);
        TACIT_TRY(check_depth());
        const auto begin = tokens_.now().begin;
        tokens_.advance();
        std::vector<Node> parts(2);
        TACIT_ASSIGN(parts[0], read_disjunction());
        TACIT_TRY(expect_word("then"));
        TACIT_ASSIGN(parts[1], outermost ? read_disjunction() : read_if());
        if (outermost && tokens_.now().kind == Token::Kind::end)
            return make(Op::withheld, begin, std::move(parts));
        TACIT_TRY(expect_word("else"));
        TACIT_ASSIGN(auto otherwise, read_if());
        parts.push_back(std::move(otherwise));
        return make(Op::choose, begin, std::move(parts));
    }

    Result<Node> read_disjunction() {
        TACIT_ASSIGN(auto left, read_conjunction());
        while (is_word("or")) {
            tokens_.advance();
            TACIT_ASSIGN(auto right, read_conjunction());
            left = join(Op::disjunction, std::move(left), std::move(right));
        }
        return left;
    }

    Result<Node> read_conjunction() {
        TACIT_ASSIGN(auto left, read_negation());
        while (is_word("and")) {
            tokens_.advance();
            TACIT_ASSIGN(auto right, read_negation());
            left = join(Op::conjunction, std::move(left), std::move(right));
        }
        return left;
    }

    Result<Node> read_negation() {
        if (!is_word("not")) return read_comparison();
        const Deeper deeper(depth_);
        TACIT_TRY(check_depth());
        const auto begin = tokens_.now().begin;
        tokens_.advance();
        std::vector<Node> operand(1);
        TACIT_ASSIGN(operand[0], read_negation());
        return make(Op::negation, begin, std::move(operand));
    }

    Result<Node> read_comparison() {
        TACIT_ASSIGN(auto left, read_sum());
        if (is_word("between")) return read_between(std::move(left));
        for (const auto comparison : comparisons) {
            if (!is_sign(symbol(comparison)) && !(comparison == Comparison::equal && is_sign("=="))) continue;
            tokens_.advance();
            TACIT_ASSIGN(auto right, read_sum());
            auto node = join(Op::compare, std::move(left), std::move(right));
            node.comparison = comparison;
            return node;
        }
        if (is_sign("=>") || is_sign("=<"))
            return wrong("a comparison is expected, one of >, >=, <, <=, = and !=, not \"" +
                         tokens_.now().text + '"');
        return left;
    }

    Result<Node> read_between(Node value) {
        tokens_.advance();
        const auto begin = value.begin;
        std::vector<Node> parts(3);
        parts[0] = std::move(value);
        TACIT_ASSIGN(parts[1], read_sum());
        TACIT_TRY(expect_word("and"));
        TACIT_ASSIGN(parts[2], read_sum());
        return make(Op::between, begin, std::move(parts));
    }

    Result<Node> read_sum() {
        TACIT_ASSIGN(auto left, read_product());
        while (is_sign("+") || is_sign("-")) {
            const auto op = is_sign("+") ? Op::add : Op::subtract;
            tokens_.advance();
            TACIT_ASSIGN(auto right, read_product());
            left = join(op, std::move(left), std::move(right));
        }
        return left;
    }

    Result<Node> read_product() {
        TACIT_ASSIGN(auto left, read_factor());
        while (is_sign("*") || is_sign("/")) {
            const auto op = is_sign("*") ? Op::multiply : Op::divide;
            tokens_.advance();
            TACIT_ASSIGN(auto right, read_factor());
            left = join(op, std::move(left), std::move(right));
        }
        return left;
    }

    Result<Node> read_factor() {
        const Deeper deeper(depth_);
        TACIT_TRY(check_depth());
        const auto begin = tokens_.now().begin;
        if (is_sign("+")) {
            tokens_.advance();
            return read_factor();
        }
        if (is_sign("-")) {
            tokens_.advance();
            std::vector<Node> operand(1);
            TACIT_ASSIGN(operand[0], read_factor());
            if (operand[0].op == Op::literal) {
                operand[0].number = -operand[0].number;
                operand[0].begin = static_cast<std::uint32_t>(begin);
                return operand[0];
            }
            return make(Op::negate, begin, std::move(operand));
        }
        if (is_sign("(")) {
            tokens_.advance();
            TACIT_ASSIGN(auto inner, read_if());
            TACIT_TRY(expect_sign(")", "an operator or a closing bracket"));
            return inner;
        }
        return read_primary();
    }

    Result<Node> read_primary() {
        const auto token = tokens_.now();
        if (token.kind == Token::Kind::number) {
            tokens_.advance();
            auto node = make(Op::literal, token.begin, {});
            node.number = token.number;
            return node;
        }
        if (token.kind == Token::Kind::name) {
            tokens_.advance();
            return read_field(token);
        }
        if (token.kind == Token::Kind::word && !is_reserved(lower_case(token.text))) {
            tokens_.advance();
            if (is_sign("(")) return read_call(token);
            if (token.text.size() > longest_name)
                return wrong(token.begin, token.end, "a name is longer than 200 bytes");
            return read_field(token);
        }
        return wrong(
            "a number such as 1000000 or -2.5, a name or a function such as sum(exposure) is "
            "expected, not " +
            tokens_.found());
    }

    Result<Node> read_field(const Token& token) {
        auto node = make(Op::field, token.begin, {});
        node.name = token.text;
        if (!is_sign(".")) return node;
        tokens_.advance();
        for (const auto local : {Local::sum, Local::count, Local::smallest, Local::largest, Local::average}) {
            if (!is_word(suffix(local))) continue;
            tokens_.advance();
            node.local = local;
            node.end = static_cast<std::uint32_t>(tokens_.behind());
            return node;
        }
        return wrong(
            "sum, count, min, max or average is expected behind the point, which says how each one's number "
            "comes from their column; a name with a point in it needs quotes");
    }

    Result<Node> read_call(const Token& name) {
        const auto word = lower_case(name.text);
        const auto* function = std::find_if(functions.begin(), functions.end(),
                                            [&](const auto& one) { return one.name == word; });
        if (function == functions.end())
            return wrong(name.begin, name.end,
                         "there is no function \"" + name.text +
                             "\"; there are sum, min, max, average, median, quartile, count, all, any, none, "
                             "highest, lowest, mine, organizer, partner and partner1 to partner7");
        tokens_.advance();
        std::vector<Node> operands;
        for (;;) {
            TACIT_ASSIGN(auto operand, read_if());
            operands.push_back(std::move(operand));
            if (!is_sign(",")) break;
            tokens_.advance();
        }
        TACIT_TRY(expect_sign(")", "a closing bracket, as in " + word + "(NAME),"));
        return finish_call(*function, name, std::move(operands));
    }

    Result<Node> finish_call(const Function& function, const Token& name, std::vector<Node> operands) {
        auto op = function.op;
        auto index = function.index;
        if (op == Op::quartile && function.index == 0) {
            const auto* which = operands.size() == 2 ? &operands[1] : nullptr;
            const auto number = which != nullptr ? which->number.micros() / table::Decimal::scale : 0;
            if (which == nullptr || which->op != Op::literal || !which->number.integral() || number < 1 ||
                number > 3)
                return wrong(name.begin, tokens_.behind(),
                             "quartile takes a name and which one, 1 to 3, as in quartile(salary, 3)");
            index = static_cast<std::uint16_t>(number);
            operands.pop_back();
        } else if (operands.size() > 1) {
            if (function.several == Op::literal)
                return wrong(operands[1].begin, operands[1].end,
                             std::string(function.name) + " takes one name or expression in its brackets");
            op = function.several;
        }
        auto node = make(op, name.begin, std::move(operands));
        node.index = index;
        return node;
    }

    static constexpr Comparison comparisons[] = {Comparison::greater_or_equal, Comparison::less_or_equal,
                                                 Comparison::different,        Comparison::equal,
                                                 Comparison::greater,          Comparison::less};
    Tokens tokens_;
    Flaw flaw_;
    int depth_ = 0;
};

}  // namespace

api::FormulaProblem problem_at(std::string_view text, std::size_t begin, std::size_t end,
                               const std::string& what) {
    const auto before = text.substr(0, begin);
    const auto character = 1 + std::count_if(before.begin(), before.end(), [](char c) {
                               return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
                           });
    return {begin, end, static_cast<std::size_t>(character), what + '.'};
}

std::string sentence_of(const api::FormulaProblem& problem) {
    if (problem.character == 0) return problem.text;
    return "Formula, character " + std::to_string(problem.character) + ": " + problem.text;
}

Reading read_formula(std::string_view text, std::size_t longest) {
    if (text.size() > longest)
        return {std::nullopt,
                api::FormulaProblem{0, text.size(), 0,
                                    "The formula is longer than " + std::to_string(longest) + " bytes."}};
    if (!wire::is_utf8(text))
        return {std::nullopt, api::FormulaProblem{0, text.size(), 0, "The formula is not plain text."}};
    Parser parser(text);
    auto root = parser.formula();
    Flaw flaw = parser.flaw();
    if (root.ok()) {
        Formula formula;
        formula.root = std::move(root).value();
        const auto wrong = complete(formula);
        if (!wrong) return {std::move(formula), std::nullopt};
        flaw = *wrong;
    }
    return {std::nullopt, problem_at(text, flaw.begin, flaw.end, flaw.text)};
}

Result<Formula> parse_formula(std::string_view text, std::size_t longest) {
    auto reading = read_formula(text, longest);
    if (reading.problem) return error(Fault::usage, sentence_of(*reading.problem));
    return std::move(*reading.formula);
}

}  // namespace tacit::question::decision
