package cloud.bleu.cli;

import cloud.bleu.placement.Catalogue;
import cloud.bleu.placement.NearestName;
import cloud.bleu.placement.RuleParameter;
import cloud.bleu.placement.ZoneRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the rules that a SovereigntyPolicy can state. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "Lists the rules, their parameters and the SecNumCloud requirements they serve.")
final class RulesCommand implements Callable<Integer> {

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "RULE",
      arity = "0..1",
      completionCandidates = Ids.class,
      description = "One rule, with its parameters and codes.")
  private @Nullable String rule;

  @Option(
      names = "--requirements",
      description =
          "Every identifier of SecNumCloud 3.2 and how it can be seen from here; with RULE, those it serves.")
  private boolean requirements;

  @Option(
      names = "--try",
      paramLabel = "EXPRESSION",
      description =
          "What a CEL expression would say of each workload in each zone, without a policy. Exits with 2 if it leaves a"
              + " workload without a zone.")
  private @Nullable String expression;

  @Option(
      names = "--message",
      paramLabel = "EXPRESSION",
      description = "With --try: the CEL expression that gives the text where the answer is no.")
  private @Nullable String message;

  @Mixin private InputOptions input = new InputOptions();

  /** For shells that complete. */
  static final class Ids implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Catalogue.rules().stream().map(r -> r.declaration().id()).iterator();
    }
  }

  private final Surface surface;

  RulesCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    String tried = expression;
    if (tried != null) {
      if (rule != null || requirements) {
        throw new Refusal("--try goes with neither RULE nor --requirements; ask one at a time");
      }
      Input.Read read = Input.read(input, surface).reported(surface);
      ExpressionAnswers answers = ExpressionAnswers.of(tried, message, read.translation().estate());
      surface.out().print(answers.write(output.format));
      return read.errors().code(answers.everyWorkloadHasAZone() ? Bleu.OK : Bleu.UNPLACED);
    }
    if (!input.typed().isEmpty() || message != null) {
      throw new Refusal("-f, --context, --kubeconfig and --message go with --try EXPRESSION");
    }
    List<ZoneRule.Declaration> rules =
        rule == null
            ? Catalogue.rules().stream().map(ZoneRule::declaration).toList()
            : List.of(declaration(rule));
    if (requirements) {
      surface.out().print(RequirementsText.of(output.format, rule));
    } else if (output.format != Format.TABLE) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("rules", rules.stream().map(RulesCommand::tree).toList());
      surface.out().print(output.format.write(tree));
    } else if (rule != null) {
      describe(rules.get(0));
    } else {
      Table table = new Table("RULE", "REQUIREMENTS", "SUMMARY");
      for (ZoneRule.Declaration d : rules) {
        table.row(d.id(), String.join(", ", d.requirements()), d.summary());
      }
      surface.out().print(table.text());
    }
    return Bleu.OK;
  }

  private static ZoneRule.Declaration declaration(String id) {
    ZoneRule found = Catalogue.rule(id);
    if (found == null) {
      List<String> ids = Catalogue.rules().stream().map(r -> r.declaration().id()).toList();
      throw new Refusal(
          "there is no rule "
              + cloud.bleu.translate.Problem.quote(id)
              + NearestName.of(id, ids).map(n -> "; did you mean " + n + "?").orElse("")
              + "; `"
              + Bleu.name()
              + " rules` lists them");
    }
    return found.declaration();
  }

  private void describe(ZoneRule.Declaration rule) {
    StringBuilder text = new StringBuilder();
    text.append(rule.id()).append('\n').append(Table.wrapped(rule.summary(), 0));
    text.append(
        Table.wrapped(
            "Serves: "
                + (rule.requirements().isEmpty()
                    ? "no SecNumCloud requirement"
                    : "SecNumCloud 3.2 " + String.join(", ", rule.requirements())),
            8));
    text.append(Table.wrapped("Codes: " + String.join(", ", rule.codes()), 7));
    if (rule.parameters().isEmpty()) {
      text.append("Parameters: none\n");
    } else {
      Table table = new Table("PARAMETER", "DEFAULT", "WHAT");
      for (RuleParameter p : rule.parameters()) {
        table.row(p.name(), p.defaultValue() == null ? "" : p.defaultValue(), what(p));
      }
      text.append('\n').append(table.text());
    }
    surface.out().print(text);
  }

  private static String what(RuleParameter p) {
    String accepted =
        p.accepted().isEmpty() ? "" : " One of " + String.join(", ", p.accepted()) + ".";
    return p.summary() + " " + capital(p.type().words()) + "." + accepted;
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static Map<String, Object> tree(ZoneRule.Declaration rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule.id());
    tree.put("summary", rule.summary());
    tree.put("requirements", rule.requirements());
    tree.put("codes", rule.codes());
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (RuleParameter p : rule.parameters()) {
      Map<String, Object> parameter = new LinkedHashMap<>();
      parameter.put("name", p.name());
      parameter.put("type", p.type().name());
      if (p.defaultValue() != null) {
        parameter.put("default", p.defaultValue());
      }
      if (!p.accepted().isEmpty()) {
        parameter.put("accepted", p.accepted());
      }
      parameter.put("looser", p.looser().name());
      parameter.put("summary", p.summary());
      parameters.add(parameter);
    }
    tree.put("parameters", parameters);
    return tree;
  }
}
