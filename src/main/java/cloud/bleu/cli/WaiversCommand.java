package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.cli.explain.BreakGlassList;
import cloud.bleu.cli.explain.RecordedDecisions;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.NamespaceOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.ApprovedStatement;
import cloud.bleu.translate.policy.WaiverStanding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the waivers and how each one stands. */
@Command(
    name = "waivers",
    mixinStandardHelpOptions = true,
    subcommands = ApproveCommand.class,
    description = {
      "Lists the waivers: which rule each one sets aside for which workload, until when, and whether"
          + " it is in force. Break-glasses stand beside them.",
      "`waivers approve` approves one."
    })
final class WaiversCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions("no waiver was listed");

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private DayOptions at = new DayOptions();

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  private final IOStreams streams;

  WaiversCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String namespace = namespaces.one();
    try {
      Input.Read read = Input.read(input, at.applied(streams)).reported(streams);
      print(
          read.objects(),
          read.translation().waivers(),
          new BreakGlassList(read.translation().breakGlass()),
          read.errors().tree());
      return read.errors().stopping(namespace).code(ExitCode.OK);
    } catch (MissingRights e) {
      if (namespace == null || at.day != null) {
        throw new BadInputException(
            List.of(
                e.lines().get(0),
                "`"
                    + Program.name()
                    + " waivers -n NAMESPACE` lists those of one namespace with the rights there; --at needs"
                    + " the whole cluster"));
      }
      NamespaceObjects seen = NamespaceObjects.read(input, namespace);
      RecordedDecisions recorded = new RecordedDecisions(seen, streams.clock().instant());
      recorded.note(streams.err(), e);
      print(seen.objects(), recorded.waivers(), recorded.breakGlasses(), Map.of());
      return ExitCode.OK;
    }
  }

  /**
   * @param errors of objects as programs read them; empty where they are not seen
   */
  private void print(
      ApiObjects objects,
      List<WaiverStanding> standings,
      BreakGlassList glasses,
      Map<String, Object> errors) {
    String namespace = namespaces.one();
    BreakGlassList within = glasses.within(namespace);
    Map<ObjectRef, SovereigntyWaiverSpec> specs = new TreeMap<>();
    for (SovereigntyWaiver waiver : objects.waivers()) {
      specs.put(ObjectRef.of(waiver), waiver.getSpec());
    }
    List<WaiverStanding> shown =
        standings.stream()
            .filter(s -> namespace == null || namespace.equals(s.object().namespace()))
            .toList();
    if (!output.format.isTree()) {
      streams.out().print(text(output.format, shown, specs));
      streams.out().print(within.text(output.format));
    } else {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("waivers", shown.stream().map(s -> tree(s, specs)).toList());
      tree.put("breakGlass", within.trees());
      tree.putAll(errors);
      streams.out().print(output.format.write(tree));
    }
  }

  private static String text(
      Format format, List<WaiverStanding> shown, Map<ObjectRef, SovereigntyWaiverSpec> specs) {
    if (shown.isEmpty()) {
      return format == Format.NAME ? "" : "no waiver\n";
    }
    boolean wide = format == Format.WIDE;
    Table table =
        wide
            ? new Table(
                "WAIVER",
                "WORKLOAD",
                "RULE",
                "UNTIL",
                "STATE",
                "FROM",
                "REQUESTED BY",
                "APPROVED BY",
                "STATEMENT")
            : new Table("WAIVER", "WORKLOAD", "RULE", "UNTIL", "STATE");
    List<String> notes = new ArrayList<>();
    for (WaiverStanding standing : shown) {
      SovereigntyWaiverSpec spec = specs.get(standing.object());
      String name = standing.object().namespace() + "/" + standing.object().name();
      if (spec == null) {
        continue;
      }
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  name,
                  spec.workloadRef() == null ? "-" : dash(spec.workloadRef().name()),
                  dash(spec.rule()) + " of " + dash(spec.policyRef()),
                  dash(spec.expirationTime()),
                  standing.state()));
      if (wide) {
        cells.add(dash(spec.notBefore()));
        cells.add(dash(spec.requestedBy()));
        cells.add(dash(spec.approvedBy()));
        cells.add(ApprovedStatement.of(spec, standing.state()));
      }
      table.row(cells.toArray());
      if (standing.state() != WaiverState.InForce) {
        notes.add(Table.wrapped(name + ": " + standing.message(), 2));
      }
    }
    if (format == Format.NAME) {
      return table.text(format);
    }
    return table.text(format) + (notes.isEmpty() ? "" : "\n" + String.join("", notes));
  }

  private static String dash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Map<String, Object> tree(
      WaiverStanding standing, Map<ObjectRef, SovereigntyWaiverSpec> specs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", String.valueOf(standing.object().namespace()));
    tree.put("name", standing.object().name());
    SovereigntyWaiverSpec spec = specs.get(standing.object());
    if (spec != null) {
      tree.put("workload", spec.workloadRef() == null ? "" : text(spec.workloadRef().name()));
      tree.put("policy", text(spec.policyRef()));
      tree.put("rule", text(spec.rule()));
      tree.put("zones", spec.zones());
      tree.put("reason", text(spec.reason()));
      tree.put("notBefore", text(spec.notBefore()));
      tree.put("expirationTime", text(spec.expirationTime()));
      tree.put("requestedBy", text(spec.requestedBy()));
      tree.put("approvedBy", text(spec.approvedBy()));
      tree.put("approvedStatement", text(spec.approvedStatement()));
      tree.put("statement", ApprovedStatement.of(spec, standing.state()).name());
    }
    tree.put("state", standing.state().name());
    tree.put("message", standing.message());
    return tree;
  }
}
