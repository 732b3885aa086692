package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.cli.explain.BreakGlassList;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.status.fact.FactDue;
import cloud.bleu.status.fact.FactDues;
import cloud.bleu.status.fact.OverruledGrant;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what has to be confirmed again. */
@Command(
    name = "due",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the facts that have to be confirmed again and the qualifications and homologations that"
          + " end, the earliest first; then break-glasses that end or lack their second signature.",
      "Of a SecNumCloud qualification that states no end the probable one is listed, three years after"
          + " its first day or its announcement: an assumption.",
      "What an entry beside it takes away until then is not listed as ending. A fact of a day that is"
          + " still to come is DatedInFuture.",
      "The age that counts is the strictest one that a policy asks of some workload; without"
          + " workloads in the input, the strictest one of its policies."
    })
final class DueCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions("no fact was listed");

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private DayOptions at = new DayOptions();

  @Option(
      names = "--within",
      paramLabel = "DAYS",
      defaultValue = "90",
      description = "What is due in so many days from now. Default: ${DEFAULT-VALUE}.")
  private int within;

  /** The column with the object. */
  private static final int OBJECT = 2;

  private final IOStreams streams;

  DueCommand(IOStreams streams) {
    this.streams = streams;
  }

  /** How it stands on the day of the question. */
  private enum State {
    Undated,
    DatedInFuture,
    Lapsed,
    InGrace,
    Due
  }

  private record Entry(FactDue due, State state, @Nullable LocalDate by) {}

  @Override
  public Integer call() {
    IOStreams then = at.applied(streams);
    Input.Read read = Input.facts(input, then).reported(streams);
    LocalDate today = then.clock().instant().atZone(ZoneRule.PARIS).toLocalDate();
    FactDues dues =
        read.objects().workloads().isEmpty()
            ? FactDues.of(read.objects().policies())
            : FactDues.of(read.translation().estate());
    if (!dues.isAged()) {
      streams
          .err()
          .println(
              "note: no policy in the input asks for an age of facts, so only the ends of"
                  + " qualifications are listed; give the policies with -f as well");
    }
    List<FactDue> all = new ArrayList<>();
    Map<String, String> refused = new HashMap<>();
    for (CloudProvider object : read.objects().providers()) {
      Provider provider = read.translation().estate().provider(object.getMetadata().getName());
      if (provider != null) {
        all.addAll(dues.of(object, provider, today));
        all.addAll(FactDues.probable(provider, today));
        OverruledGrant.of(provider, today, today)
            .forEach(
                (group, grant) ->
                    refused.put(
                        "CloudProvider/" + provider.name() + " " + group, grant.sentence()));
      }
    }
    read.objects().zones().forEach(z -> all.addAll(dues.of(z)));
    List<Entry> entries = new ArrayList<>();
    for (FactDue due : all) {
      Entry entry = entry(due, dues.isAged(), today);
      if (entry != null) {
        entries.add(entry);
      }
    }
    entries.sort(
        Comparator.comparing((Entry e) -> e.by() == null ? LocalDate.MIN : e.by())
            .thenComparing(e -> e.due().object())
            .thenComparing(e -> e.due().group()));
    BreakGlassList glasses =
        new BreakGlassList(read.translation().breakGlass())
            .due(then.clock().instant().plus(Duration.ofDays(within)));
    if (!output.format.isTree()) {
      streams.out().print(text(entries, today, glasses, refused));
    } else {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("due", entries.stream().map(DueCommand::tree).toList());
      tree.put("breakGlass", glasses.trees());
      tree.putAll(read.errors().tree());
      streams.out().print(output.format.write(tree));
    }
    return read.errors().stopping().code(ExitCode.OK);
  }

  private @Nullable Entry entry(FactDue due, boolean aged, LocalDate today) {
    LocalDate asOf = due.asOf();
    if (due.what() == FactDue.Kind.Fact && (asOf == null || asOf.isAfter(today))) {
      State state = asOf == null ? State.Undated : State.DatedInFuture;
      return aged ? new Entry(due, state, null) : null;
    }
    LocalDate fresh = due.fresh();
    LocalDate last = due.last();
    if (fresh == null || last == null || fresh.isAfter(today.plusDays(within))) {
      return null;
    }
    return today.isAfter(last)
        ? new Entry(due, State.Lapsed, last)
        : today.isAfter(fresh)
            ? new Entry(due, State.InGrace, last)
            : new Entry(due, State.Due, fresh);
  }

  /**
   * @param refused why a confirmation is refused, by object and group
   */
  private String text(
      List<Entry> entries, LocalDate today, BreakGlassList glasses, Map<String, String> refused) {
    if (entries.isEmpty() && !glasses.isEmpty()) {
      return "no fact is due until " + today.plusDays(within) + "\n" + glasses.text(output.format);
    }
    return facts(entries, today)
        + (output.format == Format.NAME ? "" : refused(entries, refused))
        + glasses.text(output.format);
  }

  private String facts(List<Entry> entries, LocalDate today) {
    if (entries.isEmpty()) {
      return output.format == Format.NAME
          ? ""
          : "nothing is due until " + today.plusDays(within) + "\n";
    }
    boolean wide = output.format == Format.WIDE;
    Table table =
        wide
            ? new Table("BY", "STATE", "OBJECT", "GROUP", "BASIS", "AS OF", "SOURCE")
            : new Table("BY", "STATE", "OBJECT", "GROUP", "BASIS", "AS OF");
    for (Entry e : entries) {
      List<Object> cells = new ArrayList<>();
      cells.add(e.by() == null ? "-" : e.by());
      cells.add(state(e));
      cells.add(e.due().object());
      cells.add(e.due().group());
      cells.add(e.due().basis());
      cells.add(e.due().asOf() == null ? "-" : e.due().asOf());
      if (wide) {
        cells.add(e.due().source().isEmpty() ? "-" : e.due().source());
      }
      table.row(cells.toArray());
    }
    if (output.format == Format.NAME) {
      return table.text(output.format, OBJECT);
    }
    return table.text(output.format) + "\n" + advice(entries);
  }

  private static String advice(List<Entry> entries) {
    return entries.stream()
        .map(e -> e.due().what())
        .distinct()
        .sorted()
        .map(what -> Table.wrapped(advice(what), 2))
        .collect(Collectors.joining());
  }

  private static String advice(FactDue.Kind what) {
    return switch (what) {
      case Fact ->
          "confirm one with `"
              + Program.name()
              + " facts confirm OBJECT GROUP --basis BASIS --source SOURCE`";
      case Window ->
          "of what ends, state the renewal: validUntil, with its source and asOf; a confirmation does"
              + " not move the end";
      case ProbableEnd ->
          "of what probably ends nobody states the end; state validUntil once it is known";
    };
  }

  /** What of the list is not to be confirmed, and what to state in its place. */
  private static String refused(List<Entry> entries, Map<String, String> refused) {
    return entries.stream()
        .filter(e -> e.due().what() == FactDue.Kind.Fact)
        .map(e -> e.due().object() + " " + e.due().group())
        .filter(refused::containsKey)
        .map(e -> Table.wrapped("do not confirm " + e + ": " + refused.get(e), 2))
        .collect(Collectors.joining());
  }

  private static String state(Entry e) {
    boolean due = e.state() == State.Due;
    return switch (e.due().what()) {
      case ProbableEnd -> due ? "ProbablyEnds" : "ProbablyEnded";
      case Window -> due ? "Ends" : e.state().name();
      case Fact -> e.state().name();
    };
  }

  private static Map<String, Object> tree(Entry e) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("object", e.due().object());
    tree.put("group", e.due().group());
    tree.put("what", e.due().what().name());
    tree.put("state", e.due().what() == FactDue.Kind.ProbableEnd ? state(e) : e.state().name());
    tree.put("basis", e.due().basis());
    tree.put("source", e.due().source());
    putDay(tree, "asOf", e.due().asOf());
    putDay(tree, "fresh", e.due().fresh());
    putDay(tree, "last", e.due().last());
    return tree;
  }

  private static void putDay(Map<String, Object> tree, String key, @Nullable LocalDate day) {
    if (day != null) {
      tree.put(key, day.toString());
    }
  }
}
