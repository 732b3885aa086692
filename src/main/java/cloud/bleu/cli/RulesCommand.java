package cloud.bleu.cli;

import cloud.bleu.cli.explain.ExpressionAnswers;
import cloud.bleu.cli.explain.NamedRule;
import cloud.bleu.cli.explain.RequirementsText;
import cloud.bleu.cli.explain.RuleText;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.ObjectErrors;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.plan.Glossary;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule;
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
      "With a name or a code it explains what is printed elsewhere: a rule, the name that a policy"
          + " gives to one, or a code such as NoZoneAllowed. Names of your own policies are found"
          + " with -f or a cluster."
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
          "Every identifier of SecNumCloud 3.2 and how it can be seen from here; with a rule, those"
              + " it serves.")
  private boolean requirements;

  @Option(
      names = "--try",
      paramLabel = "EXPRESSION",
      description =
          "What a CEL expression would say of each workload in each zone, without a policy. Exits"
              + " with 2 if it leaves a workload without a zone.")
  private @Nullable String expression;

  @Option(
      names = "--message",
      paramLabel = "EXPRESSION",
      description = "With --try: the CEL expression that gives the text where the answer is no.")
  private @Nullable String message;

  @Mixin private InputOptions input = new InputOptions("no rule was tried");

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

  private final IOStreams streams;

  RulesCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String tried = expression;
    if (tried != null) {
      if (rule != null || requirements) {
        throw new BadInputException(
            "--try goes with neither a name nor --requirements; ask one at a time");
      }
      Input.Read read = Input.read(input, streams).reported(streams);
      ExpressionAnswers answers = ExpressionAnswers.of(tried, message, read.translation().estate());
      streams.out().print(written(answers, read.errors()));
      return read.errors()
          .stopping()
          .code(answers.everyWorkloadHasAZone() ? ExitCode.OK : ExitCode.UNPLACED);
    }
    if (message != null) {
      throw new BadInputException("--message goes with --try EXPRESSION");
    }
    String typed = rule;
    if (requirements) {
      refuseInput();
      streams.out().print(RequirementsText.of(output.format, typed == null ? null : id(typed)));
    } else if (typed == null) {
      refuseInput();
      list();
    } else {
      explain(typed);
    }
    return ExitCode.OK;
  }

  private String written(ExpressionAnswers answers, ObjectErrors errors) {
    if (!output.format.isTree()) {
      return answers.text(output.format);
    }
    Map<String, Object> tree = answers.tree();
    tree.putAll(errors.tree());
    return output.format.write(tree);
  }

  private void refuseInput() {
    if (input.namesInput()) {
      throw new BadInputException(
          "-f, --context and --kubeconfig go with --try EXPRESSION, or with the name of a"
              + " statement");
    }
  }

  private void list() {
    List<ZoneRule.Declaration> rules =
        Catalogue.rules().stream().map(ZoneRule::declaration).toList();
    if (output.format.isTree()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("rules", rules.stream().map(RuleText::tree).toList());
      streams.out().print(output.format.write(tree));
      return;
    }
    Table table = new Table("RULE", "REQUIREMENTS", "SUMMARY");
    for (ZoneRule.Declaration d : rules) {
      table.row(d.id(), String.join(", ", d.requirements()), d.summary());
    }
    streams.out().print(table.text(output.format));
  }

  /** What a rule, a statement or a code is. */
  private void explain(String typed) {
    ZoneRule found = Catalogue.rule(typed);
    Glossary glossary = new Glossary();
    Glossary.Entry code = glossary.of(typed);
    if (found != null) {
      printRule(found.declaration());
    } else if (code != null) {
      printCode(code);
    } else {
      List<NamedRule> statements = NamedRule.named(typed, input, glossary, streams);
      if (statements.isEmpty()) {
        throw unknown(typed, glossary);
      }
      printStatements(typed, statements);
    }
  }

  private BadInputException unknown(String typed, Glossary glossary) {
    return new BadInputException(
        "there is no rule, statement or code "
            + ShownText.quote(typed)
            + glossary.nearest(typed).map(n -> "; did you mean " + n + "? ").orElse("; ")
            + "`"
            + Program.name()
            + " rules` lists the rules"
            + (input.namesInput()
                ? ""
                : ", and a name from your own policies is found in the cluster of your kubeconfig,"
                    + " if it answers, or with -f or --context"));
  }

  private void printStatements(String name, List<NamedRule> statements) {
    if (output.format.isTree()) {
      List<Map<String, Object>> list = statements.stream().map(NamedRule::tree).toList();
      streams.out().print(output.format.write(Map.of("statements", list)));
      return;
    }
    Set<String> described = new TreeSet<>();
    for (NamedRule s : statements) {
      if (output.format == Format.NAME) {
        streams.out().println(s.rule() == null ? name : s.rule());
        continue;
      }
      streams.out().print(Table.wrapped(name + ": " + s.says(), 2));
      ZoneRule of = s.rule() == null ? null : Catalogue.rule(s.rule());
      if (of != null && described.add(of.declaration().id())) {
        streams.out().println();
        streams.out().print(RuleText.of(of.declaration()));
      }
    }
  }

  private void printRule(ZoneRule.Declaration declaration) {
    if (output.format.isTree()) {
      streams
          .out()
          .print(output.format.write(Map.of("rules", List.of(RuleText.tree(declaration)))));
    } else if (output.format == Format.NAME) {
      streams.out().println(declaration.id());
    } else {
      streams.out().print(RuleText.of(declaration));
    }
  }

  private void printCode(Glossary.Entry entry) {
    if (output.format.isTree()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("code", entry.code());
      one.put("meaning", entry.meaning());
      one.put("next", entry.next());
      one.put("rules", entry.rules());
      streams.out().print(output.format.write(Map.of("codes", List.of(one))));
    } else if (output.format == Format.NAME) {
      streams.out().println(entry.code());
    } else {
      streams
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
    Glossary glossary = new Glossary();
    String shipped = glossary.rule(typed);
    if (Catalogue.rule(typed) != null) {
      return typed;
    }
    if (shipped == null) {
      throw unknown(typed, glossary);
    }
    return shipped;
  }
}
