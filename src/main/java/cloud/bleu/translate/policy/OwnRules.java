package cloud.bleu.translate.policy;

import cloud.bleu.expression.ExpressionError;
import cloud.bleu.expression.ExpressionRule;
import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import java.util.stream.Collectors;

/** Makes rules that are not of the catalogue again, from what was recorded of them. */
public final class OwnRules {

  private OwnRules() {}

  /**
   * The rule that is made so.
   *
   * @throws IllegalArgumentException when there is none in this release; the message says why
   */
  public static ZoneRule of(ZoneRule.Making making) {
    if (making.by().equals(FailClosedRule.MADE_BY)) {
      return new FailClosedRule(making.text("code"), Message.recorded(making.text("message")));
    }
    if (making.by().equals(TemplateRule.MADE_BY)) {
      return TemplateRule.of(making);
    }
    if (!making.by().startsWith(ExpressionRule.LANGUAGE + "/")) {
      throw new IllegalArgumentException("a rule made by " + making.by() + " is not known here");
    }
    Expressions.Compiled compiled =
        Expressions.compile(
            making.text("expression"), making.texts().get("message"), making.requirements());
    if (compiled instanceof Expressions.Compiled.Rule own) {
      if (own.rule().asksForNames()) {
        throw new IllegalArgumentException(
            "an expression asks who checked a fact, where it stands or what a holder is called, and a pseudonym is recorded");
      }
      return own.rule();
    }
    throw new IllegalArgumentException(
        "an expression is refused by this release: "
            + ((Expressions.Compiled.Refused) compiled)
                .errors().stream().map(ExpressionError::text).collect(Collectors.joining("; ")));
  }
}
