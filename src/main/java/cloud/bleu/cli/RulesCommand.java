package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.cli.explain.ExpressionAnswers;
import cloud.bleu.cli.explain.RequirementsText;
import cloud.bleu.cli.input.CompletionNames;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.plan.Glossary;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Refusal;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
    description = {
      "Lists the rules, their parameters and the SecNumCloud requirements they serve.",
      "With a name or a code it explains what is printed elsewhere: a rule, the name that a policy gives"
          + " to one, or a code such as NoZoneAllowed. Names of your own policies are found with -f or a"
          + " cluster."
    })
final class RulesCommand implements Callable<Integer> {

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "NAME|STATEMENT|CODE",
      arity = "0..1",
      completionCandidates = Ids.class,
      description = "A rule, with its parameters and codes; the name of a statement; a code.")
  private @Nullable String rule;

  @Option(
      names = "--requirements",
      description =
          "Every identifier of SecNumCloud 3.2 and how it can be seen from here; with a rule, those it serves.")
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
      Glossary glossary = new Glossary();
      SortedSet<String> all = glossary.codes();
      all.addAll(glossary.statements());
      Catalogue.rules().forEach(r -> all.add(r.declaration().id()));
      return all.iterator();
    }
  }

  private final Glossary glossary = new Glossary();

  private final Surface surface;

  RulesCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    String tried = expression;
    if (tried != null) {
      if (rule != null || requirements) {
        throw new Refusal("--try goes with neither a name nor --requirements; ask one at a time");
      }
      Input.Read read = Input.read(input, surface).reported(surface);
      ExpressionAnswers answers = ExpressionAnswers.of(tried, message, read.translation().estate());
      surface.out().print(answers.write(output.format));
      return read.errors().code(answers.everyWorkloadHasAZone() ? ExitCode.OK : ExitCode.UNPLACED);
    }
    if (message != null) {
      throw new Refusal("--message goes with --try EXPRESSION");
    }
    String typed = rule;
    if (requirements) {
      refuseInput();
      surface.out().print(RequirementsText.of(output.format, typed == null ? null : id(typed)));
    } else if (typed == null) {
      refuseInput();
      list();
    } else {
      explain(typed);
    }
    return ExitCode.OK;
  }

  private void refuseInput() {
    if (!input.files.isEmpty() || !input.typed().isEmpty()) {
      throw new Refusal(
          "-f, --context and --kubeconfig go with --try EXPRESSION, or with the name of a statement");
    }
  }

  private void list() {
    List<ZoneRule.Declaration> rules =
        Catalogue.rules().stream().map(ZoneRule::declaration).toList();
    if (output.format.isTree()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("rules", rules.stream().map(RulesCommand::tree).toList());
      surface.out().print(output.format.write(tree));
      return;
    }
    Table table = new Table("RULE", "REQUIREMENTS", "SUMMARY");
    for (ZoneRule.Declaration d : rules) {
      table.row(d.id(), String.join(", ", d.requirements()), d.summary());
    }
    surface.out().print(table.text(output.format));
  }

  /** What a rule, a statement or a code is. */
  private void explain(String typed) {
    ZoneRule found = Catalogue.rule(typed);
    Glossary.Entry code = glossary.of(typed);
    if (found != null) {
      printRule(found.declaration());
    } else if (code != null) {
      printCode(code);
    } else {
      List<Statement> statements = statements(typed);
      if (statements.isEmpty()) {
        throw unknown(typed);
      }
      printStatements(typed, statements);
    }
  }

  private Refusal unknown(String typed) {
    return new Refusal(
        "there is no rule, statement or code "
            + Problem.quote(typed)
            + glossary.nearest(typed).map(n -> "; did you mean " + n + "?").orElse("")
            + "; `"
            + Program.name()
            + " rules` lists the rules"
            + (input.files.isEmpty() && input.typed().isEmpty()
                ? ", and a name from your own policies is found in the cluster of your kubeconfig, if it"
                    + " answers, or with -f or --context"
                : ""));
  }

  /**
   * A rule by the name that somebody gives it.
   *
   * @param policy null for the engine and for names that several shipped policies give
   * @param rule id of the rule; null for an expression or what the engine itself looks at
   */
  private record Statement(@Nullable String policy, @Nullable String rule, String says) {}

  private static final Map<String, String> OF_THE_ENGINE =
      Map.of(
          "capacity",
          "Looked at by the engine itself: whether the zone and its largest node hold one replica.",
          "readable",
          "Looked at by the engine itself: whether the policy, or what a replica needs, can be read.",
          "template",
          "Looked at by the engine itself: whether a node of the zone meets the template's node selector and required"
              + " node affinity.",
          "template-labels",
          "Looked at by the engine itself: whether the template leaves the operator's labels to it.");

  private List<Statement> statements(String name) {
    String own = OF_THE_ENGINE.get(name);
    if (own != null) {
      return List.of(new Statement(null, null, own));
    }
    if (!input.files.isEmpty() || !input.typed().isEmpty()) {
      return statements(name, Input.read(input, surface).objects().policies());
    }
    String shipped = glossary.rule(name);
    if (shipped != null) {
      return List.of(
          new Statement(
              null, shipped, "The name that shipped policies give to rule " + shipped + "."));
    }
    return statements(name, new CompletionNames(input).policies());
  }

  private static List<Statement> statements(String name, List<SovereigntyPolicy> policies) {
    List<Statement> statements = new ArrayList<>();
    for (SovereigntyPolicy policy : policies) {
      if (policy.getSpec() != null) {
        policy.getSpec().rules().stream()
            .filter(r -> name.equals(r.name()))
            .forEach(
                r ->
                    statements.add(
                        new Statement(
                            policy.getMetadata().getName(),
                            r.rule(),
                            "Stated by policy "
                                + policy.getMetadata().getName()
                                + (r.action() == null ? "" : ", " + r.action())
                                + (r.expression() == null ? "" : ": " + r.expression()))));
      }
    }
    return statements;
  }

  private void printStatements(String name, List<Statement> statements) {
    if (output.format.isTree()) {
      List<Map<String, Object>> list = new ArrayList<>();
      for (Statement s : statements) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("statement", name);
        one.put("says", s.says());
        if (s.policy() != null) {
          one.put("policy", s.policy());
        }
        if (s.rule() != null) {
          one.put("rule", s.rule());
        }
        list.add(one);
      }
      surface.out().print(output.format.write(Map.of("statements", list)));
      return;
    }
    Set<String> described = new TreeSet<>();
    for (Statement s : statements) {
      if (output.format == Format.NAME) {
        surface.out().println(s.rule() == null ? name : s.rule());
        continue;
      }
      surface.out().print(Table.wrapped(name + ": " + s.says(), 2));
      ZoneRule of = s.rule() == null ? null : Catalogue.rule(s.rule());
      if (of != null && described.add(of.declaration().id())) {
        surface.out().println();
        describe(of.declaration());
      }
    }
  }

  private void printRule(ZoneRule.Declaration declaration) {
    if (output.format.isTree()) {
      surface.out().print(output.format.write(Map.of("rules", List.of(tree(declaration)))));
    } else if (output.format == Format.NAME) {
      surface.out().println(declaration.id());
    } else {
      describe(declaration);
    }
  }

  private void printCode(Glossary.Entry entry) {
    if (output.format.isTree()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("code", entry.code());
      one.put("meaning", entry.meaning());
      one.put("next", entry.next());
      one.put("rules", entry.rules());
      surface.out().print(output.format.write(Map.of("codes", List.of(one))));
    } else if (output.format == Format.NAME) {
      surface.out().println(entry.code());
    } else {
      surface
          .out()
          .print(
              entry.code()
                  + "\n"
                  + Table.wrapped(entry.meaning(), 0)
                  + Table.hanging("Next: ", entry.next())
                  + (entry.rules().isEmpty()
                      ? ""
                      : Table.hanging("Rules: ", String.join(", ", entry.rules()))));
    }
  }

  /** The rule that a name means, for what only rules have. */
  private String id(String typed) {
    String shipped = glossary.rule(typed);
    if (Catalogue.rule(typed) != null) {
      return typed;
    }
    if (shipped == null) {
      throw unknown(typed);
    }
    return shipped;
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
