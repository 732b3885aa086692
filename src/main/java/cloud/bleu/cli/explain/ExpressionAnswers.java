package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.expression.ExpressionError;
import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an expression says of each workload in each zone, as {@code bleu rules --try} prints it. */
public final class ExpressionAnswers {

  private record Answer(WorkloadId workload, Verdict verdict) {}

  private final List<Answer> answers = new ArrayList<>();
  private final Set<WorkloadId> homeless = new TreeSet<>();

  private ExpressionAnswers(BoundRule rule, Estate estate) {
    for (Workload workload : estate.workloads()) {
      homeless.add(workload.id());
      for (Zone zone : estate.zones()) {
        Verdict verdict = rule.evaluate(workload, zone, estate);
        answers.add(new Answer(workload.id(), verdict));
        if (!verdict.failing()) {
          homeless.remove(workload.id());
        }
      }
    }
  }

  /**
   * Asks the expression.
   *
   * @throws BadInputException with every error of the expression
   */
  public static ExpressionAnswers of(String expression, @Nullable String message, Estate estate) {
    Expressions.Compiled compiled = Expressions.compile(expression, message, List.of());
    if (compiled instanceof Expressions.Compiled.Refused refused) {
      throw new BadInputException(refused.errors().stream().map(ExpressionAnswers::line).toList());
    }
    return new ExpressionAnswers(
        new BoundRule(
            ((Expressions.Compiled.Rule) compiled).rule(),
            "expression",
            null,
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Parameters.NONE,
            List.of()),
        estate);
  }

  private static String line(ExpressionError error) {
    return error.part()
        + ", "
        + error.text()
        + (error.accepted() == null ? "" : "; accepted: " + error.accepted());
  }

  /** Whether every workload has a zone of which the expression is true. */
  public boolean everyWorkloadHasAZone() {
    return homeless.isEmpty();
  }

  /** For programs: {@code answers} and {@code withoutZone}. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("answers", answers.stream().map(ExpressionAnswers::tree).toList());
    tree.put("withoutZone", homeless.stream().map(WorkloadId::toString).toList());
    return tree;
  }

  /** A table of the answers and a line on workloads without a zone. */
  public String text(Format format) {
    Table table = new Table("WORKLOAD", "ZONE", "ANSWER", "ORIGIN", "WHY");
    for (Answer a : answers) {
      Verdict v = a.verdict();
      table.row(
          a.workload(),
          v.zone(),
          v.failing() ? v.result() + " " + v.code() : v.result(),
          v.origin(),
          v.message());
    }
    if (format == Format.NAME) {
      return table.text(format);
    }
    return table.text(format)
        + (homeless.isEmpty()
            ? ""
            : "\n"
                + Table.wrapped(
                    "No zone for "
                        + String.join(", ", homeless.stream().map(WorkloadId::toString).toList()),
                    2));
  }

  private static Map<String, Object> tree(Answer answer) {
    Verdict v = answer.verdict();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", answer.workload().toString());
    tree.put("zone", v.zone());
    tree.put("answer", v.result().name());
    tree.put("code", v.code());
    tree.put("origin", v.origin().name());
    tree.put("message", v.message());
    return tree;
  }
}
